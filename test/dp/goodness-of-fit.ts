/** How well sampled whole numbers follow a distribution that is known exactly. */
import { gammaQ } from "../../src/statistics/quantile/gamma";

/** Least count expected in a cell of the chi-square test; rarer values are put together, each side by itself. */
const LEAST_EXPECTED = 10;

/** P(√n D > x) of Kolmogorov's distribution. */
function kolmogorovTail(x: number): number {
	if (x < 0.3) return 1;
	let sum = 0;
	for (let k = 1; k <= 100; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
	return Math.min(1, Math.max(0, sum));
}

/**
 * Pearson's chi-square and Kolmogorov and Smirnov's distance of `values` from P(k) ∝ weight(k), |k| ≤ reach, beyond which
 * the weight is nothing. For whole numbers the p-value of the latter is too large, never too small.
 */
export function goodnessOfFit(values: ArrayLike<number>, weight: (k: number) => number, reach: number) {
	const size = 2 * reach + 1;
	const expected = Float64Array.from({ length: size }, (_, i) => weight(i - reach));
	const total = expected.reduce((sum, w) => sum + w, 0);
	const n = values.length;
	for (let i = 0; i < size; i++) expected[i]! *= n / total;
	const seen = new Float64Array(size);
	for (let i = 0; i < n; i++) {
		const at = values[i]! + reach;
		if (at < 0 || at >= size) throw new RangeError(`${values[i]} was sampled, which never happens.`);
		seen[at]!++;
	}
	let [distance, gap] = [0, 0];
	for (let i = 0; i < size; i++) {
		gap += seen[i]! - expected[i]!;
		distance = Math.max(distance, Math.abs(gap) / n);
	}
	const cells: [number, number][] = [];
	let [e, s] = [0, 0];
	for (let i = 0; i < size; i++) {
		e += expected[i]!;
		s += seen[i]!;
		if (e < LEAST_EXPECTED) continue;
		cells.push([s, e]);
		[e, s] = [0, 0];
	}
	const last = cells.at(-1)!;
	last[0] += s;
	last[1] += e;
	const chiSquare = cells.reduce((sum, [observed, due]) => sum + (observed - due) ** 2 / due, 0);
	return {
		cells: cells.length,
		chiSquare,
		chiSquareP: gammaQ((cells.length - 1) / 2, chiSquare / 2),
		distance,
		distanceP: kolmogorovTail(Math.sqrt(n) * distance),
	};
}
