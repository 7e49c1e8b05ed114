import type { FormatCsvOptions } from "../table/format-csv";
import type { FormatTablesOptions, TableFormat } from "../table/format-table";
import type { ReadTableOptions, TableSource } from "../table/read-table";
import type { Table } from "../table/table";

/**
 * Reads a table from any of its formats, told from the content: CSV (as `parseCsv` reads it), JSON, JSON lines, Parquet,
 * Arrow IPC, Excel, and any of them in gzip or zip. The reader of each is loaded when it is needed. Options of CSV apply to
 * CSV; `kinds`, `missing`, `schema`, `signal` and `maxBytes` to all.
 *
 * @throws TableError where the content is no table; SchemaError where a value does not fit the kind given for its column;
 * OptionError where an option or the source cannot be used.
 */
export async function readTable(source: TableSource, options: ReadTableOptions = {}): Promise<Table> {
	const reader = await import("../table/read-table");
	return reader.readTable(source, options);
}

/**
 * A table as a file: CSV as `formatCsv` writes it and with its options (default), JSON lines or Parquet. The writer of each
 * is loaded when it is needed.
 */
export async function formatTable(
	table: Table,
	format: TableFormat = "csv",
	options: FormatCsvOptions = {},
): Promise<Blob> {
	const writer = await import("../table/format-table");
	return writer.formatTable(table, format, options);
}

/**
 * Tables of the same columns, one behind the other, as one file, piece by piece: the chunks of `sampleStream` become CSV,
 * JSON lines or Parquet (a row group a table) in constant memory. CSV and JSON lines are the same bytes whatever the
 * chunks. The writer of each format is loaded when it is needed.
 *
 * @throws OptionError for a format or an option that does not exist.
 */
export async function* formatTables(
	tables: AsyncIterable<Table> | Iterable<Table>,
	format: TableFormat = "csv",
	options: FormatTablesOptions = {},
): AsyncGenerator<string | Uint8Array, void> {
	const writer = await import("../table/format-table");
	yield* writer.formatTables(tables, format, options);
}
