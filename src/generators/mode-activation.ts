// B batch, N scalars, S states, D = N + S
import { gumbelSoftmax, membership } from "../nn/spans";
import { concat, slice, type Tensor2D, tanh, tensor2d } from "../nn/tf";
import type { Random } from "../random";
import type { ModeSpace } from "./mode-space";
import { createVariates } from "./variates";

/** Temperature of the Gumbel-softmax, as CTGAN and TabFairGAN have it. */
const TAU = 0.2;

/** What a critic reads of a generator's output (B, D): tanh of scalars, Gumbel-softmax of states. Differentiable. */
export function createModeActivation({ columns, N, S }: ModeSpace, B: number, random: Random) {
	const widths = columns.map(({ states }) => states);
	const member = membership(widths);
	const gumbels = createVariates(random, (own) => -Math.log(-Math.log(own.uniform())));
	const logits = (out: Tensor2D) => (N > 0 ? slice(out, [0, N], [B, S]) : out) as Tensor2D;
	return {
		/** Noise for one batch, (B, S). */
		gumbel: () => tensor2d(gumbels(B * S), [B, S]),
		logits,
		activate(out: Tensor2D, gumbel: Tensor2D): Tensor2D {
			const states = gumbelSoftmax(logits(out), gumbel, TAU, widths, tensor2d(member, [S, widths.length]));
			return N > 0 ? (concat([tanh(slice(out, [0, 0], [B, N])), states], 1) as Tensor2D) : states;
		},
	};
}
