// σ² variance, B rows a unit may have
import { normalQuantile } from "../statistics/quantile/normal";
import { exactly } from "./rational";
import { discreteGaussian } from "./samplers";
import type { SecureRandom } from "./secure-random";

/** Whole counts with discrete Gaussian noise of the variance given. */
export function noisyCounts(counts: ArrayLike<number>, variance: number, random: SecureRandom): Float64Array {
	const exact = exactly(variance);
	return Float64Array.from(counts, (count) => count + Number(discreteGaussian(random, exact)));
}

/**
 * The noisy count from which a name may be told, so that one that a single unit has is told with chance at most `delta`
 * (Gaussian partition selection): B + σ Φ⁻¹(1 − δ/B), and one more for the noise is whole.
 */
export function tellingThreshold(variance: number, delta: number, bound = 1): number {
	return bound + 1 + Math.sqrt(variance) * -normalQuantile(delta / bound);
}

/**
 * Counts by name, noisy, of the names that enough units have. Names without a row cost nothing, since they are never told:
 * what is told are names that somebody has, above a threshold that one unit alone hardly reaches.
 */
export function stableHistogram<Name>(
	counts: ReadonlyMap<Name, number>,
	options: {
		readonly variance: number;
		readonly delta: number;
		readonly bound?: number;
		readonly random: SecureRandom;
	},
): Map<Name, number> {
	const threshold = tellingThreshold(options.variance, options.delta, options.bound);
	const exact = exactly(options.variance);
	const told = new Map<Name, number>();
	for (const [name, count] of counts) {
		const noisy = count + Number(discreteGaussian(options.random, exact));
		if (noisy >= threshold) told.set(name, noisy);
	}
	return told;
}
