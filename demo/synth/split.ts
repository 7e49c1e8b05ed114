import type { Column, Table } from "../../src/index";

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
	return { training: take(table, training), holdout: take(table, holdout) };
}

function take(table: Table, rows: readonly number[]): Table {
	const columns = table.columns.map((column): Column => {
		if ("values" in column)
			return { ...column, values: Float64Array.from(rows, (row) => column.values[row] as number) };
		return { ...column, codes: Int32Array.from(rows, (row) => column.codes[row] as number) };
	});
	return { rows: rows.length, columns };
}
