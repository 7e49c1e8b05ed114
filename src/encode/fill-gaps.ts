import { SchemaError } from "../errors";
import { type Column, isNumeric, type Table } from "../table/table";

/** `column`'s cells with the gaps taken from `drawn`, the same column of as many rows. */
function fillColumn(column: Column, drawn: Column, offset: number): Column {
	const from = drawn.name;
	if (isNumeric(column) && isNumeric(drawn)) {
		const values = drawn.values.map((v, r) =>
			Number.isNaN(column.values[offset + r]) ? v : column.values[offset + r]!,
		);
		return { ...drawn, values };
	}
	if (isNumeric(column) || isNumeric(drawn)) {
		throw new SchemaError(`Column "${from}" is of kind ${column.kind}; the model was trained on it as ${drawn.kind}.`, {
			column: from,
		});
	}
	const levels = [...column.levels];
	const indexOf = new Map(levels.map((level, i) => [level, i]));
	const place = drawn.levels.map((level) => indexOf.get(level) ?? levels.push(level) - 1);
	const made = drawn.kind === "id" || drawn.kind === "text";
	const codes = drawn.codes.map((code, r) => {
		const known = column.codes[offset + r]!;
		return known >= 0 || made || code < 0 ? known : place[code]!;
	});
	return { ...drawn, codes, levels: made ? column.levels : levels };
}

/**
 * Rows `offset` … of `table` with their missing cells taken from `drawn`. Columns the table does not have are drawn
 * whole; missing ids and texts stay missing.
 */
export function fillGaps(table: Table, drawn: Table, offset: number): Table {
	if (offset + drawn.rows > table.rows) {
		throw new SchemaError(
			`complete has ${table.rows} rows; rows ${offset} to ${offset + drawn.rows} of it were asked for.`,
			{ rows: table.rows, asked: offset + drawn.rows },
		);
	}
	const columns = drawn.columns.map((column) => {
		const known = table.columns.find((c) => c.name === column.name);
		return known ? fillColumn(known, column, offset) : column;
	});
	return { rows: drawn.rows, columns };
}
