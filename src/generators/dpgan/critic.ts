// U rows at once, S states of all columns, H width of the hidden layer, P parameters
import { criticLayout, criticPasses, criticSlopes, gradientPenalty } from "../../nn/adversarial/critic";
import { exampleNorms, weightedGradients } from "../../nn/ghost-clipping";
import { type ParameterLayout, parameterCount } from "../../nn/parameters";
import {
	concat,
	mul,
	ones,
	reshape,
	type Tensor,
	type Tensor1D,
	type Tensor2D,
	valueAndGrads,
	zerosLike,
} from "../../nn/tf";
import type { PrivateStep } from "../private-step";

/** Weight λ of the penalty: with 10 training was slower. */
const LAMBDA = 1;

/** The critic D of rows of states, and what a private step needs of it. */
export interface PrivateCritic {
	/** Parameters P. */
	readonly length: number;
	readonly layout: ParameterLayout;
	/** What `rows` rows of hidden units are multiplied by: there is no dropout. */
	kept(rows: number): Tensor2D[];
	/**
	 * Σ clip(∂D(x_i) / ∂w) over rows (U, S) of which the last may be none: (P).
	 *
	 * @param there (U, 1): 1 of a row, 0 where there is none.
	 */
	clippedSum(x: Tensor2D, there: Tensor2D, parameters: readonly Tensor[], weigh: PrivateStep["weigh"]): Tensor1D;
	/** The gradient (P) of the penalty λ mean ‖∂D/∂x‖² at rows between sampled ones (U, S). */
	penaltyGradient(between: Tensor2D, parameters: readonly Tensor[]): Tensor1D;
}

export function createPrivateCritic(S: number, H: number): PrivateCritic {
	const layout = criticLayout(S, [H]);
	const flat = (parts: readonly Tensor[]) => concat(parts.map((part) => reshape(part, [part.size]))) as Tensor1D;
	const kept = (rows: number) => [ones([rows, H]) as Tensor2D];
	return {
		layout,
		length: parameterCount(layout),
		kept,
		clippedSum(x, there, parameters, weigh) {
			const passes = criticPasses(x, parameters, kept(x.shape[0]));
			const weights = mul(reshape(weigh(exampleNorms(passes, 1)), [x.shape[0], 1]), there) as Tensor2D;
			return flat(weightedGradients(passes, weights));
		},
		penaltyGradient(between, parameters) {
			const { slopes } = criticSlopes(between, parameters, kept(between.shape[0]));
			const weights = parameters.filter((_, i) => i % 2 === 0);
			const penalty = (...own: Tensor[]) => {
				const all = parameters.map((parameter, i) => (i % 2 === 0 ? own[i / 2]! : parameter));
				return gradientPenalty(all, slopes, LAMBDA, 0);
			};
			const { grads } = valueAndGrads(penalty)(weights);
			// Biases have no part in ∂D/∂x.
			return flat(grads.flatMap((grad, l) => [grad, zerosLike(parameters[2 * l + 1]!)]));
		},
	};
}
