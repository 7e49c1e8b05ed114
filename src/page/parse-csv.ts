import type { ParseCsvOptions } from "../table/csv";
import type { TextSource } from "../table/read-text";
import type { Table } from "../table/table";

/**
 * Reads a CSV table, quoted as RFC 4180 has it; the code that reads is loaded with the first call.
 *
 * The first row names the columns. Delimiter, line ends, encoding, decimal point, missing values and every column's kind
 * are inferred from the text; what had to be assumed or renamed stands in the table's `warnings`, why a column has its
 * kind in its `reason`. An empty cell and "NA", "N/A", "null", "NaN", "?" and the like are missing in any column; "None",
 * "-", "." and the like only among numbers, dates and truth values, because elsewhere they may be an answer. Blank lines
 * are skipped; a row wider than the header is accepted if its extra cells are empty.
 *
 * @throws TableError where the text is no table: empty, binary, without rows, ragged, or with a quote left open; names
 * row, line and remedy.
 * @throws SchemaError where a value does not fit the kind given for its column.
 * @throws OptionError where an option or the source cannot be used.
 */
export async function parseCsv(source: TextSource, options: ParseCsvOptions = {}): Promise<Table> {
	const reader = await import("../table/csv");
	return reader.parseCsv(source, options);
}
