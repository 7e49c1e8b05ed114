/**
 * Training and drawing steps on wasm, each against plain tfjs in the same run: `npm run bench -- steps`. Steps of
 * every kind take turns; the best of each is what the ratios compare, because others' work only ever adds.
 */
import { wrap } from "comlink";
import type { Bench } from "./bench";
import { readTable } from "./shared-tables";
import type { StepsWorker } from "./steps/worker";

const COLUMNS = 8;
/** Levels above which the default generator writes a column in two digits. */
const MOST_STATES = 256;

export async function run(args: readonly string[], bench: Bench): Promise<void> {
	const asked = (part: string) => args.length === 0 || args.includes(part);
	const worker = new Worker(new URL("./steps/worker.ts", import.meta.url), { type: "module" });
	worker.onerror = (event) => void bench.print(`worker: ${event.message}`);
	const steps = wrap<StepsWorker>(worker);
	await bench.print((await steps.start()).reason);
	if (asked("four")) {
		const section = "Training step of a four-layer network, 32-256-256-256-32, batch 1,024";
		for (const row of await steps.fourLayers()) await bench.record(section, row);
		await bench.note(
			section,
			"plain: tfjs's gradients and Adam. dense: src/nn/dense with AdamW on one flat tensor. kernels: src/nn/kernels, silu for relu. The arithmetic is that of the matrix products at the rate measured for one of 1,024 × 256 by 256 × 256.",
		);
	}
	if (asked("embed")) {
		const section = "First layer by number of levels";
		for (const levels of [10, 100, 1000, 10_000]) {
			await bench.record(section, { ...(await steps.firstLayer(levels, COLUMNS)), as: "levels" });
			const digits = Math.ceil(Math.sqrt(levels));
			if (levels <= MOST_STATES) continue;
			await bench.record(section, { ...(await steps.firstLayer(digits, 2 * COLUMNS)), levels, as: "digits" });
		}
		await bench.note(
			section,
			"Sums of embedding rows, and beside them the product with a one-hot matrix on the same kernels. The sums take the same operations for any number of levels; what grows is the table they read from, until it leaves the caches. Above 256 levels the default generator writes a column in two digits, each a column of its own.",
		);
	}
	if (asked("diffusion")) {
		const { training, sampling } = await steps.diffusion(await readTable("adult", "train"));
		await bench.record("Diffusion on adult: training step", training);
		await bench.record("Diffusion on adult: drawing rows", sampling);
		await bench.note(
			"Diffusion on adult: drawing rows",
			"plain: one-hot matrix in, the logits of all columns out and all columns drawn at every step, of which one is kept. The arithmetic is one pass of the network a column and the head of the column drawn.",
		);
	}
	worker.terminate();
}
