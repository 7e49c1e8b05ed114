import { OptionError } from "../errors";
import { appendRows } from "../table/append-rows";
import type { LevelColumn, Table } from "../table/table";

/**
 * `real` with the rows of `synthetic` behind its own, and a boolean column that says of each row whether it is synthetic.
 *
 * @throws OptionError where `real` has a column of that name already.
 */
export function markedTogether(real: Table, synthetic: Table, mark: string): Table {
	if (real.columns.some(({ name }) => name === mark)) {
		throw new OptionError(`The table has a column "${mark}" already; give another name as mark.`, {
			option: "mark",
			value: mark,
		});
	}
	const { rows, columns, dialect } = appendRows([real, synthetic]);
	const codes = Int32Array.from({ length: rows }, (_, row) => (row < real.rows ? 0 : 1));
	const marks: LevelColumn = { name: mark, kind: "boolean", codes, levels: ["false", "true"] };
	return { rows, columns: [...columns, marks], ...(dialect && { dialect }) };
}
