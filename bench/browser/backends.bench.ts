/**
 * Training and drawing steps of every generator on every backend of this machine, each beside plain tfjs on the same
 * backend in the same run: `npm run bench -- backends [backends]`, names joined by commas.
 */
import { wrap } from "comlink";
import { createGenerator } from "../../src";
import type { BackendName } from "../../src/nn/backend";
import type { Bench, Row } from "./bench";
import { readTable } from "./shared-tables";
import type { Size } from "./steps/backends";
import type { StepsWorker } from "./steps/worker";

/** Plain loops and a software adapter are given networks that they get through. */
const SIZES: Readonly<Record<BackendName, readonly Size[]>> = {
	wasm: ["adult", "small"],
	cpu: ["small"],
	webgpu: ["small"],
};
const KEY = ["generator", "step", "backend", "size"];

export async function run([names = "wasm,cpu,webgpu"]: readonly string[], bench: Bench): Promise<void> {
	const adult = await readTable("adult", "train");
	const small = await readTable("penguins", "train");
	const section = "Steps by generator and backend";
	for (const backend of names.split(",") as BackendName[]) {
		const worker = new Worker(new URL("./steps/worker.ts", import.meta.url), { type: "module" });
		const steps = wrap<StepsWorker>(worker);
		try {
			const { reason, software } = await steps.startOn(backend);
			await bench.print(reason);
			// A real GPU takes both.
			const sizes = backend === "webgpu" && !software ? SIZES.wasm : SIZES[backend];
			for (const size of sizes) {
				const record = (generator: string, step: string, row: Row) =>
					bench.record(
						section,
						{ generator, step, backend: software ? `${backend}, software` : backend, size, ...row },
						KEY,
					);
				const measured = {
					diffusion: await steps.diffusionOn(backend, size),
					tabddpm: await steps.tabddpmOn(backend, size, size === "adult" ? adult : small),
				};
				for (const [generator, { train, draw }] of Object.entries(measured)) {
					await record(generator, "train", train);
					await record(generator, "draw", draw);
				}
			}
		} catch (error) {
			await bench.print(`${backend} was not measured: ${(error as Error).message}`);
		} finally {
			worker.terminate();
		}
	}
	await bench.note(
		section,
		"ms: the best of a few steps that take turns. Adult: 15 columns, diffusion of width 256 with 1,024 rows trained on and drawn, TabDDPM of three layers of 256; small: 6 columns, width 32, TabDDPM of one layer of 64 on penguins, 128 rows. Plain: the same networks with tfjs's gradients and Adam, one-hot input, all columns' logits; of TabDDPM's drawing its network alone, where ours counts the whole step. Dispatches, buffers made and their bytes are a step's: on a GPU what is asked of the device, with tfjs elsewhere its kernels and the memory they take; own kernels on wasm and cpu work in one memory that cannot grow.",
	);
	await baseline(bench);
}

/** The generator that takes no steps. */
async function baseline(bench: Bench): Promise<void> {
	for (const name of ["adult", "churn"]) {
		const table = await readTable(name, "train");
		using generator = await createGenerator("independent");
		const { seconds } = await generator.fit(table, { seed: 1 });
		const start = performance.now();
		await generator.sample(100_000, { seed: 1 });
		const drawn = 1e8 / (performance.now() - start);
		await bench.record("independent", { table: name, "fit s": seconds, "rows/s": drawn }, ["table"]);
	}
}
