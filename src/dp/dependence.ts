// n rows, n_xp those with child x and parents p; R = ½ Σ |n_xp / n − n_x n_p / n²|
/**
 * Rows by which n R of Zhang et al. (PrivBayes, SIGMOD 2014, §5.2) changes when one is added or removed, at most. With
 * u = (n − n_x)(n − n_p) / n(n + 1) < 1 for the row's own x and p, each of the four parts of the table — its cell, the rest of
 * its line, of its column, and all else — changes by at most u against what independence expects: together 4u, halved 2u < 2.
 * (With a row replaced, the paper's neighbours, R changes by at most 3/n + 2/n².)
 */
export const SENSITIVITY_OF_R = 2n;

/**
 * ⌊n R⌋, how many rows of a child and its parents are elsewhere than independence would have them. Exact: sums of whole
 * numbers below 2⁵³ for up to 2²⁶ rows, so that rounding cannot add to the sensitivity.
 *
 * @param counts Rows in each cell; the child varies fastest.
 * @param width States of the child.
 */
export function rowsMisplaced(counts: Float64Array, width: number): bigint {
	const child = new Float64Array(width);
	const parents = new Float64Array(counts.length / width);
	let rows = 0;
	for (let p = 0, cell = 0; p < parents.length; p++) {
		for (let x = 0; x < width; x++, cell++) {
			const n = counts[cell]!;
			child[x]! += n;
			parents[p]! += n;
			rows += n;
		}
	}
	if (rows === 0) return 0n;
	let sum = 0;
	for (let p = 0, cell = 0; p < parents.length; p++) {
		const of = parents[p]!;
		if (of === 0) {
			cell += width;
			continue;
		}
		for (let x = 0; x < width; x++, cell++) sum += Math.abs(rows * counts[cell]! - child[x]! * of);
	}
	return BigInt(sum) / BigInt(2 * rows);
}
