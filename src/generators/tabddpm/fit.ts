import { type Encoder, encode, fitEncoder } from "../../encode/encoder";
import { OptionError } from "../../errors";
import { type Backend, useBackend } from "../../nn/backend";
import { startParameters } from "../../nn/parameters";
import { add, mul, type Scalar, slice, type Tensor, type Tensor2D, tensor2d } from "../../nn/tf";
import { linearDecay, type Trained, train } from "../../nn/train";
import type { Run } from "../../run";
import type { Table } from "../../table/table";
import { createBatches } from "./batches";
import { createDenoiser, denoiserLayout, W } from "./denoiser";
import { gaussianLoss, multinomialLoss } from "./loss";
import type { TabDdpmOptions } from "./meta";
import { createSchedule } from "./schedule";
import { createSpace, logFrequencies, type Space } from "./space";

/**
 * Weight of the categorical divergence against the squared error. The published code multiplies it by T (its sum over
 * steps is estimated from one), which drowns the numbers.
 */
const MULTINOMIAL_WEIGHT = 10;

const EMA_DECAY = 0.995;

/** Levels of all categories together that the network is made wide enough for, and the least each of them gets. */
const [MOST_LEVELS, LEAST_LEVELS] = [4096, 32];

/** Most levels with a code of their own, so that a batch fits into memory however many categories there are. */
function levelsEach(table: Table): number {
	const categories = table.columns.filter((c) => c.kind === "category").length;
	return Math.max(LEAST_LEVELS, Math.min(1000, Math.floor(MOST_LEVELS / Math.max(1, categories))));
}

/** What fitting found: enough to sample, without a row of the table. */
export interface Fitted {
	readonly encoder: Encoder;
	readonly space: Space;
	/** Running average of the parameters, flat; empty where nothing had to be learned. */
	readonly parameters: Float32Array;
	readonly trained: Trained;
	readonly backend?: Backend;
}

function whole(option: string, value: number, least: number): void {
	if (Number.isInteger(value) && value >= least) return;
	throw new OptionError(`${option} is ${value}; it must be a whole number of at least ${least}.`, { option, value });
}

/** Refuses options that cannot be used. */
export function checkOptions(options: Required<TabDdpmOptions>): void {
	whole("steps", options.steps, 0);
	whole("batchRows", options.batchRows, 1);
	whole("timesteps", options.timesteps, 2);
	for (const width of options.layers) whole("layers", width, 1);
	whole("layers", options.layers.length, 1);
	for (const option of ["learningRate", "protect"] as const) {
		if (options[option] > 0) continue;
		throw new OptionError(`${option} is ${options[option]}; it must be above 0.`, { option, value: options[option] });
	}
}

/** M (S, C) of `MultinomialBatch`. */
function membership(space: Space): Float32Array {
	const C = space.levels.length;
	const member = new Float32Array((space.D - space.N) * C);
	space.levels.forEach((K, c) => {
		for (let k = 0; k < K; k++) member[(space.starts[c]! - space.N + k) * C + c] = 1;
	});
	return member;
}

/** Trains the denoiser on a table (Kotelnikov et al. 2023 eq. 7, with the weight above). */
export async function fitTabDdpm(table: Table, options: Required<TabDdpmOptions>, run: Run): Promise<Fitted> {
	checkOptions(options);
	const schedule = createSchedule(options.schedule, options.timesteps);
	await run.step({ phase: "encode", step: 0, steps: 1 });
	const { random } = run;
	const codecs = { protect: options.protect, maxLevels: levelsEach(table) };
	const encoder = fitEncoder(table, codecs, random.stream("encoder"));
	const matrix = encode(encoder, table, random.stream("encode"));
	await run.step({ phase: "encode", step: 1, steps: 1 });
	const space = createSpace(encoder, options.target);
	const { N, D } = space;
	const S = D - N;
	const C = space.levels.length;
	const L = space.labelCounts.length;
	if (D === 0) {
		const trained: Trained = { parameters: new Float32Array(0), steps: 0, loss: 0, restarts: 0, stopped: "steps" };
		return { encoder, space, parameters: trained.parameters, trained };
	}
	const backend = await useBackend(run);
	await run.step({ phase: "device", step: 1, steps: 1, device: backend });
	const B = Math.min(options.batchRows, 2 ** Math.ceil(Math.log2(Math.max(16, table.rows))));
	const layout = denoiserLayout(D, L, options.layers, logFrequencies(space, matrix));
	const nextBatch = createBatches(matrix, space, schedule, B, random.stream("batches"));
	const member = membership(space);
	const memberT = Float32Array.from({ length: S * C }, (_, i) => member[(i % S) * C + Math.floor(i / S)]!);

	const loss = (parameters: Tensor[]): Scalar => {
		const batch = nextBatch();
		const denoiser = createDenoiser(parameters, L);
		const time = denoiser.time(tensor2d(batch.time, [B, W]));
		const embedding = L > 0 ? add(time, denoiser.label(tensor2d(batch.label, [B, L]))) : time;
		const out = denoiser.denoise(tensor2d(batch.x, [B, D]), embedding);
		const parts: Tensor[] = [];
		if (N > 0) {
			const predicted = C > 0 ? (slice(out, [0, 0], [B, N]) as Tensor2D) : out;
			const gaussian = gaussianLoss(predicted, tensor2d(batch.noise, [B, N]), tensor2d(batch.known, [B, N]));
			parts.push(mul(gaussian, 1 / (B * N)));
		}
		if (C > 0) {
			const logits = N > 0 ? (slice(out, [0, N], [B, S]) as Tensor2D) : out;
			const cross = multinomialLoss(logits, {
				now: tensor2d(batch.now, [B, S]),
				alphaBar: tensor2d(batch.alphaBar, [B, 1]),
				beta: tensor2d(batch.beta, [B, S]),
				q: tensor2d(batch.q, [B, S]),
				member: tensor2d(member, [S, C]),
				memberT: tensor2d(memberT, [C, S]),
			});
			parts.push(mul(add(cross, batch.negentropy), MULTINOMIAL_WEIGHT / (B * C)));
		}
		return parts.reduce((a, b) => add(a, b)) as Scalar;
	};

	const trained = await train(
		{
			layout,
			start: startParameters(layout, random.stream("parameters")),
			steps: options.steps,
			learningRate: linearDecay(options.learningRate, options.steps),
			emaDecay: EMA_DECAY,
			loss,
		},
		run,
	);
	return { encoder, space, parameters: trained.parameters, trained, backend };
}
