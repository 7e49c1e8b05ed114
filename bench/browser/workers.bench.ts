/**
 * What more workers bring where the work can be shared: `npm run bench -- workers [TABLE] [COUNTS]`, a shared table (default
 * california) learned by as many workers as `COUNTS` says (default "1," and the machine's cores), with what the page feels.
 */
import { createGenerator, formatCsv } from "../../src";
import type { Bench } from "./bench";
import { readTable } from "./shared-tables";
import { createStutterWatch } from "./stutter";

const ROWS = 1000;

export async function run(
	[name = "california", counts = `1,${navigator.hardwareConcurrency}`]: readonly string[],
	bench: Bench,
): Promise<void> {
	const table = await readTable(name as "california", "train");
	const watch = createStutterWatch();
	const section = `${name} learned by several workers`;
	const drawn = new Set<string>();
	let alone = Number.NaN;
	for (const workers of counts.split(",").map(Number)) {
		using generator = await createGenerator("diffusion", {}, { device: "wasm", workers });
		watch.reset();
		const start = performance.now();
		const summary = await generator.fit(table, { seed: 1 });
		const seconds = (performance.now() - start) / 1000;
		if (workers === 1) alone = seconds;
		const felt = watch.read();
		drawn.add(formatCsv(await generator.sample(ROWS, { seed: 1 })));
		await bench.record(section, {
			workers: summary.workers as number,
			"fit s": seconds,
			"times faster": alone / seconds,
			"MB of the networks": (summary.bytes as number) / 2 ** 20,
			...felt,
		});
	}
	if (drawn.size > 1) throw new Error("Rows depend on the number of workers.");
	await bench.note(
		section,
		`The same ${ROWS} rows whatever the number of workers. One part cannot be shared: the network of all columns, which is trained meanwhile. This machine has ${navigator.hardwareConcurrency} cores.`,
	);
}
