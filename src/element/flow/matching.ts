import type { Given } from "../../generators/generator";
import type { RowSplit } from "../../table/split-rows";
import { type Column, isNumeric, type Table, takeRows } from "../../table/table";
import { createBreath } from "./slices";

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
async function matching(table: Table, given: Given): Promise<Table> {
	const tests = Object.entries(given).flatMap(([name, wanted]) => {
		const column = table.columns.find((one) => one.name === name);
		return column ? [test(column, wanted)] : [];
	});
	const rows: number[] = [];
	for (let row = 0; row < table.rows; row++) if (tests.every((holds) => holds(row))) rows.push(row);
	const breathe = createBreath();
	const columns = [];
	const { subjects } = takeRows({ ...table, columns: [] }, rows);
	for (const column of table.columns) {
		columns.push(...takeRows({ rows: table.rows, columns: [column] }, rows).columns);
		await breathe();
	}
	return { rows: rows.length, columns, ...(subjects && { subjects }) };
}

/** The real rows a synthetic table is to be compared with: those that meet the same conditions. */
export async function rowsLike(split: RowSplit, given: Given): Promise<RowSplit> {
	if (Object.keys(given).length === 0) return split;
	const { training, holdout } = split;
	const like = holdout && (await matching(holdout, given));
	return { training: await matching(training, given), holdout: like?.rows ? like : undefined };
}
