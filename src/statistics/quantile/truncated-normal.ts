import { expm1, log, log1p } from "../elementary";
import { normalCdf, normalQuantile } from "./normal";

// s the end nearer to the mean, t the further one, both above 0, in standard deviations; d = z − s

/** From here on, in standard deviations, a tail is worked in logarithms: its probabilities leave the range of numbers at 38. */
const FAR = 6;
const NEWTON_STEPS = 6;

/** Mills' ratio P(Z > z) / φ(z) for z ≥ FAR: Laplace's continued fraction (DLMF 7.9.1). */
function mills(z: number): number {
	let fraction = z;
	for (let n = 60; n > 0; n--) fraction = z + n / fraction;
	return 1 / fraction;
}

/** log(P(Z > s + d) / P(Z > s)). */
const logShare = (s: number, d: number) =>
	d === Number.POSITIVE_INFINITY ? -d : -d * (s + d / 2) + log(mills(s + d) / mills(s));

/** z in [s, t] with the share v of the truncated distribution between s and z: Newton's steps on the logarithm of the tail. */
function tailQuantile(v: number, s: number, t: number): number {
	const wanted = log1p(v * expm1(logShare(s, t - s)));
	let d = (-2 * wanted) / (s + Math.sqrt(s * s - 2 * wanted));
	for (let i = 0; i < NEWTON_STEPS; i++) d = Math.max(0, d + (logShare(s, d) - wanted) * mills(s + d));
	return s + d;
}

const tailShare = (z: number, s: number, t: number) => expm1(logShare(s, z - s)) / expm1(logShare(s, t - s));

/** log P(low < Z < high) of a standard normal Z, far tails included; −Infinity where there is nothing between. */
export function logNormalMass(low: number, high: number): number {
	if (!(low < high)) return Number.NEGATIVE_INFINITY;
	if (low > 0) return logNormalMass(-high, -low);
	if (high > -FAR) return log(normalCdf(high) - normalCdf(low));
	const s = -high;
	return -(s * s + log(2 * Math.PI)) / 2 + log(mills(s)) + log(-expm1(logShare(s, -low - s)));
}

/** Quantile of the standard normal distribution truncated to [low, high], its far tails included. */
export function truncatedNormalQuantile(u: number, low: number, high: number): number {
	if (low >= FAR) return Math.min(high, tailQuantile(u, low, high));
	if (high <= -FAR) return Math.max(low, -tailQuantile(1 - u, -high, -low));
	// The lower tail is where the distribution function is accurate.
	if (low > 0) return -truncatedNormalQuantile(1 - u, -high, -low);
	const a = normalCdf(low);
	return Math.min(high, Math.max(low, normalQuantile(a + (normalCdf(high) - a) * u)));
}

/** The u whose quantile is z: the distribution function of the same. */
export function truncatedNormalCdf(z: number, low: number, high: number): number {
	if (low >= FAR) return tailShare(z, low, high);
	if (high <= -FAR) return 1 - tailShare(-z, -high, -low);
	if (low > 0) return 1 - truncatedNormalCdf(-z, -high, -low);
	const a = normalCdf(low);
	return (normalCdf(z) - a) / (normalCdf(high) - a);
}
