// x₀ a normal score, x_t the noised one, ε the noise, ε̂ the network's guess
import type { Schedule } from "./schedule";

/** Forward process in closed form, Ho et al. (2020) eq. 4: x_t = √ᾱ_t x₀ + √(1 − ᾱ_t) ε. */
export function noised(x0: number, epsilon: number, t: number, { alphaBar }: Schedule): number {
	return Math.sqrt(alphaBar[t]!) * x0 + Math.sqrt(1 - alphaBar[t]!) * epsilon;
}

/** x̂₀ = (x_t − √(1 − ᾱ_t) ε̂) / √ᾱ_t, Ho et al. eq. 15. */
export function startFromNoise(xt: number, epsilon: number, t: number, { alphaBar }: Schedule): number {
	return (xt - Math.sqrt(1 - alphaBar[t]!) * epsilon) / Math.sqrt(alphaBar[t]!);
}

/** Mean of q(x_{t−1} | x_t, x₀), Ho et al. eq. 7: c₁ x₀ + c₂ x_t. */
export function posteriorMean(x0: number, xt: number, t: number, schedule: Schedule): number {
	const { alpha, alphaBar, alphaBarBefore, beta } = schedule;
	const c1 = (beta[t]! * Math.sqrt(alphaBarBefore[t]!)) / (1 - alphaBar[t]!);
	const c2 = ((1 - alphaBarBefore[t]!) * Math.sqrt(alpha[t]!)) / (1 - alphaBar[t]!);
	return c1 * x0 + c2 * xt;
}

/**
 * Variance of p(x_{t−1} | x_t), the larger of Ho et al.'s two choices (§3.2): β_t; at the last step but one the
 * posterior's own, and none at the last.
 */
export function reverseVariance(t: number, schedule: Schedule): number {
	return t === 0 ? 0 : schedule.beta[t]!;
}

/** Largest |x̂₀| believed: scores beyond it decode to the ends of the range anyway. */
const LARGEST_SCORE = 5;

/** One ancestral step of one score, Ho et al. algorithm 2, from x_t and the predicted noise to x_{t−1}. */
export function reverseGaussian(xt: number, epsilon: number, t: number, z: number, schedule: Schedule): number {
	const x0 = Math.min(LARGEST_SCORE, Math.max(-LARGEST_SCORE, startFromNoise(xt, epsilon, t, schedule)));
	return posteriorMean(x0, xt, t, schedule) + Math.sqrt(reverseVariance(t, schedule)) * z;
}
