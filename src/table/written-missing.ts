import type { MissingSpellings } from "./missing";
import type { Steps } from "./pause";
import { type RawColumn, TEXT } from "./raw-column";
import { type Column, isNumeric } from "./table";

/** The column with how its missing cells were written: the commonest spelling, and each cell that is another. */
export function* withMissing(raw: RawColumn, column: Column, missing: MissingSpellings): Steps<Column> {
	const rows = new Float64Array(raw.texts.length);
	const cells: number[] = [];
	const isMissing = isNumeric(column)
		? (row: number) => Number.isNaN(column.values[row]!)
		: (row: number) => column.codes[row]! < 0;
	for (let row = 0; row < raw.rows; row++) {
		if (row % 16_384 === 16_383) yield;
		if (!isMissing(row)) continue;
		cells.push(row);
		if (raw.tags[row] === TEXT) rows[raw.values[row]!]!++;
	}
	if (cells.length === 0) return column;
	let common = -1;
	for (let code = 0; code < rows.length; code++) {
		if (!missing.amongValues(raw.texts[code]!)) continue;
		if (rows[code]! > (common < 0 ? 0 : rows[common]!)) common = code;
	}
	const marker = common < 0 ? "" : raw.texts[common]!;
	const asWritten = new Map(column.asWritten);
	for (const row of cells) {
		const text = raw.text(row);
		if (text !== marker) asWritten.set(row, text);
	}
	return { ...column, ...(marker !== "" && { missing: marker }), ...(asWritten.size > 0 && { asWritten }) };
}
