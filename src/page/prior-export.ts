/** Tables of a prior as one file, piece by piece; the writers are loaded when first asked for. */
import type { CsvExportOptions } from "../priors/export/lines";
import type { ParquetExportOptions } from "../priors/export/parquet";
import type { Task } from "../priors/prior";

/**
 * One Parquet file of many tables: columns `table` (the task's index), the features and the target, a row group a
 * table; `onGroundTruth` receives each table's ground truth. Throws `OptionError` where a table has more features than
 * the file.
 */
export async function* toParquet(
	tasks: AsyncIterable<Task> | Iterable<Task>,
	options: ParquetExportOptions = {},
): AsyncGenerator<Uint8Array> {
	const writer = await import("../priors/export/parquet");
	yield* writer.toParquet(tasks, options);
}

/** A zip with `INDEX.csv` and `INDEX.json`, its ground truth as JSON, for each table. */
export async function* toZip(tasks: AsyncIterable<Task> | Iterable<Task>): AsyncGenerator<Uint8Array> {
	const writer = await import("../priors/export/zip");
	yield* writer.toZip(tasks);
}

/**
 * One CSV of many tables, in the columns of `toParquet`: `table` (the task's index), the features and the target;
 * categories as codes. The same bytes however the tables are split among files. Throws `OptionError` where a table has
 * more features than the file.
 */
export async function* toCsv(
	tasks: AsyncIterable<Task> | Iterable<Task>,
	options: CsvExportOptions = {},
): AsyncGenerator<string> {
	const writer = await import("../priors/export/lines");
	yield* writer.toCsv(tasks, options);
}

/** JSON lines, one a table: its ground truth and, as `cells`, its columns by name. */
export async function* toJsonLines(tasks: AsyncIterable<Task> | Iterable<Task>): AsyncGenerator<string> {
	const writer = await import("../priors/export/lines");
	yield* writer.toJsonLines(tasks);
}
