import { createGenerator } from "../../../src";
import { tabddpm } from "../../../src/generators/tabddpm";
import { meta } from "../../../src/generators/tabddpm/meta";
import { memory } from "../../../src/nn/tf";
import { createRandom } from "../../../src/random";
import { createRun } from "../../../src/worker/run";
import { watchPage } from "../../../test/browser/watch-page";
import type { Bench } from "../bench";
import { makeTable } from "../made-table";

const TRAINED = { steps: 20, batchRows: 64, layers: [32], timesteps: 10 };
/** Looks at what is held, of a generator. */
const LOOKS = 10;

/** Fits and draws over and over in one page, and what is left of them. */
export async function fitAgain(times: number, bench: Bench): Promise<void> {
	const table = makeTable(2000, 6);
	const watch = watchPage();
	const draw = async (
		name: string,
		options: Readonly<Record<string, unknown>>,
		one?: Awaited<ReturnType<typeof createGenerator>>,
	) => {
		const handle = one ?? (await createGenerator<string>(name, options, { device: "wasm", workers: 1 }));
		await handle.fit(table, { seed: 1, subject: null, onProgress: () => {} });
		await handle.sample(500, { seed: 2, onProgress: () => {} });
		if (!one) handle.dispose();
	};
	const kept = {
		"bayesian-network": await createGenerator<string>("bayesian-network", {}, { workers: 1 }),
		tabddpm: await createGenerator<string>("tabddpm", TRAINED, { device: "wasm", workers: 1 }),
	};
	const inPage = async () => {
		const run = createRun({ random: createRandom(1), device: "wasm" });
		const model = await tabddpm.fit(table, { ...meta.defaults, ...TRAINED } as never, run);
		await model.sample({ rows: 500 }, run);
		model.dispose();
	};
	// Starting a worker takes longer than what it does.
	const some = Math.ceil(times / 4);
	const kinds: readonly [generator: string, where: string, once: () => Promise<void>, times: number][] = [
		["bayesian-network", "one worker", () => draw("bayesian-network", {}, kept["bayesian-network"]), times],
		["tabddpm", "one worker", () => draw("tabddpm", TRAINED, kept.tabddpm), times],
		["tabddpm", "in the page", inPage, times],
		["bayesian-network", "a worker each", () => draw("bayesian-network", {}), some],
		["tabddpm", "a worker each", () => draw("tabddpm", TRAINED), some],
	];
	for (const [generator, where, once, times] of kinds) {
		const section = `${generator}, ${times} fits and draws, ${where}`;
		const start = performance.now();
		const look = async (done: number) => {
			const { numTensors, numDataBuffers, numBytes } = where === "in the page" ? memory() : {};
			await bench.record(section, {
				"fits and draws": done,
				seconds: (performance.now() - start) / 1000,
				MB: await bench.memory(),
				...(await watch.held()),
				...(where === "in the page" && { tensors: numTensors, buffers: numDataBuffers, "tensor bytes": numBytes }),
			});
		};
		for (let done = 0; done < times; done++) {
			// What is loaded and compiled once comes with the first.
			if (done === 1) await look(1);
			await once();
			if ((done + 1) % Math.ceil(times / LOOKS) === 0 || done + 1 === times) await look(done + 1);
		}
		await bench.note(
			section,
			"2,000 rows, 6 columns. MB: resident memory of the page's process with its workers. Workers, ends of message channels, object URLs and locks are those that nobody has given back; two workers with a lock each, held by them and waited for by the page, stand by throughout.",
		);
	}
	for (const handle of Object.values(kept)) handle.dispose();
	watch.end();
}
