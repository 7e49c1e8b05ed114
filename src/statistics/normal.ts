/** The standard normal distribution's quantile and distribution function. */

const A = [
	-3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
	2.506628277459239,
];
const B = [
	-5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1, 1,
];
const C = [
	-7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
	2.938163982698783,
];
const D = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1];

/** c₀xⁿ + … + cₙ. */
function polynomial(c: readonly number[], x: number): number {
	let y = 0;
	for (let i = 0; i < c.length; i++) y = y * x + c[i]!;
	return y;
}

/**
 * z with Φ(z) = p, for p in (0, 1): P. J. Acklam's rational approximation (2003), relative error below 1.2e-9.
 * ±Infinity at 1 and 0.
 */
export function normalQuantile(p: number): number {
	if (p <= 0) return Number.NEGATIVE_INFINITY;
	if (p >= 1) return Number.POSITIVE_INFINITY;
	if (p < 0.02425) {
		const q = Math.sqrt(-2 * Math.log(p));
		return polynomial(C, q) / polynomial(D, q);
	}
	if (p > 1 - 0.02425) return -normalQuantile(1 - p);
	const q = p - 0.5;
	const r = q * q;
	return (polynomial(A, r) * q) / polynomial(B, r);
}

const ERFC = [
	0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368,
	-1.26551223,
];

/** Φ(z): W. J. Cody's erfc as fitted by Press et al., Numerical Recipes (1992) §6.2, relative error below 1.2e-7. */
export function normalCdf(z: number): number {
	const x = Math.abs(z) / Math.SQRT2;
	const t = 1 / (1 + 0.5 * x);
	const tail = 0.5 * t * Math.exp(-x * x + polynomial(ERFC, t));
	return z > 0 ? 1 - tail : tail;
}
