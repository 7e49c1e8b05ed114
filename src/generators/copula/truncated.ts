// z = L e, e independent standard normals; row k of L depends on those before it alone
import type { Random } from "../../random";
import { normalQuantile } from "../../statistics/quantile/normal";
import { logNormalMass, truncatedNormalQuantile } from "../../statistics/quantile/truncated-normal";
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
	let total = Number.NEGATIVE_INFINITY;
	for (let c = 0; c < tries; c++) {
		let weight = 0;
		for (let k = 0; k < bounded; k++) {
			const mean = meanAt(L, e, k, n);
			const scale = L[k * n + k]!;
			const limit = limits[k]!;
			if ("z" in limit) {
				e[k] = (limit.z - mean) / scale;
				continue;
			}
			const parts = limit.intervals.map(([from, to]) => {
				// At 0 and 1 these are infinite.
				const [low, high] = [(normalQuantile(from) - mean) / scale, (normalQuantile(to) - mean) / scale];
				return { low, high, log: logNormalMass(low, high) };
			});
			// Far from the mean masses are no numbers any more, but their logarithms are.
			const largest = parts.reduce((most, { log }) => Math.max(most, log), -Number.MAX_VALUE);
			const shares = parts.map(({ log }) => Math.exp(log - largest));
			const mass = shares.reduce((sum, share) => sum + share, 0);
			weight += largest + Math.log(mass);
			let left = random.uniform() * mass;
			let i = 0;
			while (i < parts.length - 1 && left >= shares[i]!) left -= shares[i++]!;
			e[k] = truncatedNormalQuantile(inside(mass > 0 ? left / shares[i]! : 0.5), parts[i]!.low, parts[i]!.high);
		}
		const more = Math.max(total, weight, -Number.MAX_VALUE);
		total = more + Math.log(Math.exp(total - more) + Math.exp(weight - more));
		// Reservoir of one, by weight.
		if (!best || Math.log(random.uniform()) + total < weight) best = e.slice(0, bounded);
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
