import { type Encoder, encode, fitEncoder } from "../../encode/encoder";
import type { Backend } from "../../nn/backend";
import { startFastest } from "../../nn/choose";
import { loadParameters, parameterCount, startParameters } from "../../nn/parameters";
import { dispose, type Tensor, tensor2d } from "../../nn/tf";
import { linearDecay, train } from "../../nn/train";
import { checkOptions } from "../../options/check";
import type { Random } from "../../random";
import type { Table } from "../../table/table";
import type { Run } from "../../worker/run";
import { createBestLook } from "../best-look";
import { holdOut } from "../held-out-rows";
import { levelsEach } from "../levels-each";
import { createDealer, logFrequencies, takeModes, writeRows } from "../mode-batches";
import { createModeSpace, fitModes, type ModeRows, type ModeSpace, toModes } from "../mode-space";
import { createPairDistance } from "../pair-distance";
import { createVariates } from "../variates";
import { meta, type TvaeOptions } from "./meta";
import { decoderFrom, type TvaeShape, tvaeLayout, tvaeLoss } from "./network";
import { BLOCK, sampleModes } from "./sample";

const TRIAL_STEPS = 5;
const EMA_DECAY = 0.998;

/** The next batch's loss as a function of the parameters. */
function createLoss(
	space: ModeSpace,
	shape: TvaeShape,
	rows: ModeRows,
	training: Int32Array,
	B: number,
	random: Random,
) {
	const deal = createDealer(training, random.stream("deal"));
	const noise = createVariates(random.stream("noise"), (own) => own.normal());
	const numeric = space.columns.filter(({ number }) => number >= 0);
	return (parameters: Tensor[]) => {
		const wanted = Int32Array.from({ length: B }, deal);
		const known = new Float32Array(B * space.N);
		for (const { number, modes, column } of numeric) {
			const states = rows.states[space.columns.findIndex((c) => c.column === column)]!;
			wanted.forEach((row, i) => {
				if (states[row]! < modes) known[i * space.N + number] = 1;
			});
		}
		const batch = {
			x: tensor2d(writeRows(space, rows, wanted), [B, space.D]),
			...(space.N > 0 && { known: tensor2d(known, [B, space.N]) }),
			noise: tensor2d(noise(B * shape.latent), [B, shape.latent]),
		};
		return tvaeLoss(parameters, batch, space, shape);
	};
}

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
	await run.step({ phase: "encode", step: 0, steps: 1 });
	const { random } = run;
	const codecs = { protect: options.protect, maxLevels: levelsEach(table) };
	const encoder = fitEncoder(table, codecs, random.stream("encoder"));
	const matrix = encode(encoder, table, random.stream("encode"));
	const space = createModeSpace(encoder, fitModes(encoder, matrix, options.modes, options.protect));
	const rows = toModes(space, matrix, random.stream("modes"));
	await run.step({ phase: "encode", step: 1, steps: 1 });
	if (space.D === 0) return { encoder, space, parameters: new Float32Array(0), diagnostics: { steps: 0 } };
	const { steps, batchRows, learningRate } = options;
	const shape: TvaeShape = { layers: options.layers, latent: options.latent };
	const { training, heldOut } = holdOut(table, random.stream("held out"));
	const layout = tvaeLayout(space, shape, logFrequencies(space, takeModes(rows, training)));
	const start = startParameters(layout, random.stream("parameters"));
	const lossOf = (purpose: string) => createLoss(space, shape, rows, training, batchRows, random.stream(purpose));
	const common = { layout, start, emaDecay: EMA_DECAY };
	const backend = await startFastest(run, {
		kind: "tvae training",
		size: batchRows * start.length,
		steps,
		together: TRIAL_STEPS,
		async start() {
			const [loss, quiet] = [lossOf("trial"), { ...run, step: async () => {} }];
			return () => train({ ...common, learningRate: () => 0, steps: TRIAL_STEPS, loss }, quiet);
		},
	});
	await run.step({ phase: "device", step: 1, steps: 1, device: backend });
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
	const trained = await train(
		{
			...common,
			steps,
			learningRate: linearDecay(learningRate, steps),
			loss: lossOf("batches"),
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
			parameters: flat.length,
			modes: Math.max(0, ...space.columns.map(({ modes }) => modes)),
			...best.diagnostics(),
		},
	};
}
