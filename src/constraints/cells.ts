/** Cells as they compare across tables, whose levels may be numbered otherwise. */
import { type Column, isNumeric } from "../table/table";

/** What stands between the cells of a key; no cell holds it. */
const BETWEEN = "\u001f";

/** 1 for each missing cell. */
export function missingCells(column: Column): Uint8Array {
	const rows = isNumeric(column) ? column.values.length : column.codes.length;
	const missing = new Uint8Array(rows);
	// A loop: `from` with a function is ten times slower, and the rows may be millions.
	if (isNumeric(column)) for (let row = 0; row < rows; row++) missing[row] = Number.isNaN(column.values[row]!) ? 1 : 0;
	else for (let row = 0; row < rows; row++) missing[row] = column.codes[row]! < 0 ? 1 : 0;
	return missing;
}

/** A cell as text that is the same in every table; a missing one as `undefined`. */
export function cellKey(column: Column): (row: number) => string | undefined {
	if (!isNumeric(column)) return (row) => column.levels[column.codes[row]!];
	const { values, decimals } = column;
	const digits = decimals !== undefined && decimals <= 15 ? decimals : undefined;
	return (row) => {
		const value = values[row]!;
		if (Number.isNaN(value)) return undefined;
		return digits === undefined ? String(value) : String(Number(value.toFixed(digits)));
	};
}

/** Cells of several columns as one key a row, and whether a row misses one of them. */
export function cellKeys(columns: readonly Column[]) {
	const cells = columns.map(cellKey);
	return {
		keys: (row: number) => cells.map((cell) => cell(row) ?? "\u0000").join(BETWEEN),
		missing: (row: number) => cells.some((cell) => cell(row) === undefined),
	};
}
