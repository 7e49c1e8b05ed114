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
	throw new OptionError(`A table cannot be written as ${show(format)}; choose csv, jsonl or parquet.`, {
		option: "format",
		value: format,
	});
}
