/** Dates and numbers that never fall from one row of a subject to its next. */
import { previousName } from "../table/previous";
import { isNumeric, type NumericColumn, type Table } from "../table/table";

/** Pairs of a subject's rows that must not fall, and how many of them must rise, for it to be more than chance. */
const [FEWEST_PAIRS, FEWEST_RISES] = [50, 20];

/** What a column last held in the rows of the subject before each row; NaN where it held nothing yet. */
function lastHeld(values: Float64Array, before: Int32Array): Float64Array {
	const last = new Float64Array(values.length);
	before.forEach((row, own) => {
		last[own] = row < 0 ? Number.NaN : Number.isNaN(values[row]!) ? last[row]! : values[row]!;
	});
	return last;
}

function neverBelow(values: Float64Array, last: Float64Array): boolean {
	let [pairs, rises] = [0, 0];
	for (let row = 0; row < values.length; row++) {
		if (values[row]! < last[row]!) return false;
		if (values[row]! >= last[row]!) pairs++;
		if (values[row]! > last[row]!) rises++;
	}
	return pairs >= FEWEST_PAIRS && rises >= FEWEST_RISES;
}

function meanOf(values: Float64Array): number {
	const known = values.filter((value) => !Number.isNaN(value));
	return known.reduce((sum, value) => sum + value, 0) / known.length;
}

/**
 * The columns whose value in the subject's rows before must be known for what rises to rise, each as a column of what it held last.
 * Where every date of a row is on or after the latest one of the row before, as of stays that do not overlap, that latest one is the
 * only one of dates. A subject's first row holds its own least value there.
 *
 * @param before The row before each row of a subject, −1 for its first.
 */
export function risingColumns(table: Table, before: Int32Array, constant: readonly string[]): NumericColumn[] {
	const numeric = table.columns.filter(isNumeric).filter(({ name }) => !constant.includes(name));
	const last = new Map(numeric.map((column) => [column, lastHeld(column.values, before)]));
	const rising = numeric.filter((column) => neverBelow(column.values, last.get(column)!));
	const dates = rising.filter(({ kind }) => kind === "datetime");
	const latest = dates.toSorted((a, b) => meanOf(last.get(b)!) - meanOf(last.get(a)!));
	const needed = new Set(
		rising.map((column) =>
			column.kind === "datetime" ? latest.find((own) => neverBelow(column.values, last.get(own)!))! : column,
		),
	);
	return [...needed].map((column) => {
		const least = (row: number) => {
			const own = (column.kind === "datetime" ? dates : [column]).map(({ values }) => values[row]!);
			return Math.min(...own.filter((value) => !Number.isNaN(value)), Number.POSITIVE_INFINITY);
		};
		const values = last.get(column)!.map((value, row) => {
			const known = Number.isNaN(value) ? least(row) : value;
			return Number.isFinite(known) ? known : Number.NaN;
		});
		return { ...column, name: previousName(column.name), values };
	});
}
