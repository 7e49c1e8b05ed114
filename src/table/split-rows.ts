import { checkArgument } from "../options/check";
import { createRandom } from "../random";
import { checkTable } from "./check-table";
import { type Table, takeRows } from "./table";

/** A table in two parts, each in the table's own order. */
export interface RowSplit {
	/** Rows to learn from. */
	training: Table;
	/** Hold-out rows as the control of the report; absent where the share of this table is less than one row. */
	holdout: Table | undefined;
}

/**
 * Holds out `share` (0 … 1) of the rows, drawn by `seed` without replacement; at least one row stays for training. Where
 * the table says whose each row is, whole subjects are held out: nobody is on both sides.
 *
 * @throws OptionError where the share is not a number from 0 to 1, or the seed neither number nor text.
 */
export function splitRows(table: Table, share: number, seed: number | string): RowSplit {
	checkTable(table);
	checkArgument("share", share, { type: "number", min: 0, max: 1 });
	checkArgument("seed", seed, { type: "seed" });
	const aside = Math.min(Math.floor(table.rows * share), table.rows - 1);
	if (aside < 1) return { training: table, holdout: undefined };
	const random = createRandom(seed).stream("split rows");
	const { subjects } = table;
	if (subjects) {
		const order = random.shuffle(
			Uint32Array.from({ length: subjects.reduce((a, b) => Math.max(a, b), -1) + 1 }, (_, i) => i),
		);
		const heldOut = new Set(order.subarray(0, Math.min(Math.floor(order.length * share), order.length - 1)));
		if (heldOut.size === 0) return { training: table, holdout: undefined };
		const rowsWhere = (held: boolean) =>
			takeRows(
				table,
				Array.from(subjects.keys()).filter((row) => heldOut.has(subjects[row]!) === held),
			);
		return { training: rowsWhere(false), holdout: rowsWhere(true) };
	}
	const order = random.shuffle(Uint32Array.from({ length: table.rows }, (_, row) => row));
	return {
		training: takeRows(table, order.subarray(aside).sort()),
		holdout: takeRows(table, order.subarray(0, aside).sort()),
	};
}
