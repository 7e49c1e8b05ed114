import { type Column, isNumeric, type Table } from "../table/table";
import type { Encoder } from "./encoder";

/** The columns that an encoder knows, as a table has them; one that it does not have is missing in every row. */
export function knownColumns(encoder: Encoder, table: Table): Column[] {
	const { rows } = table;
	return encoder.columns.map(({ name, kind, codec }): Column => {
		const own = table.columns.find((column) => column.name === name);
		if (own) return own;
		if (codec.type === "quantile" || codec.type === "values") {
			return { name, kind: kind as "number", values: new Float64Array(rows).fill(Number.NaN) };
		}
		return { name, kind: kind as "category", codes: new Int32Array(rows).fill(-1), levels: [] };
	});
}

/** Whether a cell is missing. */
export function isMissing(column: Column, row: number): boolean {
	return isNumeric(column) ? Number.isNaN(column.values[row]!) : column.codes[row]! < 0;
}
