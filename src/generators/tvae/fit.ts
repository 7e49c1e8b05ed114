import type { Encoder } from "../../encode/encoder";
import type { Backend } from "../../nn/backend";
import { loadParameters, parameterCount, startParameters } from "../../nn/parameters";
import { placedTogether } from "../../nn/placed";
import { startTraining } from "../../nn/start-training";
import { dispose, type Tensor } from "../../nn/tf";
import { linearDecay, train } from "../../nn/train";
import { checkOptions } from "../../options/check";
import { paced } from "../../table/pause";
import type { Table } from "../../table/table";
import type { Run } from "../../worker/run";
import { createBestLook } from "../best-look";
import { fitModeRows } from "../fit-mode-rows";
import { holdOutSteps } from "../held-out-rows";
import { type AutoencoderShape, autoencoderLayout, decoderFrom } from "../mode-autoencoder";
import { createAutoencoderLoss } from "../mode-autoencoder-loss";
import { logFrequencySteps, takeModes } from "../mode-batches";
import type { ModeSpace } from "../mode-space";
import { createPairDistance } from "../pair-distance";
import { meta, type TvaeOptions } from "./meta";
import { BLOCK, sampleModes } from "./sample";

const EMA_DECAY = 0.998;

/** By how much the reconstruction outweighs the divergence, as published. */
const WEIGHTS = { reconstruction: 2, divergence: 1 };

/** What fitting found: enough to sample, without a row of the table. */
export interface FittedTvae {
	readonly encoder: Encoder;
	readonly space: ModeSpace;
	/** The decoder's parameters. */
	readonly parameters: Float32Array;
	readonly backend?: Backend;
	readonly diagnostics: Readonly<Record<string, string | number | boolean>>;
}

export async function fitTvae(table: Table, options: Required<TvaeOptions>, run: Run): Promise<FittedTvae> {
	checkOptions('"tvae"', options, meta.options);
	const { random } = run;
	const { encoder, space, rows } = await fitModeRows(table, options, run);
	if (space.D === 0) return { encoder, space, parameters: new Float32Array(0), diagnostics: { steps: 0 } };
	const { steps, batchRows, learningRate } = options;
	const shape: AutoencoderShape = { layers: options.layers, latent: options.latent };
	const pause = () => run.step({ phase: "encode", step: 0, steps: 1 });
	const { training, heldOut } = await paced(holdOutSteps(table, random.stream("held out")), pause);
	const layout = autoencoderLayout(space, shape, await paced(logFrequencySteps(space, rows, training), pause));
	const start = startParameters(layout, random.stream("parameters"));
	const lossOf = (purpose: string) =>
		createAutoencoderLoss(space, shape, rows, training, batchRows, WEIGHTS, random.stream(purpose));
	const common = { layout, start, emaDecay: EMA_DECAY };
	const backend = await startTraining(
		run,
		"tvae training",
		batchRows,
		{ ...common, steps },
		() => lossOf("trial").loss,
	);
	const distance = heldOut.length > 0 ? createPairDistance(space, takeModes(rows, heldOut)) : undefined;
	const blocks = Math.ceil(heldOut.length / BLOCK);
	const best = createBestLook(steps);
	const look = async (step: number, ema: Tensor) => {
		if (!distance || !best.due(step)) return false;
		const flat = ((await ema.data()) as Float32Array).slice();
		const views = loadParameters(layout, flat);
		try {
			const sampled = await sampleModes(space, shape, views.slice(decoderFrom(shape)), blocks, random.stream("looks"));
			return best.look(step, distance(sampled), flat);
		} finally {
			dispose(views);
		}
	};
	const { loss, batches } = lossOf("batches");
	const trained = await train(
		{
			...common,
			steps,
			learningRate: linearDecay(learningRate, steps),
			loss,
			batches: placedTogether({ batches, best }),
			onRead: (step, _, state) => look(step, state.ema),
		},
		run,
	);
	const flat = best.parameters ?? trained.parameters;
	const encoderSize = parameterCount(layout.slice(0, decoderFrom(shape)));
	return {
		encoder,
		space,
		parameters: flat.slice(encoderSize),
		backend: trained.backend ?? backend,
		diagnostics: {
			steps: trained.steps,
			loss: trained.loss,
			stopped: trained.stopped,
			restarts: trained.restarts,
			...(trained.warning && { warning: trained.warning }),
			parameters: flat.length,
			modes: Math.max(0, ...space.columns.map(({ modes }) => modes)),
			...best.diagnostics(),
		},
	};
}
