// Canonne, Kamath and Steinke, "The Discrete Gaussian for Differential Privacy" (NeurIPS 2020), algorithms 1 to 3; σ² = p/q
import { integerRoot, type Rational } from "./rational";
import type { SecureRandom } from "./secure-random";

/** True with probability n/d, exactly; 0 ≤ n/d ≤ 1. */
export function bernoulli(random: SecureRandom, n: bigint, d: bigint): boolean {
	return n >= d || (n > 0n && random.below(d) < n);
}

/** True with probability exp(−n/d), exactly; n/d ≥ 0 (algorithm 1). */
export function bernoulliExp(random: SecureRandom, n: bigint, d: bigint): boolean {
	for (let left = n; left > 0n; left -= d) {
		const part = left < d ? left : d;
		// The first tail of coins with chances γ/1, γ/2, γ/3 … falls on an odd place with probability exp(−γ).
		let k = 1n;
		while (bernoulli(random, part, d * k)) k++;
		if (k % 2n === 0n) return false;
	}
	return true;
}

/** A whole number with probability proportional to exp(−|x| / scale), exactly (algorithm 2). */
export function discreteLaplace(random: SecureRandom, scale: Rational): bigint {
	const { numerator: t, denominator: s } = scale;
	for (;;) {
		const u = random.below(t);
		if (!bernoulliExp(random, u, t)) continue;
		let v = 0n;
		while (bernoulliExp(random, 1n, 1n)) v++;
		const y = (u + t * v) / s;
		const negative = random.coin();
		if (negative && y === 0n) continue;
		return negative ? -y : y;
	}
}

/** A whole number with probability proportional to exp(−x² / 2σ²), exactly (algorithm 3). */
export function discreteGaussian(random: SecureRandom, variance: Rational): bigint {
	const { numerator: p, denominator: q } = variance;
	const t = integerRoot(p / q) + 1n;
	const divisor = 2n * p * q * t * t;
	const scale: Rational = { numerator: t, denominator: 1n };
	for (;;) {
		const y = discreteLaplace(random, scale);
		// (|y| − σ²/t)² / 2σ², over a common denominator.
		const distance = (y < 0n ? -y : y) * t * q - p;
		if (bernoulliExp(random, distance * distance, divisor)) return y;
	}
}

/**
 * Index of a score, with probability proportional to exp(ε · score / 2Δ): the exponential mechanism (McSherry and Talwar
 * 2007), exact, by rejection from the uniform distribution. ε-differentially private, and ε²/8-zCDP (Cesar and Rogers 2021).
 *
 * @param scores Whole numbers; one record changes each by at most `sensitivity`.
 */
export function exponentialMechanism(
	random: SecureRandom,
	scores: readonly bigint[],
	epsilon: Rational,
	sensitivity: bigint,
): number {
	if (scores.length === 0) throw new RangeError("The exponential mechanism needs at least one candidate.");
	let best = scores[0]!;
	for (const score of scores) if (score > best) best = score;
	const { numerator, denominator } = epsilon;
	for (;;) {
		const i = Number(random.below(BigInt(scores.length)));
		if (bernoulliExp(random, (best - scores[i]!) * numerator, 2n * sensitivity * denominator)) return i;
	}
}
