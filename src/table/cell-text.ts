import { cellFormat } from "./cell-format";
import { type Column, isNumeric, type NumericColumn } from "./table";

/**
 * A function from row to the text of the column's cell, as it came or would have come in its file; `undefined` is a
 * missing one.
 */
export function cellText(column: Column): (row: number) => string | undefined {
	const { asWritten } = column;
	const text = isNumeric(column) ? numberText(column) : (row: number) => column.levels[column.codes[row]!];
	if (!asWritten?.size) return text;
	return (row) => {
		const cell = text(row);
		return cell === undefined ? undefined : (asWritten.get(row) ?? cell);
	};
}

function numberText(column: NumericColumn) {
	const { format } = cellFormat(column);
	const { values } = column;
	return (row: number) => (Number.isFinite(values[row]!) ? format(values[row]!) : undefined);
}
