import { createGenerator } from "../../../src";
import { createRandom } from "../../../src/random";
import type { Progress } from "../../../src/worker/run";
import type { Bench } from "../bench";
import { makeTable } from "../made-table";

const SMALL = { steps: 60, batchRows: 64, width: 16, layers: 1, bins: 8 };
const SMALL_DDPM = { steps: 60, batchRows: 64, layers: [32], timesteps: 10 };
const ABORTED = [
	["independent", {}, "wasm"],
	["bayesian-network", {}, "wasm"],
	["diffusion", SMALL, "wasm"],
	["diffusion", SMALL, "cpu"],
	["diffusion", SMALL, "webgpu"],
	["tabddpm", SMALL_DDPM, "wasm"],
	["tabddpm", SMALL_DDPM, "cpu"],
	["tabddpm", SMALL_DDPM, "webgpu"],
] as const;

/**
 * Fits aborted at random moments. The worker is free once the next call of the same handle, sent with the abort, tells that it
 * has begun.
 *
 * @param only the generator, absent: each.
 * @param where the device, absent: each but WebGPU, which in software compiles its kernels for seconds.
 */
export async function abortFits(
	rows: number,
	times: number,
	only: string | undefined,
	where: string | undefined,
	bench: Bench,
): Promise<void> {
	const section = `fits aborted at random moments, ${rows} rows`;
	const [table, few] = [makeTable(rows, 4), makeTable(300, 4)];
	const random = createRandom("aborts");
	for (const [name, options, device] of ABORTED) {
		if (only !== undefined && name !== only) continue;
		if (where === undefined ? device === "webgpu" : device !== where) continue;
		using handle = await createGenerator<string>(name, options, { device, workers: 1 });
		const fit = (signal?: AbortSignal, onProgress?: (progress: Progress) => void) =>
			handle.fit(table, { seed: 1, subject: null, ...(signal && { signal }), ...(onProgress && { onProgress }) });
		let at = performance.now();
		await fit();
		const whole = performance.now() - at;
		const settled: number[] = [];
		const freed: { ms: number; phase: string }[] = [];
		let usable = 0;
		const errors = new Set<string>();
		for (let i = 0; i < times; i++) {
			const controller = new AbortController();
			let last = "before any";
			const running = fit(controller.signal, ({ phase, step }) => {
				last = `${phase} ${step}`;
			}).catch((error: Error) => {
				settled.push(performance.now() - at);
				if (error.name !== "AbortError") errors.add(String(error));
			});
			await new Promise((resolve) => setTimeout(resolve, random.uniform() * whole));
			at = performance.now();
			controller.abort();
			const phase = last;
			let begun = Number.NaN;
			// The page itself tells of the start; the stages tell only from the worker.
			const onProgress = ({ phase }: Progress) => {
				if (Number.isNaN(begun) && phase !== "start" && phase !== "copy") begun = performance.now() - at;
			};
			const next = handle.fit(few, { seed: 2, subject: null, onProgress });
			await running;
			await next.then(
				() => usable++,
				(error) => errors.add(String(error)),
			);
			freed.push({ ms: begun, phase });
		}
		freed.sort((a, b) => a.ms - b.ms);
		const free = freed.map(({ ms }) => ms);
		const slowest = freed.slice(-5).reverse();
		await bench.print(`slowest: ${slowest.map(({ ms, phase }) => `${ms.toFixed(0)} ms after "${phase}"`).join(", ")}`);
		await bench.record(
			section,
			{
				generator: name,
				device,
				aborts: times,
				"before the end": settled.length,
				"settled, slowest ms": Math.max(0, ...settled),
				"free, median ms": free[free.length >> 1]!,
				"free, 95 % ms": free[Math.ceil(0.95 * free.length) - 1]!,
				"free, slowest ms": free.at(-1)!,
				"of them within 200 ms": free.filter((ms) => ms < 200).length,
				"slowest after": freed.at(-1)!.phase,
				"same handle usable": usable,
				errors: [...errors].join("; ") || "none",
			},
			["generator", "device"],
		);
	}
	await bench.note(
		section,
		"4 columns. Settled: until the aborted call was rejected. Free: until the next call of the same handle, sent with the abort, had begun in the worker, by the clock of a machine that others use too. Slowest after: the phase and step that the page had last heard of.",
	);
}
