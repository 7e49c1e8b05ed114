// B batch, S = ΣK levels of all C codes; M (S, C) says which level belongs to which code
import {
	add,
	clipByValue,
	customGrad,
	div,
	exp,
	log,
	matMul,
	mul,
	neg,
	type Scalar,
	square,
	sub,
	sum,
	type Tensor,
	type Tensor2D,
} from "../../nn/tf";

/** Per row, what the multinomial loss needs beside the logits. */
export interface MultinomialBatch {
	/** α_t x_t + (1 − α_t)/K, (B, S). */
	readonly now: Tensor2D;
	/** ᾱ_{t−1}, (B, 1). */
	readonly alphaBar: Tensor2D;
	/** (1 − ᾱ_{t−1})/K, (B, S). */
	readonly beta: Tensor2D;
	/** q(x_{t−1} | x_t, x₀), (B, S). */
	readonly q: Tensor2D;
	/** M and its transpose. */
	readonly member: Tensor2D;
	readonly memberT: Tensor2D;
}

/**
 * Logits are held within ±this. It stands in for subtracting each code's maximum, of which a batch has thousands:
 * e³⁰ is finite in single precision, and no code needs odds beyond e⁶⁰.
 */
const LARGEST_LOGIT = 30;

/**
 * Cross entropy −Σ q log p_θ(x_{t−1} | x_t) of every row and code, summed: KL(q ‖ p_θ) up to the entropy of q, and the
 * decoder's likelihood at t = 0 (Hoogeboom et al. 2021 eq. 15; Kotelnikov et al. 2023 eq. 6).
 *
 * With x̂₀ the softmax of a code's logits, u = ᾱ_{t−1} x̂₀ + (1 − ᾱ_{t−1})/K and p ∝ (α_t x_t + (1 − α_t)/K) u, the
 * gradient with respect to the logits is g − x̂₀ Σg with g = (ᾱ_{t−1} x̂₀ / u)(p − q): computed in that form, since
 * the logarithms of the papers cancel badly in single precision.
 */
export function multinomialLoss(logits: Tensor2D, batch: MultinomialBatch): Scalar {
	const { now, alphaBar, beta, q, member, memberT } = batch;
	/** Every level divided by the sum over its code. */
	const normalise = (w: Tensor2D): Tensor2D => mul(w, matMul(div(1, matMul(w, member)), memberT));
	return customGrad((...args) => {
		const [z] = args as unknown as [Tensor2D];
		const save = args.at(-1) as unknown as (tensors: Tensor[]) => void;
		const x0 = normalise(exp(clipByValue(z, -LARGEST_LOGIT, LARGEST_LOGIT)));
		const start = mul(alphaBar, x0);
		const u = add(start, beta) as Tensor2D;
		const p = normalise(mul(now, u));
		const value = neg(sum(mul(q, log(clipByValue(p, 1e-30, 1))))) as Scalar;
		// The constants too: what the forward pass made is gone by the time of the backward pass.
		save([x0, start, u, p, q, member, memberT]);
		const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor[] => {
			const [x0, start, u, p, q, member, memberT] = saved as Tensor2D[];
			const g = mul(div(start!, u!), sub(p!, q!)) as Tensor2D;
			return [mul(dy, sub(g, mul(x0!, matMul(matMul(g, member!), memberT!))))];
		};
		return { value, gradFunc };
	})(logits) as Scalar;
}

/** Squared error of the predicted noise where there is a score, summed (Ho et al. 2020 eq. 14). All (B, N). */
export function gaussianLoss(predicted: Tensor2D, noise: Tensor2D, known: Tensor2D): Scalar {
	return sum(mul(known, square(sub(predicted, noise))));
}
