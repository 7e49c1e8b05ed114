// U units of a part of a batch, K copies each, N = U K; P parameters
import { DivergedError } from "../../../errors";
import { exampleNorms, weightedGradients } from "../../../nn/ghost-clipping";
import { layOut, type Shape } from "../../../nn/mlp/layout";
import { concat, mul, reshape, type Tensor, type Tensor1D, type Tensor2D, tensor2d, tidy } from "../../../nn/tf";
import type { Random } from "../../../random";
import type { TokenTable } from "../../../tokens/data";
import type { Run } from "../../../worker/run";
import type { PrivateStep } from "../../private-step";
import { createPrivateBatches } from "./batches";
import { eachParameter, partsOf, passes, sizeOf, spansOf } from "./network";

/** Units whose gradients are computed at once, whatever the size of the batch. */
const UNITS_AT_ONCE = 256;
const [BETA1, BETA2, EPSILON] = [0.9, 0.98, 1e-8];
const EMA_DECAY = 0.97;
/** Share of the steps over which the learning rate rises. */
const WARMUP = 0.05;

export interface PrivateTraining {
	readonly steps: number;
	/** Masks of a unit that are averaged before its gradient is clipped. */
	readonly copies: number;
	/** Units that a batch is expected to hold, which sums are divided by. */
	readonly batchUnits: number;
	readonly learningRate: number;
	/** Units whose gradients are computed at once. Default 256. */
	readonly unitsAtOnce?: number;
	/** Rows of each unit. */
	readonly unitRows: (unit: number) => ArrayLike<number>;
	/** For masks; must not be from a seed that is told. */
	readonly masks: Random;
}

/**
 * Trains the masked network by DP-SGD with Adam on the noisy gradients. Neither loss nor number of steps depends on the
 * data: nothing is told but the parameters.
 *
 * @param start Parameters as `layOut` has them.
 * @param onGradient Sees each step's noisy gradient, for an audit.
 * @returns Averaged parameters, as `layOut` has them.
 */
export async function trainPrivately(
	table: TokenTable,
	shape: Shape,
	start: Float32Array,
	step: PrivateStep,
	training: PrivateTraining,
	run: Run,
	onGradient?: (sum: Float64Array) => void,
): Promise<Float32Array> {
	const { steps, copies, batchUnits, learningRate, unitsAtOnce = UNITS_AT_ONCE, unitRows, masks } = training;
	const layout = layOut(shape);
	const parts = partsOf(shape, layout);
	const P = sizeOf(parts);
	const p = new Float32Array(P);
	eachParameter(parts, (packed, at) => {
		p[packed] = start[at]!;
	});
	const [m, v, average] = [new Float64Array(P), new Float64Array(P), Float32Array.from(p)];
	const batches = createPrivateBatches(table, shape, layout, { units: unitsAtOnce, copies }, unitRows, masks);
	const { N, I, F, S } = batches.shape;
	const spans = tensor2d(spansOf(shape), [S, F]);
	try {
		for (let t = 1; t <= steps; t++) {
			await run.step({ phase: "train", step: t - 1, steps });
			const sum = await sumOf(step.batch(), t - 1);
			const noisy = step.noisy(sum);
			onGradient?.(noisy);
			update(noisy, t);
		}
	} finally {
		spans.dispose();
	}
	await run.step({ phase: "train", step: steps, steps });
	const trained = Float32Array.from(start);
	eachParameter(parts, (packed, at) => {
		trained[at] = average[packed]!;
	});
	return trained;

	/** The sum of the units' clipped gradients. */
	async function sumOf(units: Int32Array, done: number): Promise<Float32Array> {
		let at = 0;
		const parameters = parts.map(({ shape: [rows, columns] }) => {
			const tensor = tensor2d(p.subarray(at, at + rows * columns), [rows, columns]);
			at += rows * columns;
			return tensor;
		});
		const total = new Float32Array(P);
		try {
			for (let from = 0; from < units.length; from += unitsAtOnce) {
				const some = units.subarray(from, from + unitsAtOnce);
				batches.write(some);
				const part = tidy(() => partSum(parameters));
				const values = await part.data();
				part.dispose();
				for (let i = 0; i < P; i++) total[i]! += values[i]!;
				await run.step({ phase: "train", step: done, steps });
			}
		} finally {
			for (const tensor of parameters) tensor.dispose();
		}
		if (!total.every(Number.isFinite)) throw new DivergedError("A gradient of the private training is not a number.");
		return total;
	}

	function partSum(parameters: readonly Tensor2D[]): Tensor1D {
		const { inputs, weights, targets } = batches.arrays;
		const batch = {
			inputs: tensor2d(inputs, [N, I]),
			weights: tensor2d(weights, [N, F]),
			targets: tensor2d(targets, [N, S]),
		};
		const layers = passes(parameters, batch, spans);
		const clipped = step.weigh(exampleNorms(layers, copies));
		const each = mul(reshape(clipped, [unitsAtOnce, 1]), 1 / copies);
		const ofRow = reshape(concat(Array<Tensor>(copies).fill(each), 1), [N, 1]) as Tensor2D;
		const gradients = weightedGradients(layers, ofRow);
		return concat(gradients.map((g) => reshape(g, [g.size]))) as Tensor1D;
	}

	/** Adam (Kingma and Ba 2015) on what is told already. */
	function update(sum: Float64Array, t: number): void {
		const warm = Math.min(1, t / Math.max(1, WARMUP * steps));
		const rate = learningRate * warm * (1 - (t - 1) / steps);
		const [first, second] = [1 - BETA1 ** t, 1 - BETA2 ** t];
		const keep = Math.min(EMA_DECAY, (1 + t) / (10 + t));
		for (let i = 0; i < P; i++) {
			const g = sum[i]! / batchUnits;
			m[i] = BETA1 * m[i]! + (1 - BETA1) * g;
			v[i] = BETA2 * v[i]! + (1 - BETA2) * g * g;
			p[i]! -= (rate * (m[i]! / first)) / (Math.sqrt(v[i]! / second) + EPSILON);
			average[i] = keep * average[i]! + (1 - keep) * p[i]!;
		}
	}
}
