import { type Column, type Given, isNumeric, type Table } from "../../src/index";
import { takeSlowly } from "./split";

/** Whether each cell of a column satisfies what is given for it, as the generators understand it. */
function test(column: Column, wanted: Given[string]): (row: number) => boolean {
	if (typeof wanted === "object" && wanted !== null && !Array.isArray(wanted)) {
		const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = wanted as { min?: number; max?: number };
		const [low, high] = [moment(min), moment(max)];
		return (row) =>
			isNumeric(column) && (column.values[row] as number) >= low && (column.values[row] as number) <= high;
	}
	const list = (Array.isArray(wanted) ? wanted : [wanted]) as readonly (string | number | boolean | null)[];
	const missing = list.includes(null);
	if (isNumeric(column)) {
		const values = new Set(list.filter((value) => value !== null).map((value) => moment(value as number | string)));
		return (row) => {
			const value = column.values[row] as number;
			return Number.isNaN(value) ? missing : values.has(value);
		};
	}
	const levels = new Set(list.filter((value) => value !== null).map(String));
	return (row) => {
		const level = column.levels[column.codes[row] as number];
		return level === undefined ? missing : levels.has(level);
	};
}

const moment = (value: number | string): number => (typeof value === "number" ? value : Date.parse(value));

/** The rows that meet all conditions. */
export function matching(table: Table, given: Given): Promise<Table> {
	const tests = Object.entries(given).flatMap(([name, wanted]) => {
		const column = table.columns.find((one) => one.name === name);
		return column ? [test(column, wanted)] : [];
	});
	const rows: number[] = [];
	for (let row = 0; row < table.rows; row++) if (tests.every((holds) => holds(row))) rows.push(row);
	return takeSlowly(table, rows);
}

/** "age from 30 to 40, sex Female or missing". */
export function givenText(given: Given): string {
	return Object.entries(given)
		.map(([name, wanted]) => {
			if (typeof wanted === "object" && wanted !== null && !Array.isArray(wanted)) {
				const { min, max } = wanted as { min?: number | string; max?: number | string };
				return `${name}${min === undefined ? "" : ` from ${min}`}${max === undefined ? "" : ` to ${max}`}`;
			}
			const list = (Array.isArray(wanted) ? wanted : [wanted]) as readonly (string | number | boolean | null)[];
			return `${name} ${list.map((value) => (value === null ? "missing" : String(value))).join(" or ")}`;
		})
		.join(", ");
}
