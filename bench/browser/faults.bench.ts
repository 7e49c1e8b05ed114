/**
 * Accidents on purpose, and what a caller sees of them: `npm run bench -- faults [PART] [TIMES] [SEED] [GENERATOR]`.
 *
 * `devices`: the GPU's device is lost at a random step, TIMES times (default 20) for tabddpm and diffusion each. `accidents [TIMES]
 * [NAME]`: each of `test/browser/faults/scenarios.ts`, or those with NAME in their names. `insecure`: the same on a page over http,
 * where there are no Web Locks. `aborts [ROWS] [TIMES]`: fits are aborted at random moments (default 50,000 rows, 100 times a
 * generator and device).
 */
import { createGenerator, formatCsv } from "../../src";
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
import { scenarios } from "../../test/browser/faults/scenarios";
import { leftBy, watch } from "../../test/browser/faults/watch";
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

/** Every accident of the kit, several times: what the caller saw, how soon a death was noticed, and what was left behind. */
async function meetAccidents(where: string, times: number, only: string | undefined, bench: Bench): Promise<void> {
	await watch();
	const section = `accidents, ${where}`;
	for (const { name, sees, run } of scenarios) {
		if (only !== undefined && !name.includes(only)) continue;
		const [seen, behind, noticed]: [Set<string>, Set<string>, number[]] = [new Set(), new Set(), []];
		let right = 0;
		for (let i = 0; i < times; i++) {
			const left = await leftBy(async () => {
				const { saw, noticedMs } = await run().catch((error) => ({
					saw: `not usable: ${error}`,
					noticedMs: undefined,
				}));
				if (sees.test(saw)) right++;
				seen.add(saw.length > 160 ? `${saw.slice(0, 160)}…` : saw);
				if (noticedMs !== undefined) noticed.push(noticedMs);
			});
			for (const [what, n] of Object.entries(left)) behind.add(`${n} ${what}`);
		}
		await bench.record(
			section,
			{
				accident: name,
				times,
				"as it should be": right,
				"the caller saw": [...seen].join("; "),
				"noticed, slowest ms": noticed.length > 0 ? Math.max(...noticed) : null,
				"left behind": [...behind].join(", ") || "nothing",
			},
			["accident"],
		);
	}
	await bench.note(
		section,
		`Secure context: ${isSecureContext}, Web Locks: ${"locks" in navigator && navigator.locks !== undefined}. As it should be: the caller saw what the kit asks for, and the next call gave what it gives without the accident. Noticed: until the call was answered or, where training goes on, another worker was started. Left behind: workers, channels, object URLs, databases, locks, GPU buffers and tensors, after a collection of garbage.`,
	);
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
	if (part === "" || part === "accidents") await meetAccidents("secure origin", Number(times ?? 3), seed, bench);
	if (part === "aborts") await abortFits(Number(times ?? 50_000), Number(seed ?? 100), only, bench);
	if (part === "insecure") await meetAccidents("insecure origin", Number(times ?? 3), seed, bench);
}
