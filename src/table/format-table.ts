import { OptionError } from "../errors";
import { show } from "../options/choose";
import { type FormatCsvOptions, formatCsvChunks } from "./format-csv";
import type { Table } from "./table";

/** Formats a table can be written in. */
export type TableFormat = "csv" | "jsonl" | "parquet";

/**
 * A table as a file: CSV as `formatCsv` writes it, with its options; JSON lines; or Parquet. The writer of each is loaded
 * when it is needed.
 */
export async function formatTable(
	table: Table,
	format: TableFormat = "csv",
	options: FormatCsvOptions = {},
): Promise<Blob> {
	if (format === "csv") return new Blob([...formatCsvChunks(table, options)], { type: "text/csv" });
	if (format === "jsonl") {
		const { jsonLines } = await import("./formats/json");
		return new Blob([...jsonLines(table)], { type: "application/jsonl" });
	}
	if (format === "parquet") {
		const { writeParquet } = await import("./formats/parquet");
		return new Blob([writeParquet(table) as BlobPart], { type: "application/vnd.apache.parquet" });
	}
	throw unknown(format);
}

export interface FormatTablesOptions extends FormatCsvOptions {
	/** Whether CSV begins with the columns' names. Default true; false for what is put behind another file. */
	header?: boolean;
}

/**
 * Tables of the same columns, one behind the other, as one file, piece by piece: the chunks of `sampleStream` become CSV,
 * JSON lines or Parquet (a row group a table) in constant memory. CSV and JSON lines are the same bytes whatever the
 * chunks.
 *
 * @throws OptionError for a format or an option that does not exist.
 */
export async function* formatTables(
	tables: AsyncIterable<Table> | Iterable<Table>,
	format: TableFormat = "csv",
	options: FormatTablesOptions = {},
): AsyncGenerator<string | Uint8Array, void> {
	const { header = true, ...csv } = options;
	if (format === "csv") {
		let named = !header;
		for await (const table of tables) {
			const pieces = formatCsvChunks(table, csv);
			const names = pieces.next().value;
			if (!named && names !== undefined) yield names;
			named = true;
			yield* pieces;
		}
	} else if (format === "jsonl") {
		const { jsonLines } = await import("./formats/json");
		for await (const table of tables) yield* batched(jsonLines(table));
	} else if (format === "parquet") {
		const { parquetPieces } = await import("./formats/parquet");
		yield* parquetPieces(tables);
	} else throw unknown(format);
}

/** Lines a piece: a text for every line would cost a call each. */
const LINES = 1024;

function* batched(lines: Iterable<string>): Generator<string, void> {
	let piece: string[] = [];
	for (const line of lines) {
		if (piece.push(line) < LINES) continue;
		yield piece.join("");
		piece = [];
	}
	if (piece.length > 0) yield piece.join("");
}

function unknown(format: unknown) {
	return new OptionError(`A table cannot be written as ${show(format)}; choose csv, jsonl or parquet.`, {
		option: "format",
		value: format,
	});
}
