/** Columns as small whole numbers, which are quick to compare. */
import { type Column, isNumeric, type Table } from "../../table/table";

/** A column's cells at some rows as codes 0 … distinct − 1, equal where the cells are; missing cells share a code. */
export interface Coded {
	readonly index: number;
	readonly column: Column;
	readonly codes: Int32Array;
	/** How many codes there are, that of missing cells included. */
	readonly distinct: number;
	/** Code of missing cells, −1 where there are none. */
	readonly missing: number;
	/** Share of the commonest code. */
	readonly mode: number;
}

/** Codes of a column's cells at `rows`. */
export function codeColumn(table: Table, index: number, rows: Int32Array): Coded {
	const column = table.columns[index]!;
	const codes = new Int32Array(rows.length);
	const seen = new Map<number, number>();
	let missing = -1;
	for (let i = 0; i < rows.length; i++) {
		const cell = isNumeric(column) ? column.values[rows[i]!]! : column.codes[rows[i]!]!;
		let code = seen.get(cell);
		if (code === undefined) {
			code = seen.size;
			seen.set(cell, code);
			if (Number.isNaN(cell) || (cell < 0 && !isNumeric(column))) missing = code;
		}
		codes[i] = code;
	}
	const counts = new Uint32Array(seen.size);
	for (const code of codes) counts[code]!++;
	const most = counts.reduce((a, b) => Math.max(a, b), 0);
	return { index, column, codes, distinct: seen.size, missing, mode: most / Math.max(1, rows.length) };
}

/** Codes of two coded columns together. */
export function codePair(a: Coded, b: Coded): { codes: Int32Array; distinct: number } {
	const seen = new Map<number, number>();
	const codes = a.codes.map((code, i) => {
		const key = code * b.distinct + b.codes[i]!;
		let pair = seen.get(key);
		if (pair === undefined) {
			pair = seen.size;
			seen.set(key, pair);
		}
		return pair;
	});
	return { codes, distinct: seen.size };
}
