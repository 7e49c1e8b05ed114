// Δ sensitivity, C bound of a unit's vector, σ noise multiplier, P length, γ grid
import { createQuickGaussian } from "./quick-gaussian";
import type { SecureRandom } from "./secure-random";

/** Deviation of the noise in cells of the grid: fine enough that rounding to it hardly adds to the sensitivity. */
const CELLS = 2 ** 20;
/** Share of C by which a sum in single precision may be wrong, and differently so with a unit and without it. */
const ROUNDING = 0.005;

/**
 * Adds noise to sums of vectors of which each unit's is at most C long (Euclidean). The sum is rounded to a grid and the
 * noise is a discrete Gaussian on it, so that its low digits tell nothing (Mironov 2012). The sensitivity allows for the
 * rounding to the grid, γ√P, and half a percent of C for single precision, which is an allowance and no proof.
 */
export function createNoisySum(
	{ bound, noise, length }: { readonly bound: number; readonly noise: number; readonly length: number },
	random: SecureRandom,
): (sum: ArrayLike<number>) => Float64Array {
	const room = 1 - (noise * Math.sqrt(length)) / CELLS;
	if (!(room > 0.5)) {
		throw new RangeError(`${length} sums with noise of ${noise} times their bound are too many for the grid.`);
	}
	const sensitivity = (bound * (1 + ROUNDING)) / room;
	const cell = (noise * sensitivity) / CELLS;
	const draw = createQuickGaussian(CELLS * CELLS, random);
	return (sum) => {
		if (sum.length !== length) throw new RangeError(`${sum.length} sums came where ${length} were announced.`);
		return Float64Array.from(sum, (value) => (Math.round(value / cell) + draw()) * cell);
	};
}
