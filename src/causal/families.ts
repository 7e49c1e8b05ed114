/**
 * The families every causal model can use. `linear` is the textbook's additive mechanism; `thresholds` and
 * `gumbel-max` turn numbers into categories. Priors add their own: `{ ...FAMILIES, mlp, tree }`.
 */
import { CausalModelError } from "../errors";
import { log } from "../statistics/elementary";
import type { Families, Family, NodeValues } from "./scm";

/** x = intercept + Σ weights · parents + sd · N(0, 1); one weight for each component of each parent, in order. */
export interface LinearParameters {
	readonly intercept: number;
	readonly weights: ArrayLike<number>;
	/** Standard deviation of the noise; 0 makes the node deterministic. */
	readonly sd: number;
}

export const LINEAR: Family<LinearParameters> = {
	evaluate({ intercept, weights, sd }, { parents, rows, noise, width }, out) {
		const noises = noise.abducted(0);
		if (noises) out.set(noises);
		else if (sd !== 0) noise.normal(out, width);
		else out.fill(0);
		for (let row = 0; row < rows; row++) {
			const mean = linearMean(intercept, weights, parents, row);
			for (let i = 0; i < width; i++) out[row * width + i] = mean + sd * out[row * width + i]!;
		}
	},
	abduct({ intercept, weights, sd }, { parents, rows, width, name }, observed) {
		if (width !== 1)
			throw new CausalModelError(`"${name}" has several components; a linear node is abducted at width 1.`);
		const noise = new Float64Array(rows);
		for (let row = 0; row < rows; row++) {
			const residual = observed[row]! - linearMean(intercept, weights, parents, row);
			noise[row] = sd === 0 ? 0 : residual / sd;
		}
		return { 0: noise };
	},
};

function linearMean(
	intercept: number,
	weights: ArrayLike<number>,
	parents: readonly NodeValues[],
	row: number,
): number {
	let sum = intercept;
	let w = 0;
	for (const { values, width } of parents) {
		for (let i = 0; i < width; i++) sum += weights[w++]! * values[row * width + i]!;
	}
	return sum;
}

/** Code = how many of the ascending `thresholds` are at or below the value, then `codes[that]` where given. */
export interface ThresholdsParameters {
	readonly thresholds: ArrayLike<number>;
	readonly codes?: ArrayLike<number>;
}

export const THRESHOLDS: Family<ThresholdsParameters> = {
	evaluate({ thresholds, codes }, { parents: [parent], rows }, out) {
		const { values, width } = parent!;
		for (let row = 0; row < rows; row++) {
			const value = values[row * width]!;
			let low = 0;
			let high = thresholds.length;
			while (low < high) {
				const middle = (low + high) >> 1;
				if (thresholds[middle]! <= value) low = middle + 1;
				else high = middle;
			}
			out[row] = Number.isNaN(value) ? Number.NaN : codes ? codes[low]! : low;
		}
	},
};

/**
 * Code = argmaxₖ (scale · xₖ + biasₖ + gₖ) with standard Gumbel gₖ: a draw from the softmax of the first parent's
 * components. The Gumbels are keyed draws, so the same unit keeps them in every world (Oberst and Sontag 2019);
 * that coupling is a choice of the model, not something data could tell.
 */
export interface GumbelMaxParameters {
	/** Multiplies every component. Default 1. */
	readonly scale?: number;
	/** Added to each component: log prior weights. Default 0. */
	readonly bias?: ArrayLike<number>;
}

export const GUMBEL_MAX: Family<GumbelMaxParameters> = {
	evaluate({ scale = 1, bias }, { parents: [parent], rows, noise }, out) {
		const { values, width } = parent!;
		const uniforms = new Float64Array(rows * width);
		noise.uniform(uniforms, width);
		for (let row = 0; row < rows; row++) {
			let best = Number.NEGATIVE_INFINITY;
			let code = Number.NaN;
			for (let k = 0; k < width; k++) {
				const at = row * width + k;
				const score = scale * values[at]! + (bias ? bias[k]! : 0) - log(-log(uniforms[at]!));
				if (score > best) {
					best = score;
					code = k;
				}
			}
			out[row] = code;
		}
	},
};

/** Families known without adding any. */
export const FAMILIES: Families = {
	linear: LINEAR as Family,
	thresholds: THRESHOLDS as Family,
	"gumbel-max": GUMBEL_MAX as Family,
};
