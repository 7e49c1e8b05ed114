/**
 * Whole tables learned and drawn on a GPU, on a machine that has one and no browser: what a visitor with such a GPU waits
 * for, and how good it is. `npm run bench -- gpu-tables [TABLES]`, names as `benchTable` takes them, joined by commas;
 * figures in results/gpu-tables.json and .md.
 */
import { cpus } from "node:os";
import { openResults, printResults } from "./browser/results";
import { fitAndDraw } from "./fit";
import { judge } from "./judge";
import { adapterText, installWebGpu } from "./node-gpu";
import { benchTable } from "./tables";

const TABLES = "adult,california,churn,insurance,penguins,graph-scm/40/0,graph-scm/40/1,graph-scm/80/1";
const SECTION = "Tables learned on the GPU";

export async function run([names = TABLES]: string[]): Promise<void> {
	const removeWebGpu = await installWebGpu();
	if (typeof removeWebGpu === "string") {
		console.error(removeWebGpu);
		process.exitCode = 2;
		return;
	}
	const gpu = adapterText((await navigator.gpu.requestAdapter())!.info);
	const machine = { date: new Date().toISOString(), gpu, cpu: cpus()[0]?.model ?? "unknown", node: process.version };
	const kept = openResults("bench/results", "gpu-tables", machine);
	for (const name of names.split(",")) {
		const { training, holdout, target } = await benchTable(name);
		const { rows, diagnostics, ...took } = await fitAndDraw(
			training,
			"diffusion",
			JSON.stringify({ device: "webgpu" }),
		);
		const { shape, trend, detection, utility, ofReal, share } = await judge(training, rows, holdout, target);
		kept.record(SECTION, {
			table: name,
			rows: training.rows,
			columns: training.columns.length,
			"fit s": took.elapsed.fit,
			"draw s": took.elapsed.sample,
			"processor s": took.fitSeconds + took.sampleSeconds,
			steps: Number(diagnostics.steps),
			...{ "shape %": shape, "trend %": trend, detection, utility, "of real": ofReal, "DCR share": share },
		});
		kept.note(
			SECTION,
			`${diagnostics.reason} \`diffusion\` with its defaults, seed 1, as many rows drawn as were learned, judged against held-out rows: detection and closest-record share are .5 at best, utility stands beside that of real rows. Seconds on the clock, then of processor.`,
		);
	}
	printResults(kept.results);
	removeWebGpu();
}
