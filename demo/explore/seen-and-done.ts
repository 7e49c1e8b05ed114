import { formatNumber, formatShare } from "../../src/charts";
import type { Column, Table } from "../../src/index";
import type { Intervention } from "./intervene";

/** Share of rows taken for "near" a number that is set. */
const NEAR = 0.1;

/**
 * What is seen among rows that happen to have a value, and what is when every row is given it: the two that a table
 * alone cannot distinguish. Undefined where a column is missing or has no rows to compare.
 */
export function seenAndDone(
	before: Table,
	after: Table,
	{ column, value }: Intervention,
	outcome: string,
): string | undefined {
	const set = before.columns.find(({ name }) => name === column);
	const seen = before.columns.find(({ name }) => name === outcome);
	const done = after.columns.find(({ name }) => name === outcome);
	if (!set || !seen || !done || column === outcome) return undefined;
	const rows = rowsAt(set, value);
	const all = Array.from({ length: after.rows }, (_, row) => row);
	if (rows.length === 0) return undefined;
	const given = typeof value === "number" ? `near ${formatNumber(value)}` : value;
	const what = "values" in seen ? `mean ${outcome}` : `${outcome}: ${topOf(seen)}`;
	return (
		`Seen: ${textOf(seen, rows)} (${what}) among the rows whose ${column} is ${given}. ` +
		`Set: ${textOf(done, all)} when every row is given that value. As it is: ${textOf(seen, all.slice(0, before.rows))}.`
	);
}

function rowsAt(column: Column, value: number | string): number[] {
	if ("codes" in column) {
		const code = column.levels.indexOf(String(value));
		return [...column.codes.keys()].filter((row) => column.codes[row] === code);
	}
	const off = (row: number) => Math.abs((column.values[row] as number) - Number(value));
	const known = [...column.values.keys()].filter((row) => !Number.isNaN(column.values[row]));
	return known.sort((a, b) => off(a) - off(b)).slice(0, Math.max(1, Math.round(known.length * NEAR)));
}

/** The mean of a number; of a category the share of its last one, which for yes and no is "true". */
function textOf(column: Column, rows: readonly number[]): string {
	if ("values" in column) {
		const known = rows.map((row) => column.values[row] as number).filter((value) => !Number.isNaN(value));
		return formatNumber(known.reduce((sum, value) => sum + value, 0) / known.length);
	}
	const top = column.levels.length - 1;
	return formatShare(rows.filter((row) => column.codes[row] === top).length / rows.length);
}

const topOf = (column: Column) => ("levels" in column ? (column.levels.at(-1) ?? "") : "");
