import { exp, log, log1p } from "../elementary";
import { betaCdf } from "./beta";
import { gammaQ, logGamma } from "./gamma";
import { normalQuantile } from "./normal";

/** A distribution on 0, 1, 2 …: its mass, the ratio of neighbouring masses, and its distribution function. */
interface Counting {
	mean: number;
	sd: number;
	skew: number;
	/** Largest value with positive mass. */
	last: number;
	mass(k: number): number;
	/** mass(k) / mass(k − 1). */
	ratio(k: number): number;
	cdf(k: number): number;
}

/** Above this standard deviation the guess stands: it errs by far less than one sd, and a search would take long. */
const LARGE_SD = 3000;

/** Smallest k with P(K ≤ k) ≥ u: from 0 where the mean is small, else from a normal guess with skewness. */
function countingQuantile(u: number, d: Counting): number {
	if (d.mean < 20 && d.mass(0) > 1e-300) {
		let k = 0;
		let mass = d.mass(0);
		let sum = mass;
		while (sum < u && k < d.last && k < 1e6) {
			k++;
			mass *= d.ratio(k);
			if (mass === 0 && k > d.mean) break;
			sum += mass;
		}
		return k;
	}
	const z = normalQuantile(u);
	const guess = Math.round(d.mean + d.sd * (z + (d.skew * (z * z - 1)) / 6) - 0.5);
	let k = Math.min(Math.max(guess, 0), d.last);
	if (d.sd > LARGE_SD) return k;
	let sum = d.cdf(k);
	let mass = d.mass(k);
	while (sum < u && k < d.last && mass > 0) {
		k++;
		mass *= d.ratio(k);
		sum += mass;
	}
	while (k > 0 && sum - mass >= u) {
		sum -= mass;
		mass /= d.ratio(k);
		k--;
	}
	return k;
}

/** Quantile of the Poisson distribution. */
export function poissonQuantile(u: number, mean: number): number {
	if (mean === 0) return 0;
	return countingQuantile(u, {
		mean,
		sd: Math.sqrt(mean),
		skew: 1 / Math.sqrt(mean),
		last: Number.MAX_SAFE_INTEGER,
		mass: (k) => exp(k * log(mean) - mean - logGamma(k + 1)),
		ratio: (k) => mean / k,
		cdf: (k) => gammaQ(k + 1, mean),
	});
}

/** Quantile of the number of successes in `n` trials of probability `p`. */
export function binomialQuantile(u: number, n: number, p: number): number {
	if (p === 0 || n === 0) return 0;
	if (p === 1) return n;
	const odds = p / (1 - p);
	const sd = Math.sqrt(n * p * (1 - p));
	return countingQuantile(u, {
		mean: n * p,
		sd,
		skew: (1 - 2 * p) / sd,
		last: n,
		mass: (k) => exp(logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) + k * log(p) + (n - k) * log1p(-p)),
		ratio: (k) => ((n - k + 1) / k) * odds,
		cdf: (k) => (k >= n ? 1 : betaCdf(1 - p, n - k, k + 1)),
	});
}

/** Quantile of the number of failures before the `size`-th success of probability `p`; `size` need not be whole. */
export function negativeBinomialQuantile(u: number, size: number, p: number): number {
	if (p === 1) return 0;
	const mean = (size * (1 - p)) / p;
	const sd = Math.sqrt(mean / p);
	return countingQuantile(u, {
		mean,
		sd,
		skew: (2 - p) / Math.sqrt(size * (1 - p)),
		last: Number.MAX_SAFE_INTEGER,
		mass: (k) => exp(logGamma(k + size) - logGamma(size) - logGamma(k + 1) + size * log(p) + k * log1p(-p)),
		ratio: (k) => ((k + size - 1) / k) * (1 - p),
		cdf: (k) => betaCdf(p, size, k + 1),
	});
}

/** Equal cells of (0, 1) that a tabulated quantile distinguishes. */
const CELLS = 1024;

/** A monotone integer quantile function, remembered where it is constant over a whole cell; the values are unchanged. */
export function tabulateCounts(quantile: (u: number) => number): (u: number) => number {
	const edges = new Float64Array(CELLS + 1).fill(Number.NaN);
	const edge = (i: number): number => {
		if (Number.isNaN(edges[i])) edges[i] = quantile(i / CELLS);
		return edges[i]!;
	};
	return (u) => {
		const i = Math.floor(u * CELLS);
		if (i < 1 || i >= CELLS - 1) return quantile(u);
		const low = edge(i);
		return low === edge(i + 1) ? low : quantile(u);
	};
}
