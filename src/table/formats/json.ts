import { TableError } from "../../errors";
import { cellText } from "../cell-text";
import type { Notation } from "../notation/notation";
import { isNumeric, type Table } from "../table";
import { recordColumns } from "./record-columns";
import { tableFromValues, type ValueOptions } from "./table-from-values";

type JsonRecord = Readonly<Record<string, unknown>>;

/** Reads JSON lines, an array of records (also pretty-printed), or an object of columns or with one such array in it. */
export async function readJson(text: string, options: ValueOptions): Promise<Table> {
	const clean = text.replace(/^\ufeff/, "").trim();
	const lines = clean.split(/\r?\n/);
	const first = attempt(lines[0]!);
	if (lines.length > 1 && isRecord(first)) return tableFromValues(recordColumns(lines.flatMap(lineRecord)), options);
	const whole = attempt(clean);
	if (whole === undefined) throw new TableError(`The JSON cannot be read: ${reason(clean)}`, {});
	if (isRecord(whole)) {
		const lists = Object.entries(whole).filter(([, value]) => Array.isArray(value)) as [string, unknown[]][];
		const records = lists.find(([, list]) => list.length > 0 && list.every(isRecord));
		if (records) return tableFromValues(recordColumns(records[1] as JsonRecord[]), options);
		const length = lists[0]?.[1].length ?? 0;
		if (length > 0 && lists.length === Object.keys(whole).length && lists.every(([, list]) => list.length === length)) {
			return tableFromValues(
				lists.map(([name, values]) => ({ name, values })),
				options,
			);
		}
		return tableFromValues(recordColumns([whole]), options);
	}
	if (!Array.isArray(whole)) throw new TableError("The JSON holds no table: an array of records is wanted.", {});
	if (whole.length > 1 && whole.every(Array.isArray)) {
		const [names, ...rows] = whole as unknown[][];
		const columns = names!.map((name, c) => ({ name: String(name), values: rows.map((row) => row[c]) }));
		return tableFromValues(columns, options);
	}
	const odd = whole.findIndex((record) => !isRecord(record));
	if (odd >= 0) {
		throw new TableError(
			`Entry ${odd + 1} of the JSON array is no record: each must be an object of cells by column.`,
			{
				row: odd + 1,
			},
		);
	}
	return tableFromValues(recordColumns(whole as JsonRecord[]), options);
}

function lineRecord(line: string, index: number): JsonRecord[] {
	if (line.trim() === "") return [];
	const record = attempt(line);
	if (isRecord(record)) return [record];
	throw new TableError(`Line ${index + 1} of the JSON lines is no record: each must be an object of cells by column.`, {
		line: index + 1,
	});
}

function attempt(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function reason(text: string): string {
	try {
		JSON.parse(text);
		return "";
	} catch (error) {
		return (error as Error).message;
	}
}

function isRecord(value: unknown): value is JsonRecord {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A table as JSON lines: plain numbers as numbers, truth values as such, everything else as it is written. */
export function* jsonLines(table: Table): Generator<string, void> {
	const cells = table.columns.map((column) => {
		const text = cellText(column);
		if (isNumeric(column) && column.kind !== "datetime" && isBare(column.notation) && !column.words) {
			return (row: number) => (Number.isNaN(column.values[row]!) ? null : column.values[row]!);
		}
		const truth =
			column.kind === "boolean" && !isNumeric(column) && column.levels.every((level) => /^(true|false)$/i.test(level));
		return (row: number) => {
			const cell = text(row);
			return cell === undefined ? null : truth ? cell.toLowerCase() === "true" : cell;
		};
	});
	for (let row = 0; row < table.rows; row++) {
		const record = table.columns.map(({ name }, c) => `${JSON.stringify(name)}:${JSON.stringify(cells[c]!(row))}`);
		yield `{${record.join(",")}}\n`;
	}
}

/** Whether numbers are written with nothing but their digits, however many. */
function isBare(notation: Notation | undefined): boolean {
	return (
		Object.keys(notation ?? {}).every((key) => ["type", "fewest", "exponents", "whole"].includes(key)) &&
		notation?.type !== "time" &&
		notation?.type !== "duration"
	);
}
