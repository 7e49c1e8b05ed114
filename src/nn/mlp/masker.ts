import type { Random } from "../../random";

/** Fills batches with rows, some cells masked, and the target cells. */
export interface Masker {
	/** How many of a row's columns are targets. */
	readonly columns: number;
	/** What it carries from one training batch to the next; a checkpoint copies it, and writes it back. */
	readonly carried: Int32Array;
	/**
	 * Fills the batch for training. How many columns of a row are masked is spread evenly over the batch (low
	 * discrepancy); weights sum to 1.
	 *
	 * @param blur how far a target bin may be moved, as a share of the column's bins.
	 */
	training(rows: ArrayLike<number>, random: Random, blur?: number): void;
	/**
	 * Fills the batch for evaluation: of row i of `rows` the first `positions[i]` columns are revealed and the next is
	 * the target, so that the mean loss times `columns` is an estimate of −log p(row), the chain rule in that order; a
	 * masker of one column has that alone for a target.
	 */
	evaluation(rows: ArrayLike<number>, positions: ArrayLike<number>): void;
}
