import type { Random } from "../../random";

/** Fills batches with rows and asks for the masked cells. */
export interface Masker {
	/** How many of a row's columns are asked for. */
	readonly columns: number;
	/**
	 * Fills the batch for training. How many columns of a row are masked is spread evenly over the batch (low
	 * discrepancy); of them at most `MOST_ASKED` are asked for, each as likely. Weights sum to 1.
	 *
	 * @param blur how far a bin that is asked for may be moved, as a share of the column's bins.
	 */
	training(rows: ArrayLike<number>, random: Random, blur?: number): void;
	/**
	 * Fills the batch for evaluation: of row i of `rows` the first `positions[i]` columns are revealed and the next is
	 * asked for, so that the mean loss times `columns` is an estimate of −log p(row), the chain rule in that order; a
	 * masker of one column asks for that alone.
	 */
	evaluation(rows: ArrayLike<number>, positions: ArrayLike<number>): void;
}
