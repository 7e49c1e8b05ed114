import { createRandom } from "../random";
import { type Table, takeRows } from "./table";

/** A table in two parts, each in the table's own order. */
export interface RowSplit {
	/** Rows to learn from. */
	training: Table;
	/** Rows kept aside as the control of the report; absent where the share of this table is less than one row. */
	holdout: Table | undefined;
}

/** Keeps `share` (0 … 1) of the rows aside, drawn by `seed` without replacement; at least one row stays for training. */
export function splitRows(table: Table, share: number, seed: number | string): RowSplit {
	const aside = Math.min(Math.floor(table.rows * share), table.rows - 1);
	if (aside < 1) return { training: table, holdout: undefined };
	const order = createRandom(seed)
		.stream("split rows")
		.shuffle(Uint32Array.from({ length: table.rows }, (_, row) => row));
	return {
		training: takeRows(table, order.subarray(aside).sort()),
		holdout: takeRows(table, order.subarray(0, aside).sort()),
	};
}
