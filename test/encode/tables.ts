import type { Column, Table } from "../../src/table/table";

/** A numeric column; null is missing. */
export function numeric(
	name: string,
	cells: (number | null)[],
	kind: "number" | "integer" | "datetime" = "number",
	decimals?: number,
): Column {
	const values = Float64Array.from(cells, (v) => v ?? Number.NaN);
	return { name, kind, values, ...(decimals !== undefined && { decimals }) };
}

/** A column of levels; null is missing. */
export function worded(
	name: string,
	cells: (string | null)[],
	kind: "category" | "boolean" | "id" | "text" = "category",
): Column {
	const levels: string[] = [];
	const indexOf = new Map<string, number>();
	const codes = Int32Array.from(cells, (cell) => {
		if (cell === null) return -1;
		if (!indexOf.has(cell)) indexOf.set(cell, levels.push(cell) - 1);
		return indexOf.get(cell)!;
	});
	return { name, kind, codes, levels };
}

export function tableOf(...columns: Column[]): Table {
	const first = columns[0]!;
	return { rows: "values" in first ? first.values.length : first.codes.length, columns };
}

/** Cells as written: levels as text, missing as null. */
export function cellsOf(column: Column): (string | number | null)[] {
	if ("values" in column) return Array.from(column.values, (v) => (Number.isNaN(v) ? null : v));
	return Array.from(column.codes, (code) => (code < 0 ? null : column.levels[code]!));
}

export function times<T>(n: number, make: (i: number) => T): T[] {
	return Array.from({ length: n }, (_, i) => make(i));
}
