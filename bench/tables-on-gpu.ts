/** Whole tables learned and drawn on a GPU: what a visitor who has one waits for, and how good it is. */
import { existsSync } from "node:fs";
import type { Recorder } from "./browser/bench";
import { fitAndDraw } from "./fit";
import { judge } from "./judge";
import { benchTable, SHARED } from "./tables";

const SECTION = "Tables learned on the GPU";

/** Records a line for each table (see `benchTable`); shared ones where they are at hand. */
export async function learnTables(recorder: Recorder, names: readonly string[]): Promise<void> {
	for (const name of names) {
		if (!name.includes("/") && !existsSync(SHARED)) {
			console.log(`${name} is left out: ${SHARED} is absent.`);
			continue;
		}
		const { training, holdout, target } = await benchTable(name);
		const drawn = await fitAndDraw(training, "diffusion", JSON.stringify({ device: "webgpu" }));
		const { shape, trend, detection, utility, ofReal, share } = await judge(training, drawn.rows, holdout, target);
		recorder.record(SECTION, {
			table: name,
			rows: training.rows,
			columns: training.columns.length,
			"fit s": drawn.elapsed.fit,
			"draw s": drawn.elapsed.sample,
			"processor s": drawn.fitSeconds + drawn.sampleSeconds,
			steps: Number(drawn.facts.steps),
			...{ shape, trend, detection, utility, "of real": ofReal, DCR: share },
		});
	}
	recorder.note(
		SECTION,
		"`diffusion` with its defaults, seed 1, and as many rows drawn as were learned, judged against held-out rows: errors in %, detection and DCR .5 at best, utility beside that of real rows. Seconds on the clock, and of processor.",
	);
}
