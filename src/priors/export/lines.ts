import { checkOptions } from "../../options/check";
import { type AcceptedOptions, COUNT } from "../../options/option";
import { isNumeric } from "../../table/table";
import type { Task } from "../prior";
import { cells, fileColumns } from "./file-columns";
import { formatGroundTruth } from "./ground-truth";
import type { ParquetExportOptions } from "./parquet";

export interface CsvExportOptions extends ParquetExportOptions {
	/** Whether the first line names the columns. Default true; false for what is put behind another file. */
	header?: boolean;
}

const OPTIONS: AcceptedOptions<CsvExportOptions> = {
	features: COUNT,
	header: { type: "boolean" },
	onGroundTruth: { type: "function" },
};

/**
 * Writes tables into one CSV, a piece a table, in the columns of `toParquet`: `table` (the task's index), `x1` … and
 * `target`; categories as codes, missing cells empty. The same bytes however the tables are split among files.
 *
 * @throws OptionError where a table has more features than the file.
 */
export async function* toCsv(
	tasks: AsyncIterable<Task> | Iterable<Task>,
	options: CsvExportOptions = {},
): AsyncGenerator<string> {
	checkOptions("toCsv", options, OPTIONS);
	const { features, header = true, onGroundTruth } = options;
	let width = features;
	let named = !header;
	for await (const task of tasks) {
		width ??= task.table.columns.length - 1;
		const columns = fileColumns(task, width).map((column) => cells(column, task.table.rows));
		const lines = named ? [] : [["table", ...Array.from({ length: width }, (_, i) => `x${i + 1}`), "target"].join(",")];
		named = true;
		for (let row = 0; row < task.table.rows; row++) {
			lines.push(`${task.index},${columns.map((values) => values[row] ?? "").join(",")}`);
		}
		onGroundTruth?.(formatGroundTruth(task));
		yield `${lines.join("\n")}\n`;
	}
}

/** Writes tables as JSON lines, one a table: its ground truth and, as `cells`, its columns by name. */
export async function* toJsonLines(tasks: AsyncIterable<Task> | Iterable<Task>): AsyncGenerator<string> {
	for await (const task of tasks) {
		const { rows, columns } = task.table;
		const named = columns.map((column) => {
			if (isNumeric(column)) return [column.name, cells(column, rows)];
			return [column.name, Array.from(column.codes, (code) => column.levels[code] ?? null)];
		});
		const line = JSON.stringify({ ...JSON.parse(formatGroundTruth(task)), cells: Object.fromEntries(named) });
		yield `${line}\n`;
	}
}
