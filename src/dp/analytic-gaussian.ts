// Balle and Wang, "Improving the Gaussian Mechanism for Differential Privacy" (ICML 2018), theorem 8; sensitivity 1
import { normalCdf } from "../statistics/quantile/normal";

/** δ(ε) of the Gaussian mechanism with standard deviation σ: Φ(1/2σ − εσ) − e^ε Φ(−1/2σ − εσ). */
export function gaussianDelta(sigma: number, epsilon: number): number {
	const [a, b] = [1 / (2 * sigma) - epsilon * sigma, -1 / (2 * sigma) - epsilon * sigma];
	return Math.max(0, normalCdf(a) - Math.exp(epsilon) * normalCdf(b));
}

/** Least σ for which the Gaussian mechanism is (ε, δ)-differentially private, rounded up. */
export function gaussianSigma(epsilon: number, delta: number): number {
	let [low, high] = [1e-6, 1];
	while (gaussianDelta(high, epsilon) > delta) high *= 2;
	for (let i = 0; i < 200; i++) {
		const middle = (low + high) / 2;
		if (gaussianDelta(middle, epsilon) <= delta) high = middle;
		else low = middle;
	}
	return high;
}

/** ε at δ of the Gaussian mechanism with standard deviation σ, rounded up. */
export function gaussianEpsilon(sigma: number, delta: number): number {
	if (gaussianDelta(sigma, 0) <= delta) return 0;
	let [low, high] = [0, 1];
	while (gaussianDelta(sigma, high) > delta) high *= 2;
	for (let i = 0; i < 200; i++) {
		const middle = (low + high) / 2;
		if (gaussianDelta(sigma, middle) <= delta) high = middle;
		else low = middle;
	}
	return high;
}
