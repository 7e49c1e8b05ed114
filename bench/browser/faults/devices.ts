import { formatCsv } from "../../../src";
import { diffusion } from "../../../src/generators/diffusion";
import { meta as diffusionMeta } from "../../../src/generators/diffusion/meta";
import type { Generator, Model } from "../../../src/generators/generator";
import { tabddpm } from "../../../src/generators/tabddpm";
import { meta as tabddpmMeta } from "../../../src/generators/tabddpm/meta";
import { gpuDevice, startBackend } from "../../../src/nn/backend";
import { createRandom } from "../../../src/random";
import type { Table } from "../../../src/table/table";
import { createCheckpoints } from "../../../src/worker/checkpoints";
import { createRun, type Progress, type Run } from "../../../src/worker/run";
import type { Bench } from "../bench";
import { makeTable } from "../made-table";

const STEPS = 40;
/** Milliseconds between checkpoints, of which a training of some seconds is to have a few. */
const CHECKPOINT_MS = 100;
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
export async function loseDevices(times: number, seed: string, only: string | undefined, bench: Bench): Promise<void> {
	const table = makeTable(200, 3, 3);
	const section = "devices lost at random steps";
	for (const [name, generator, options] of TRAINED) {
		if (only !== undefined && name !== only) continue;
		const random = createRandom(seed).stream("losses");
		let [finished, right, over, again] = [0, 0, 0, 0];
		const errors: string[] = [];
		for (let i = 0; i < times; i++) {
			const at = 1 + random.int(STEPS - 1);
			let lost = false;
			let from = Number.POSITIVE_INFINITY;
			const seen: number[] = [];
			const checkpoints = createCheckpoints(undefined, () => {}, CHECKPOINT_MS);
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
		`Seed ${seed}; ${STEPS} steps, a checkpoint every ${CHECKPOINT_MS} ms, one loss a fit. Steps done again: a fit, on average.`,
	);
	await startBackend("cpu");
}
