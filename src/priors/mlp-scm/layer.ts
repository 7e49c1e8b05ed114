import type { Evaluation, Values } from "../../causal/scm";
import type { CalibratedFamily } from "../drawing";
import { multiplyAdd } from "../gemm";
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
			const { means, deviations } = unitMoments(values, width);
			for (let i = 0; i < width; i++) {
				factors[i] = scale / (deviations[i]! + 1e-6);
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
			for (let row = 0, i = 0; row < rows; row++) {
				for (let k = 0; k < inner; k++, i++) inputs[i] = factors[k]! * values[i]! + offsets[k]!;
			}
			applyLayerActivation(activation, inputs);
		}
		startWithNoise(at, bias, deviations, out);
		for (const { from, to, outFrom, outTo } of blocks) {
			multiplyAdd(
				inputs,
				inner,
				from,
				weights,
				width,
				from * width + outFrom,
				out as Float32Array,
				width,
				outFrom,
				rows,
				to - from,
				outTo - outFrom,
			);
		}
	},
};

function startWithNoise(at: Evaluation, bias: Float32Array, deviations: Float32Array | undefined, out: Values): void {
	const { rows, width } = at;
	if (deviations) at.noise.normal(out, width);
	for (let row = 0, i = 0; row < rows; row++) {
		for (let j = 0; j < width; j++, i++) out[i] = deviations ? bias[j]! + deviations[j]! * out[i]! : bias[j]!;
	}
}

/** Mean and standard deviation (n − 1) of each unit over the rows. */
function unitMoments(values: Values, width: number) {
	const rows = values.length / width;
	const means = new Float64Array(width);
	const deviations = new Float64Array(width);
	for (let i = 0, row = 0; row < rows; row++) for (let k = 0; k < width; k++, i++) means[k]! += values[i]!;
	for (let k = 0; k < width; k++) means[k]! /= rows;
	for (let i = 0, row = 0; row < rows; row++) {
		for (let k = 0; k < width; k++, i++) {
			const d = values[i]! - means[k]!;
			deviations[k]! += d * d;
		}
	}
	for (let k = 0; k < width; k++) deviations[k] = Math.sqrt(deviations[k]! / Math.max(1, rows - 1));
	return { means, deviations };
}
