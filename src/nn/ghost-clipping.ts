// N = examples × K copies, those of an example one after another; I inputs, O outputs; a input, d gradient, c weights
import { sumRows } from "./dense";
import { add, matMul, mul, reshape, square, sum, type Tensor, type Tensor1D, type Tensor2D, transpose } from "./tf";

/** What passed through a dense layer y = a·w + b: its inputs, and the gradient of each row's loss by y. */
export interface LayerPass {
	/** (N, I) */
	readonly input: Tensor2D;
	/** (N, O) */
	readonly gradient: Tensor2D;
	/** Whether b is learned. */
	readonly bias: boolean;
}

/** Inner products of all pairs of an example's copies: (N, n) to (examples, K, K). */
function products(x: Tensor2D, copies: number): Tensor {
	const rows = reshape(x, [x.shape[0] / copies, copies, x.shape[1]]);
	return matMul(rows, transpose(rows, [0, 2, 1]));
}

/**
 * Squared Euclidean norm of each example's gradient by all parameters, the mean over its copies, without any example's
 * gradient in memory ("ghost clipping"): a layer's is Σ_kl (a_k·a_l + 1)(d_k·d_l) / K², and ‖a‖²‖d‖² + ‖d‖² of one copy
 * (Goodfellow 2015, "Efficient per-example gradient computations"; Li et al. 2022, 2110.05679, §4).
 *
 * @returns (examples)
 */
export function exampleNorms(layers: readonly LayerPass[], copies: number): Tensor1D {
	const parts = layers.map(({ input, gradient, bias }) => {
		if (copies === 1) {
			const own = sum(square(input), 1);
			return mul(bias ? add(own, 1) : own, sum(square(gradient), 1));
		}
		const own = products(input, copies);
		return sum(mul(bias ? add(own, 1) : own, products(gradient, copies)), [1, 2]);
	});
	return mul(
		parts.reduce((a, b) => add(a, b)),
		1 / (copies * copies),
	) as Tensor1D;
}

/**
 * Sum of the examples' gradients, each times its weight: of every layer the matrix (I, O) and then its bias (O).
 *
 * @param weights (N, 1): the example's weight divided by K.
 */
export function weightedGradients(layers: readonly LayerPass[], weights: Tensor2D): Tensor[] {
	return layers.flatMap(({ input, gradient, bias }) => {
		const weighted = mul(gradient, weights) as Tensor2D;
		const matrix = matMul(transpose(input), weighted);
		return bias ? [matrix, sumRows(weighted)] : [matrix];
	});
}
