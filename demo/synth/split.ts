import { type Table, takeRows } from "../../src/index";

export interface Split {
	/** Rows to learn from. */
	training: Table;
	/** Rows kept aside; absent where there would be none. */
	holdout: Table | undefined;
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Keeps a share of the rows aside, spread evenly over the file: row i is kept aside where the fractional part of
 * i times the golden ratio is below the share. Sorted files are cut fairly and no period of the data meets one of
 * the cut (Weyl's equidistribution; the golden ratio is the least approximable).
 */
export function splitRows(table: Table, share: number): Split {
	const training: number[] = [];
	const holdout: number[] = [];
	for (let row = 0; row < table.rows; row++) {
		(((row + 1) * GOLDEN) % 1 < share ? holdout : training).push(row);
	}
	if (holdout.length === 0 || training.length === 0) return { training: table, holdout: undefined };
	return { training: takeRows(table, training), holdout: takeRows(table, holdout) };
}
