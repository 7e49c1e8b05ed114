// B batch, N scalars, S states, D = N + S
import { gumbelSoftmax, membership } from "../nn/spans";
import { concat, slice, type Tensor2D, tanh, tensor2d } from "../nn/tf";
import type { Random } from "../random";
import type { Variates } from "./variates";

/** Temperature of the Gumbel-softmax, as CTGAN and TabFairGAN have it. */
const TAU = 0.2;

/** A standard Gumbel variate. */
export const drawGumbel = (random: Random) => -Math.log(-Math.log(random.uniform()));

/** What an output is made of: N scalars, then the S states of all columns. */
interface OutputSpace {
	readonly columns: readonly { readonly states: number }[];
	readonly N: number;
	readonly S: number;
}

/**
 * What a critic reads of a generator's output (B, D): tanh of scalars, Gumbel-softmax of states. Differentiable.
 *
 * @param gumbels standard Gumbel variates, those of `drawGumbel`.
 */
export function createModeActivation({ columns, N, S }: OutputSpace, B: number, gumbels: Variates) {
	const widths = columns.map(({ states }) => states);
	const member = membership(widths);
	const logits = (out: Tensor2D) => (N > 0 ? slice(out, [0, N], [B, S]) : out) as Tensor2D;
	return {
		/** Noise for one batch, (B, S). */
		gumbel: () => tensor2d(gumbels.take(B * S), [B, S]),
		logits,
		activate(out: Tensor2D, gumbel: Tensor2D): Tensor2D {
			const states = gumbelSoftmax(logits(out), gumbel, TAU, widths, tensor2d(member, [S, widths.length]));
			return N > 0 ? (concat([tanh(slice(out, [0, 0], [B, N])), states], 1) as Tensor2D) : states;
		},
	};
}
