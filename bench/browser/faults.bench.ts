/**
 * Accidents on purpose, and what a caller sees of them: `npm run bench -- faults [PART] [TIMES] [SEED] [GENERATOR]`.
 *
 * `devices`: the GPU's device is lost at a random step, TIMES times (default 20) for tabddpm and diffusion each. `workers`: workers
 * are killed in each phase. `insecure`: the same on a page over http, where there are no Web Locks. `aborts [ROWS] [TIMES]`: fits
 * are aborted at random moments (default 50,000 rows, 100 times a generator and device).
 */
import { compare, createGenerator, formatCsv, inspect, loadGenerator, WorkerError } from "../../src";
import { diffusion } from "../../src/generators/diffusion";
import { meta as diffusionMeta } from "../../src/generators/diffusion/meta";
import type { Generator, Model } from "../../src/generators/generator";
import { tabddpm } from "../../src/generators/tabddpm";
import { meta as tabddpmMeta } from "../../src/generators/tabddpm/meta";
import { gpuDevice, startBackend } from "../../src/nn/backend";
import { createRandom } from "../../src/random";
import type { Table } from "../../src/table/table";
import { createCheckpoints } from "../../src/worker/checkpoints";
import { createRun, type Progress, type Run } from "../../src/worker/run";
import type { Bench } from "./bench";
import { makeTable } from "./made-table";

const STEPS = 40;
/** Small networks: a GPU in software compiles every kernel anew for each device. */
const TRAINED: readonly [string, Generator<never, unknown>, object][] = [
	["tabddpm", tabddpm, { ...tabddpmMeta.defaults, steps: STEPS, batchRows: 32, layers: [16], timesteps: 4 }],
	[
		"diffusion",
		diffusion,
		{ ...diffusionMeta.defaults, method: "masked", steps: STEPS, batchRows: 32, width: 16, layers: 1, bins: 8 },
	],
];

/** Losses of the device at random steps: every fit is to finish, none to start over, and the table to be right. */
async function loseDevices(times: number, seed: string, only: string | undefined, bench: Bench): Promise<void> {
	const table = makeTable(200, 3, 3);
	const section = "devices lost at random steps";
	for (const [name, generator, options] of TRAINED) {
		if (only !== undefined && name !== only) continue;
		const random = createRandom(seed).stream("losses");
		let [finished, right, over, again] = [0, 0, 0, 0];
		const errors: string[] = [];
		for (let i = 0; i < times; i++) {
			const at = 1 + random.int(STEPS - 1);
			const kept: number[] = [];
			let lost = false;
			let from = Number.POSITIVE_INFINITY;
			const seen: number[] = [];
			const checkpoints = createCheckpoints(undefined, () => kept.push(performance.now()), 500);
			const run = createRun({ random: createRandom(i), device: "webgpu", checkpoints });
			const step: Run["step"] = async (progress: Progress) => {
				if (progress.phase === "train") {
					if (progress.step !== seen.at(-1)) seen.push(progress.step);
					if (lost && from === Number.POSITIVE_INFINITY && progress.step > 0) from = progress.step;
					if (!lost && progress.step === at) {
						lost = true;
						gpuDevice().destroy();
					}
				}
				await run.step(progress);
			};
			try {
				const model: Model<unknown> = await generator.fit(table as never, options as never, { ...run, step });
				finished++;
				if (from <= 1 && at > 3) over++;
				again += seen.length - new Set(seen).size;
				const sampled = (await model.sample({ rows: 50 }, { ...run, step: async () => {} })) as Table;
				const lines = formatCsv(sampled).trim().split("\n").length;
				const same = sampled.columns.every((column, c) => column.name === table.columns[c]!.name);
				if (lines === 51 && same && model.diagnostics?.steps === STEPS) right++;
				model.dispose();
			} catch (error) {
				errors.push(`${(error as Error).name}: ${(error as Error).message}`);
			}
			await bench.record(
				section,
				{
					generator: name,
					losses: i + 1,
					finished,
					"right tables": right,
					"started over": over,
					"steps done again": again / (i + 1),
					errors: [...new Set(errors)].join("; ") || "none",
				},
				["generator"],
			);
		}
	}
	await bench.note(
		section,
		`Seed ${seed}; ${STEPS} steps, checkpoints every half second, one loss a fit. Steps done again: a fit, on average.`,
	);
	await startBackend("cpu");
}

/** Workers that the page has started and nobody has ended. */
const living = new Set<Worker>();
let started = 0;

function watchWorkers(): void {
	const Real = globalThis.Worker;
	globalThis.Worker = class extends Real {
		constructor(...given: ConstructorParameters<typeof Real>) {
			super(...given);
			living.add(this);
			started++;
		}
		override terminate(): void {
			living.delete(this);
			super.terminate();
		}
	};
}

/** Ends every worker without a word to whoever waits for it, as a browser does that lacks memory. */
function kill(): number {
	for (const worker of [...living]) worker.terminate();
	return performance.now();
}

interface Victim {
	readonly phase: string;
	/** Starts the call; `reached` is called in the phase that is meant. */
	call(reached: () => void): Promise<unknown>;
	/** The call that is to work afterwards. */
	next(): Promise<unknown>;
	readonly dispose?: () => void;
}

async function killWorkers(where: string, times: number, bench: Bench): Promise<void> {
	watchWorkers();
	const section = `workers killed, ${where}`;
	const table = makeTable(20_000, 8);
	const few = makeTable(300, 4);
	const wasm = { device: "wasm", workers: 1 } as const;
	const options = { steps: 400, batchRows: 64, width: 32, layers: 1 } as const;
	const at = (phase: string, least: number, reached: () => void) => {
		let done = false;
		return {
			onProgress: (progress: Progress) => {
				if (done || progress.phase !== phase || progress.step < least) return;
				done = true;
				reached();
			},
		};
	};
	const ready = await createGenerator("bayesian-network", {});
	await ready.fit(few, { seed: 1 });
	const bytes = await ready.save();
	ready.dispose();
	const whole = await createGenerator("diffusion", options, wasm);
	await whole.fit(table, { seed: 1, subject: null });
	const wanted = await whole.save();

	const fitting =
		(phase: string, least: number): (() => Promise<Victim>) =>
		async () => {
			const handle = await createGenerator("diffusion", options, wasm);
			return {
				phase: phase === "train" ? "train (goes on)" : phase,
				call: (reached) => handle.fit(table, { seed: 1, subject: null, ...at(phase, least, reached) }),
				next: async () => {
					if (phase === "train") {
						const got = await handle.save();
						if (got.length !== wanted.length || got.some((byte, i) => byte !== wanted[i]))
							throw new Error("Another model.");
					} else await handle.fit(few, { seed: 2, subject: null });
					return handle.sample(10);
				},
				dispose: () => handle.dispose(),
			};
		};
	const victims: (() => Promise<Victim>)[] = [
		async () => ({
			phase: "load",
			call: (reached) => {
				const before = started;
				const watch = setInterval(() => {
					const worker = [...living].at(-1);
					if (started === before || !worker) return;
					clearInterval(watch);
					// Its first word is that it runs; the model comes after it.
					worker.addEventListener("message", reached, { once: true });
				}, 0);
				return loadGenerator(bytes, wasm);
			},
			next: async () => (await loadGenerator(bytes, wasm)).dispose(),
		}),
		async () => ({
			phase: "inspect",
			call: (reached) => inspect(table, at("inspect", 1, reached)),
			next: () => inspect(few),
		}),
		fitting("encode", 0),
		fitting("train", 60),
		async () => {
			const handle = await createGenerator("diffusion", options, wasm);
			await handle.fit(few, { seed: 1, subject: null });
			return {
				phase: "sample",
				call: (reached) => handle.sample(1_000_000, at("sample", 1, reached)),
				next: () => handle.sample(10),
				dispose: () => handle.dispose(),
			};
		},
		async () => {
			const input = { real: table, synthetic: makeTable(20_000, 8, 9) };
			const small = { real: few, synthetic: makeTable(300, 4, 9) };
			let reports = 0;
			return {
				phase: "report",
				call: (reached) => compare(input, { seed: 1, onProgress: () => ++reports === 2 && reached() }),
				next: () => compare(small, { seed: 1 }),
			};
		},
	];
	for (const make of victims) {
		const settled: number[] = [];
		let outcome = "";
		let nextWorks = 0;
		let phase = "";
		for (let i = 0; i < times; i++) {
			const victim = await make();
			phase = victim.phase;
			let killedAt = Number.NaN;
			let before = started;
			let noticedAt = Number.NaN;
			const call = victim.call(() => {
				before = started;
				killedAt = kill();
			});
			const watch = setInterval(() => {
				// Where another worker takes over, the death was noticed when that was started.
				if (Number.isNaN(noticedAt) && !Number.isNaN(killedAt) && started > before) noticedAt = performance.now();
			}, 5);
			outcome = await call.then(
				() => "went on to the same model",
				(error) => (error instanceof WorkerError ? "WorkerError" : String(error)),
			);
			clearInterval(watch);
			settled.push((outcome === "WorkerError" ? performance.now() : noticedAt) - killedAt);
			nextWorks += await victim.next().then(
				() => 1,
				(error) => {
					outcome += `; next: ${error}`;
					return 0;
				},
			);
			victim.dispose?.();
		}
		await bench.record(section, {
			phase,
			times,
			outcome,
			"noticed, slowest ms": Math.max(...settled),
			"next call works": nextWorks,
		});
	}
	const databases = await indexedDB.databases();
	await bench.note(
		section,
		`Secure context: ${isSecureContext}, Web Locks: ${"locks" in navigator && navigator.locks !== undefined}. Databases left behind: ${databases.length}. Noticed: until the call was answered or, where training goes on, another worker was started.`,
	);
	whole.dispose();
}

const SMALL = { steps: 60, batchRows: 64, width: 16, layers: 1, bins: 8 };
const ABORTED = [
	["independent", {}, "wasm"],
	["bayesian-network", {}, "wasm"],
	["diffusion", SMALL, "wasm"],
	["diffusion", SMALL, "cpu"],
] as const;

/**
 * Fits aborted at random moments. The worker is free once the next call of the same handle, sent with the abort, tells that it
 * has begun.
 */
async function abortFits(rows: number, times: number, only: string | undefined, bench: Bench): Promise<void> {
	const section = `fits aborted at random moments, ${rows} rows`;
	const [table, few] = [makeTable(rows, 4), makeTable(300, 4)];
	const random = createRandom("aborts");
	for (const [name, options, device] of ABORTED) {
		if (only !== undefined && name !== only) continue;
		using handle = await createGenerator<string>(name, options, { device, workers: 1 });
		const fit = (signal?: AbortSignal) => handle.fit(table, { seed: 1, subject: null, ...(signal && { signal }) });
		let at = performance.now();
		await fit();
		const whole = performance.now() - at;
		const [settled, free]: [number[], number[]] = [[], []];
		let usable = 0;
		const errors = new Set<string>();
		for (let i = 0; i < times; i++) {
			const controller = new AbortController();
			const running = fit(controller.signal).catch((error: Error) => {
				settled.push(performance.now() - at);
				if (error.name !== "AbortError") errors.add(String(error));
			});
			await new Promise((resolve) => setTimeout(resolve, random.uniform() * whole));
			at = performance.now();
			controller.abort();
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
			free.push(begun);
		}
		free.sort((a, b) => a - b);
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
				"same handle usable": usable,
				errors: [...errors].join("; ") || "none",
			},
			["generator", "device"],
		);
	}
	await bench.note(
		section,
		"4 columns. Settled: until the aborted call was rejected. Free: until the next call of the same handle, sent with the abort, had begun in the worker, by the clock of a machine that others use too.",
	);
}

export async function run([part = "", times, seed, only]: readonly string[], bench: Bench): Promise<void> {
	if (part === "" || part === "devices") await loseDevices(Number(times ?? 20), seed ?? "faults", only, bench);
	if (part === "" || part === "workers") await killWorkers("secure origin", Number(times ?? 3), bench);
	if (part === "aborts") await abortFits(Number(times ?? 50_000), Number(seed ?? 100), only, bench);
	if (part === "insecure") await killWorkers("insecure origin", Number(times ?? 3), bench);
}
