import type { Encoder } from "../../encode/encoder";
import type { Moments } from "../../nn/adversarial/batch-norm";
import { startAdversarialTraining } from "../../nn/adversarial/start-training";
import { trainAdversarially } from "../../nn/adversarial/train";
import type { Backend } from "../../nn/backend";
import { surviveLosses } from "../../nn/lost-device";
import { loadParameters, startParameters } from "../../nn/parameters";
import { placedTogether } from "../../nn/placed";
import { dispose, type Tensor, tensor2d, tidy } from "../../nn/tf";
import { linearDecay } from "../../nn/train";
import { checkOptions } from "../../options/check";
import { paced } from "../../table/pause";
import type { Table } from "../../table/table";
import type { Run } from "../../worker/run";
import { createBestLook } from "../best-look";
import { fitModeRows } from "../fit-mode-rows";
import { holdOutSteps } from "../held-out-rows";
import { logFrequencySteps, takeModes } from "../mode-batches";
import { createModeRows, type ModeSpace } from "../mode-space";
import { createPairDistance } from "../pair-distance";
import { ask, conditionColumns, trainingSamplerSteps, trueChances } from "./conditions";
import { type CtganOptions, meta } from "./meta";
import { generatorLayout, momentsOf } from "./network";
import { createPlayers } from "./players";
import { BLOCK, type SavedMoments, sampleBlock, writeInput } from "./sample";

const EMA_DECAY = 0.995;
/** Decays of Adam's moments, as published. */
const [BETA1, BETA2] = [0.5, 0.9];
/** No step is clipped: the penalty bounds the critic. */
const CLIP_NORM = 1e6;
/** Rows over which the moments of normalisation are taken. */
const MOMENT_ROWS = 2048;

/** What fitting found: enough to sample, without a row of the table. */
export interface FittedCtgan {
	readonly encoder: Encoder;
	readonly space: ModeSpace;
	readonly parameters: Float32Array;
	readonly moments: readonly SavedMoments[];
	readonly backend?: Backend;
	readonly diagnostics: Readonly<Record<string, string | number | boolean>>;
}

export async function fitCtgan(table: Table, options: Required<CtganOptions>, run: Run): Promise<FittedCtgan> {
	checkOptions('"ctgan"', options, meta.options);
	const { random } = run;
	const { encoder, space, rows } = await fitModeRows(table, options, run);
	if (space.D === 0) return { encoder, space, parameters: new Float32Array(0), moments: [], diagnostics: { steps: 0 } };
	const { steps, noise, pack, layers, dropout, exposure } = options;
	const B = pack * Math.max(1, Math.round(options.batchRows / pack));
	const pause = () => run.step({ phase: "encode", step: 0, steps: 1 });
	const { training, heldOut } = await paced(holdOutSteps(table, random.stream("held out")), pause);
	const { columns, width } = conditionColumns(space);
	const sampler = await paced(trainingSamplerSteps(columns, rows, training, exposure), pause);
	const frequencies = await paced(logFrequencySteps(space, rows, training), pause);
	const layout = generatorLayout(space, noise + width, layers, frequencies);
	const start = startParameters(layout, random.stream("parameters"));
	const common = { space, rows, columns, width, sampler, layout, start, layers, noise, pack, B, dropout };
	const playersOf = (purpose: string) => createPlayers({ ...common, random: random.stream(purpose) });
	const adam = { beta1: BETA1, beta2: BETA2, clipNorm: CLIP_NORM, emaDecay: EMA_DECAY };
	const backend = await startAdversarialTraining(run, "ctgan training", B, { ...adam, steps, start }, () =>
		playersOf("trial"),
	);

	const network = { space, columns, width, noise };
	/** Moments under the conditions of training: the generator is then the function that was trained. */
	const measure = (parameters: Parameters<typeof momentsOf>[1]): Moments[] => {
		const own = random.stream("moments");
		const asked = Array.from({ length: MOMENT_ROWS }, () => ask(sampler.chances, own));
		return tidy(() => momentsOf(tensor2d(writeInput(network, asked, own), [MOMENT_ROWS, noise + width]), parameters));
	};
	const disposeMoments = (moments: Moments[]) => dispose(moments.flatMap(({ mean, variance }) => [mean, variance]));
	const distance = heldOut.length > 0 ? createPairDistance(space, takeModes(rows, heldOut)) : undefined;
	const chances = trueChances(space, encoder, columns);
	const sampled = createModeRows(space, BLOCK * Math.ceil(heldOut.length / BLOCK));
	const best = createBestLook(steps);
	const look = async (step: number, flat: Float32Array) => {
		const parameters = loadParameters(layout, flat);
		const moments = measure(parameters);
		try {
			for (let at = 0; at < sampled.rows; at += BLOCK) {
				const own = random.stream("looks").stream(at);
				await sampleBlock({ ...network, parameters, moments }, (r) => ask(chances, r), own, sampled, at);
			}
			const heldOut = distance!(sampled);
			return { heldOut, enough: best.look(step, heldOut, flat) };
		} finally {
			dispose(parameters);
			disposeMoments(moments);
		}
	};
	const players = playersOf("batches");
	const trained = await trainAdversarially(
		{
			...adam,
			...players,
			batches: placedTogether({ batches: players.batches, best }),
			steps,
			learningRate: linearDecay(options.learningRate, steps),
			onRead: async (step, { ema }) =>
				distance !== undefined && best.due(step)
					? look(step, ((await ema.data()) as Float32Array).slice())
					: { enough: false },
		},
		run,
	);
	const flat = best.parameters ?? trained.parameters;
	const saved = await surviveLosses(run, async () => {
		const views = loadParameters(layout, flat);
		const moments = measure(views);
		try {
			const read = async (tensor: Tensor) => ((await tensor.data()) as Float32Array).slice();
			return await Promise.all(
				moments.map(async ({ mean, variance }) => ({ mean: await read(mean), variance: await read(variance) })),
			);
		} finally {
			dispose(views);
			disposeMoments(moments);
		}
	});
	return {
		encoder,
		space,
		parameters: flat,
		moments: saved,
		backend: trained.backend ?? backend,
		diagnostics: {
			steps: trained.steps,
			loss: trained.loss,
			stopped: trained.stopped,
			restarts: trained.restarts,
			...(trained.warning && { warning: trained.warning }),
			parameters: flat.length,
			mostExposed: sampler.mostExposed,
			...best.diagnostics(),
		},
	};
}
