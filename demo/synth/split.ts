import { type Table, takeRows } from "../../src/index";
import { createBreath } from "../slices";

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
export async function splitRows(table: Table, share: number): Promise<Split> {
	const training: number[] = [];
	const holdout: number[] = [];
	for (let row = 0; row < table.rows; row++) {
		(((row + 1) * GOLDEN) % 1 < share ? holdout : training).push(row);
	}
	if (holdout.length === 0 || training.length === 0) return { training: table, holdout: undefined };
	return { training: await takeSlowly(table, training), holdout: await takeSlowly(table, holdout) };
}

/** `takeRows` a column at a time, so that the page can draw in between. */
export async function takeSlowly(table: Table, rows: readonly number[]): Promise<Table> {
	const breathe = createBreath();
	const columns = [];
	for (const column of table.columns) {
		columns.push(...takeRows({ rows: table.rows, columns: [column] }, rows).columns);
		await breathe();
	}
	return { rows: rows.length, columns };
}
