// B rows, S states of all columns, C columns, M (S, C) which column a state is of
import {
	add,
	cast,
	concat,
	customGrad,
	equal,
	log,
	matMul,
	max,
	maximum,
	mul,
	neg,
	type Scalar,
	softmax,
	split,
	sub,
	sum,
	type Tensor,
	type Tensor2D,
	transpose,
} from "./tf";

/** Below any probability that counts; keeps logarithms finite. */
const TINY = 1e-30;

/** M: 1 where a state is of a column, of which `widths` tells the states. */
export function membership(widths: readonly number[]): Float32Array {
	const C = widths.length;
	const S = widths.reduce((sum, width) => sum + width, 0);
	const member = new Float32Array(S * C);
	let at = 0;
	widths.forEach((width, c) => {
		for (let k = 0; k < width; k++) member[at++ * C + c] = 1;
	});
	return member;
}

/** The softmax of each column's states, (B, S) to (B, S). Not differentiated. */
export function spanSoftmax(logits: Tensor2D, widths: readonly number[]): Tensor2D {
	const pieces = split(logits, [...widths], 1) as Tensor2D[];
	return concat(
		pieces.map((piece) => softmax(piece)),
		1,
	) as Tensor2D;
}

/**
 * Σ −log p of the states asked for, p the softmax of each column's logits.
 *
 * @param target (B, S) one-hot states; 0 all through a column that is not asked for.
 * @param asked (B, S), 1 in all states of a column that is asked for; absent where all are.
 */
export function spanCrossEntropy(
	logits: Tensor2D,
	target: Tensor2D,
	widths: readonly number[],
	asked?: Tensor2D,
): Scalar {
	return customGrad((x, save) => {
		const p = spanSoftmax(x as Tensor2D, widths);
		const loss = neg(sum(mul(target, log(maximum(p, TINY)))));
		(save as (tensors: Tensor[]) => void)(asked ? [p, target, asked] : [p, target]);
		return {
			value: loss,
			gradFunc: (dy: Tensor, [p, target, asked]: Tensor[]) => mul(sub(asked ? mul(p!, asked) : p!, target!), dy),
		};
	})(logits) as Scalar;
}

/**
 * Gumbel-softmax (Jang, Gu and Poole 2017, eq. 2) of each column: softmax((logits + g) / τ).
 *
 * @param gumbel (B, S) standard Gumbel variates g.
 * @param member M (S, C).
 */
export function gumbelSoftmax(
	logits: Tensor2D,
	gumbel: Tensor2D,
	tau: number,
	widths: readonly number[],
	member: Tensor2D,
): Tensor2D {
	return customGrad((x, save) => {
		const y = spanSoftmax(mul(add(x as Tensor2D, gumbel), 1 / tau) as Tensor2D, widths);
		(save as (tensors: Tensor[]) => void)([y, member]);
		return {
			value: y,
			gradFunc: (dy: Tensor, [y, member]: Tensor[]) => {
				const weighted = mul(dy, y!) as Tensor2D;
				const means = matMul(matMul(weighted, member as Tensor2D), transpose(member as Tensor2D));
				return mul(sub(weighted, mul(y!, means)), 1 / tau);
			},
		};
	})(logits) as Tensor2D;
}

/**
 * The likeliest state of each column, one-hot, out of soft states (B, S); its gradient is taken for theirs
 * ("straight-through", Jang, Gu and Poole 2017, §2.2).
 */
export function straightThrough(soft: Tensor2D, widths: readonly number[]): Tensor2D {
	return customGrad((y) => {
		const pieces = split(y as Tensor2D, [...widths], 1) as Tensor2D[];
		const hard = pieces.map((piece) => cast(equal(piece, max(piece, 1, true)), "float32") as Tensor2D);
		return { value: concat(hard, 1), gradFunc: (dy: Tensor) => dy };
	})(soft) as Tensor2D;
}
