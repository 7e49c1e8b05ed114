// K levels of a column; x₀, x_t one level each (one-hot in the papers); x̂₀ the network's probabilities
// Equations of Hoogeboom et al. (2021), "Argmax flows and multinomial diffusion", §4
import type { Schedule } from "./schedule";

/** Draws x_t from q(x_t | x₀) = Cat(ᾱ_t x₀ + (1 − ᾱ_t)/K), eq. 12, by one uniform number. */
export function noisedLevel(x0: number, K: number, t: number, uniform: number, { alphaBar }: Schedule): number {
	const keep = alphaBar[t]!;
	if (uniform < keep) return x0;
	return Math.min(K - 1, Math.floor(((uniform - keep) / (1 - keep)) * K));
}

/**
 * Writes q(x_{t−1} | x_t, x₀) to `out[at … at + K)`, eq. 13: the normalised product of α_t x_t + (1 − α_t)/K and
 * ᾱ_{t−1} x₀ + (1 − ᾱ_{t−1})/K. Only the entries of x₀ and x_t differ from the rest, so no exponential is needed.
 * At t = 0 this is x₀ itself.
 *
 * @returns Σ q log q of the entries: minus its entropy.
 */
export function posterior(
	x0: number,
	xt: number,
	K: number,
	t: number,
	schedule: Schedule,
	out: Float32Array,
	at: number,
): number {
	const alpha = schedule.alpha[t]!;
	const alphaBar = schedule.alphaBarBefore[t]!;
	const gamma = (1 - alpha) / K;
	const beta = (1 - alphaBar) / K;
	const both = (alpha + gamma) * (alphaBar + beta);
	const [atStart, atNow, other] = [gamma * (alphaBar + beta), (alpha + gamma) * beta, gamma * beta];
	const total = x0 === xt ? both + (K - 1) * other : atStart + atNow + (K - 2) * other;
	out.fill(other / total, at, at + K);
	if (x0 === xt) out[at + x0] = both / total;
	else {
		out[at + x0] = atStart / total;
		out[at + xt] = atNow / total;
	}
	const h = (q: number) => (q > 0 ? q * Math.log(q) : 0);
	if (x0 === xt) return h(both / total) + (K - 1) * h(other / total);
	return h(atStart / total) + h(atNow / total) + (K - 2) * h(other / total);
}

/**
 * Draws x_{t−1} from p(x_{t−1} | x_t) ∝ (α_t x_t + (1 − α_t)/K)(ᾱ_{t−1} x̂₀ + (1 − ᾱ_{t−1})/K), eq. 14, with x̂₀ the
 * softmax of `logits[at … at + K)`, by one uniform number. `scratch` holds at least K numbers.
 */
export function reverseLevel(
	logits: Float32Array,
	at: number,
	K: number,
	xt: number,
	t: number,
	uniform: number,
	schedule: Schedule,
	scratch: Float64Array,
): number {
	let largest = Number.NEGATIVE_INFINITY;
	for (let k = 0; k < K; k++) if (logits[at + k]! > largest) largest = logits[at + k]!;
	let sum = 0;
	for (let k = 0; k < K; k++) sum += scratch[k] = Math.exp(logits[at + k]! - largest);
	const alphaBar = schedule.alphaBarBefore[t]!;
	const beta = (1 - alphaBar) / K;
	const gamma = (1 - schedule.alpha[t]!) / K;
	let total = 0;
	for (let k = 0; k < K; k++) {
		const now = k === xt ? schedule.alpha[t]! + gamma : gamma;
		total += scratch[k] = now * (alphaBar * (scratch[k]! / sum) + beta);
	}
	let left = uniform * total;
	for (let k = 0; k < K - 1; k++) {
		left -= scratch[k]!;
		if (left < 0) return k;
	}
	return K - 1;
}
