// P rows as the critic reads them, I inputs
import type { Random } from "../../random";
import { startParameters } from "../parameters";
import { add, concat, mean, mul, sub, type Tensor, type Tensor2D, tensor2d } from "../tf";
import { criticLayout, criticScores, criticSlopes, gradientPenalty } from "./critic";
import type { Player } from "./train";

/** Weight λ of the gradient penalty, as published. */
const LAMBDA = 10;

export interface WassersteinCriticOptions {
	/** Width of what the critic reads. */
	readonly inputs: number;
	readonly layers: readonly number[];
	/** Rows P of a batch. */
	readonly rows: number;
	/** The parameters start from it. */
	readonly random: Random;
	/** Where between two rows the penalty looks. */
	readonly mix: Random;
	/** Sampled and real rows (P, I) of the next batch, given the generator's parameters. Runs inside `tidy`. */
	pairs(generator: readonly Tensor[]): { fake: Tensor2D; real: Tensor2D };
	/** Of each hidden layer what `n` rows of units are multiplied by, 0 or 1 / (1 − rate). */
	dropouts(n: number): Tensor2D[];
}

/** The critic that minimises D(fake) − D(real) + 10 (‖∂D/∂x‖ − 1)², one x between each two rows (Gulrajani et al. 2017, eq. 3). */
export function createWassersteinCritic(options: WassersteinCriticOptions): Player {
	const { inputs, layers, rows: P, random, mix, pairs, dropouts } = options;
	const layout = criticLayout(inputs, layers);
	return {
		layout,
		start: startParameters(layout, random),
		prepare(own, generator) {
			const { fake, real } = pairs(generator);
			const shares = tensor2d(
				Float32Array.from({ length: P }, () => mix.uniform()),
				[P, 1],
			);
			const mixed = add(real, mul(sub(fake, real), shares)) as Tensor2D;
			const { slopes } = criticSlopes(mixed, own, dropouts(P));
			return [concat([fake, real], 0), ...dropouts(2 * P), ...slopes];
		},
		loss(own, _, prepared) {
			const [x, ...rest] = prepared as Tensor2D[];
			const scores = criticScores(x!, own, rest.slice(0, layers.length));
			const signs = Float32Array.from({ length: 2 * P }, (_, i) => (i < P ? 1 : -1) / P);
			const distance = mul(mean(mul(scores, tensor2d(signs, [2 * P, 1]))), 2 * P);
			return add(distance, gradientPenalty(own, rest.slice(layers.length), LAMBDA));
		},
	};
}
