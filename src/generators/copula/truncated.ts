// z = L e, e independent standard normals; row k of L depends on those before it alone
import type { Random } from "../../random";
import { normalCdf, normalQuantile } from "../../statistics/quantile/normal";
import { inside } from "./latent";

/** What a latent variable may be: one value, or intervals of u; absent: anything. */
export type Limit = { readonly z: number } | { readonly intervals: readonly (readonly [number, number])[] };

/** Candidates of a row under several limits, of which one is taken. */
const CANDIDATES = 32;

/**
 * One row of latent normals under limits: each in turn by the inverse of its truncated distribution given those before it
 * (Geweke, Hajivassiliou and Keane), and among candidates one by how likely its limits were on the way. Under known values
 * and at most one interval, first in the order, exact.
 *
 * @param L Cholesky factor of the correlations, variables in the order of `limits`: known values first.
 * @param z Receives the row.
 */
export function sampleTruncated(
	L: Float64Array,
	limits: readonly (Limit | undefined)[],
	random: Random,
	z: Float64Array,
): void {
	const n = limits.length;
	const loose = limits.indexOf(undefined);
	const bounded = loose < 0 ? n : loose;
	const truncated = limits.filter((limit) => limit && "intervals" in limit).length;
	const tries = truncated > 1 || (truncated === 1 && bounded > 1) ? CANDIDATES : 1;
	const e = new Float64Array(n);
	let best: Float64Array | undefined;
	let total = 0;
	for (let c = 0; c < tries; c++) {
		let weight = 1;
		for (let k = 0; k < bounded; k++) {
			const mean = meanAt(L, e, k, n);
			const scale = L[k * n + k]!;
			const limit = limits[k]!;
			if ("z" in limit) {
				e[k] = (limit.z - mean) / scale;
				continue;
			}
			const parts = limit.intervals.map(([from, to]) => {
				const low = from <= 0 ? 0 : normalCdf((normalQuantile(from) - mean) / scale);
				const high = to >= 1 ? 1 : normalCdf((normalQuantile(to) - mean) / scale);
				return [low, Math.max(0, high - low)] as const;
			});
			const mass = parts.reduce((sum, [, width]) => sum + width, 0);
			weight *= mass;
			let left = random.uniform() * mass;
			let i = 0;
			while (i < parts.length - 1 && left >= parts[i]![1]) left -= parts[i++]![1];
			e[k] = normalQuantile(inside(parts[i]![0] + left));
		}
		total += weight;
		// Reservoir of one, by weight.
		if (!best || random.uniform() * total < weight) best = e.slice(0, bounded);
	}
	e.set(best ?? []);
	for (let k = bounded; k < n; k++) e[k] = random.normal();
	for (let k = 0; k < n; k++) z[k] = meanAt(L, e, k, n) + L[k * n + k]! * e[k]!;
}

/** Σ_{j<k} L_kj e_j: the mean of variable k given those before it. */
function meanAt(L: Float64Array, e: Float64Array, k: number, n: number): number {
	let sum = 0;
	for (let j = 0; j < k; j++) sum += L[k * n + j]! * e[j]!;
	return sum;
}
