import { datetimeFormat } from "./datetime";
import { type Column, isNumeric } from "./table";

/** Digits behind the point beyond which a number is written as JavaScript writes it: the shortest that reads back. */
const MOST_DECIMALS = 15;
const ISO = "YYYY-MM-DDTHH:mm:ss.SSSZ";

/** A function from row to the text of the column's cell; `undefined` is a missing one. */
export function cellText(column: Column): (row: number) => string | undefined {
	if (!isNumeric(column)) {
		const { codes, levels } = column;
		return (row) => levels[codes[row]!];
	}
	const { values, kind, decimals } = column;
	if (kind === "datetime") {
		const { format } = datetimeFormat(column.format ?? ISO);
		return (row) => (Number.isFinite(values[row]!) ? format(values[row]!) : undefined);
	}
	const digits = decimals ?? (kind === "integer" ? 0 : undefined);
	if (digits === undefined || digits > MOST_DECIMALS) {
		return (row) => (Number.isFinite(values[row]!) ? String(values[row]! || 0) : undefined);
	}
	return (row) => (Number.isFinite(values[row]!) ? fixed(values[row]!, digits) : undefined);
}

/** `toFixed` without a sign on what rounds to zero. */
function fixed(value: number, digits: number): string {
	const text = value.toFixed(digits);
	return text.startsWith("-") && Number(text) === 0 ? text.slice(1) : text;
}
