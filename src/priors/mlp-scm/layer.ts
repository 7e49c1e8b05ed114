import type { Evaluation, Values } from "../../causal/scm";
import type { CalibratedFamily } from "../drawing";
import { multiplyAdd } from "../gemm";
import { columnSums, shiftScale } from "../moments";
import { applyLayerActivation, type LayerActivation } from "./activation";

/** A dense part of a layer's weights: inputs from … to − 1 feed outputs outFrom … outTo − 1. */
export interface WeightBlock {
	readonly from: number;
	readonly to: number;
	readonly outFrom: number;
	readonly outTo: number;
}

/** One layer before calibration: activation of the inputs, then a linear map, then noise. */
export interface LayerPlan {
	/** Absent for the first layer, which is linear. */
	readonly activation?: LayerActivation;
	/** inputs × outputs, row by row; zero outside `blocks`. */
	readonly weights: Float32Array;
	/** One a unit. */
	readonly bias: Float32Array;
	readonly blocks: readonly WeightBlock[];
	/** Standard deviation of each unit's noise; absent: none. */
	readonly noise?: Float32Array;
}

/** One layer, frozen. Input i enters the activation as factor[i] · x + offset[i]. */
export interface Layer extends LayerPlan {
	readonly factors: Float64Array;
	readonly offsets: Float64Array;
}

/** The family "layer" of a random network: a vector of units a row. */
export const LAYER: CalibratedFamily<LayerPlan, Layer> = {
	calibrate(plan, at, out) {
		const { values, width } = at.parents[0]!;
		const factors = new Float64Array(width).fill(1);
		const offsets = new Float64Array(width);
		if (plan.activation) {
			const { scale, shift } = plan.activation;
			const { means, squares } = columnSums(values as Float32Array, width);
			for (let i = 0; i < width; i++) {
				factors[i] = scale / (Math.sqrt(squares[i]! / Math.max(1, at.rows - 1)) + 1e-6);
				offsets[i] = scale * shift - factors[i]! * means[i]!;
			}
		}
		const layer = { ...plan, factors, offsets };
		LAYER.evaluate(layer, at, out);
		return layer;
	},
	evaluate({ activation, weights, bias, blocks, noise: deviations, factors, offsets }, at, out) {
		const { values, width: inner } = at.parents[0]!;
		const { rows, width } = at;
		let inputs = values as Float32Array;
		if (activation) {
			inputs = new Float32Array(rows * inner);
			shiftScale(values as Float32Array, new Float64Array(inner), factors, offsets, inputs);
			applyLayerActivation(activation, inputs);
		}
		startWithNoise(at, bias, deviations, out);
		for (const { from, to, outFrom, outTo } of blocks) {
			multiplyAdd(
				{ values: inputs, stride: inner, from },
				{ values: weights, stride: width, from: from * width + outFrom },
				{ values: out as Float32Array, stride: width, from: outFrom },
				rows,
				to - from,
				outTo - outFrom,
			);
		}
	},
};

function startWithNoise(at: Evaluation, bias: Float32Array, deviations: Float32Array | undefined, out: Values): void {
	const { width } = at;
	if (deviations) at.noise.normal(out, width);
	else out.fill(0);
	const scale = Float64Array.from(deviations ?? new Float64Array(width));
	shiftScale(out as Float32Array, new Float64Array(width), scale, Float64Array.from(bias));
}
