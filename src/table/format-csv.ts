import { OptionError } from "../errors";
import { checkOptions } from "../options/check";
import type { AcceptedOptions } from "../options/option";
import { cellText } from "./cell-text";
import { checkTable } from "./check-table";
import { type Column, isNumeric, type Table } from "./table";

export interface FormatCsvOptions {
	/** What separates cells. Default: as in the file that the table came from, else ",". */
	delimiter?: string;
	/** Whether to begin with a byte order mark, by which spreadsheets know UTF-8. Default: as in that file, else false. */
	bom?: boolean;
	/**
	 * Whether to put an apostrophe before cells and names that a spreadsheet would run as a formula: those that begin
	 * with `=`, `+`, `-`, `@`, a tab or a carriage return. Numbers and dates are left as they are. Default false,
	 * because the text then no longer reads back unchanged; `formulasIn` tells whether a table holds any.
	 */
	defuseFormulas?: boolean;
	/**
	 * How a missing value is written. Default: as each column wrote its own, else empty; "NA" in a table of one column,
	 * where an empty line is no row.
	 */
	missing?: string;
	/** What ends a line. Default: as in that file, else CR LF, as RFC 4180 has it. */
	newline?: "\r\n" | "\n" | "\r";
	/** Which cells are in quotes. Default: those that were in that file, else those that need them. */
	quote?: "all" | "needed";
}

const ROWS_A_CHUNK = 4096;
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Writes a table as CSV per RFC 4180, laid out as the file that it came from (its `dialect`) unless told otherwise, every
 * column as it was written: decimals, dates, currencies, missing values. `parseCsv` reads it back to an equal table.
 */
export function formatCsv(table: Table, options?: FormatCsvOptions): string {
	let text = "";
	for (const chunk of formatCsvChunks(table, options)) text += chunk;
	return text;
}

/** `formatCsv` piece by piece, a few thousand rows each: for a `Blob`, a stream, or a page that must not stall. */
export function* formatCsvChunks(table: Table, options: FormatCsvOptions = {}): Generator<string, void> {
	checkTable(table);
	checkOptions("formatCsv", options, OPTIONS);
	const { dialect } = table;
	const delimiter = options.delimiter ?? dialect?.delimiter ?? ",";
	const newline = options.newline ?? dialect?.newline ?? "\r\n";
	const { bom = dialect?.bom ?? false, defuseFormulas = false } = options;
	checkDelimiter(delimiter);
	// Where the header is one name, a reader that looks for the delimiter must not find one in the cells either.
	const delimiters = table.columns.length === 1 ? `${delimiter},;\t|` : delimiter;
	const special = new RegExp(`["\\r\\n${delimiters.replace(/[\\\]^-]/g, "\\$&")}]|^\\s|\\s$|^\\ufeff`);
	const always = (text: string) => `"${text.replaceAll('"', '""')}"`;
	const quote = (text: string) => (special.test(text) ? always(text) : text);
	const quoted = options.quote === undefined ? dialect?.quoted : options.quote;
	const quotes = (name: string) => quoted === "all" || (Array.isArray(quoted) && quoted.includes(name));
	const defuse = (text: string) => (defuseFormulas && FORMULA.test(text) ? `'${text}` : text);
	// A reader that tells the delimiter from the header must find no other there.
	const misleading = (name: string) => /[,;\t|]|^sep=/.test(name) && !special.test(name);
	const quotesHeader = options.quote === undefined ? dialect?.quotedHeader : options.quote === "all";
	const header = table.columns
		.map((column) => defuse(column.name))
		.map((name) => (quotesHeader || misleading(name) ? always(name) : quote(name)))
		.join(delimiter);
	yield (bom ? "\ufeff" : "") + header + newline;
	const empty = table.columns.length === 1 ? "NA" : "";
	const writers = table.columns.map((column) => {
		// A line of blanks alone is no row, in quotes or not.
		const kept = (text: string | undefined) => (empty !== "" && text?.trim() === "" ? undefined : text);
		const missing = options.missing ?? kept(column.missing) ?? empty;
		const written = quoted === "all" ? always(missing) : quote(missing);
		const other = (row: number) => (options.missing === undefined ? kept(column.asWritten?.get(row)) : undefined);
		return cellWriter(column, quotes(column.name) ? always : quote, defuse, written, other);
	});
	for (let from = 0; from < table.rows; from += ROWS_A_CHUNK) {
		const to = Math.min(table.rows, from + ROWS_A_CHUNK);
		let chunk = "";
		for (let row = from; row < to; row++) {
			for (let c = 0; c < writers.length; c++) chunk += (c > 0 ? delimiter : "") + writers[c]!(row);
			chunk += newline;
		}
		yield chunk;
	}
}

/** Names of the columns of words in which a cell begins as a spreadsheet's formulas do; what `defuseFormulas` is for. */
export function formulasIn(table: Table): string[] {
	checkTable(table);
	const starts = (column: Column) =>
		!isNumeric(column) && column.levels.some((level) => !isNumber(level) && FORMULA.test(level));
	return table.columns.filter((column) => FORMULA.test(column.name) || starts(column)).map(({ name }) => name);
}

const isNumber = (level: string) => level.trim() !== "" && Number.isFinite(Number(level));

type Rewrite = (text: string) => string;

/** @param otherwise How a missing cell was written, where that was not as the column writes others. */
function cellWriter(
	column: Column,
	quote: Rewrite,
	defuse: Rewrite,
	missing: string,
	otherwise: (row: number) => string | undefined,
): (row: number) => string {
	const text = cellText(column);
	const { asWritten } = column;
	const absent = (row: number) => {
		const other = otherwise(row);
		return other === undefined ? missing : quote(defuse(other));
	};
	if (isNumeric(column)) {
		return (row) => {
			const cell = text(row);
			return cell === undefined ? absent(row) : quote(cell);
		};
	}
	const { codes } = column;
	const written = column.levels.map((level) => quote(isNumber(level) ? level : defuse(level)));
	if (!asWritten?.size) return (row) => written[codes[row]!] ?? missing;
	return (row) =>
		codes[row]! < 0 ? absent(row) : asWritten.has(row) ? quote(asWritten.get(row)!) : written[codes[row]!]!;
}

const OPTIONS: AcceptedOptions<FormatCsvOptions> = {
	delimiter: { type: "text" },
	bom: { type: "boolean" },
	defuseFormulas: { type: "boolean" },
	missing: { type: "text" },
	newline: { type: "choice", choices: ["\r\n", "\n", "\r"] },
	quote: { type: "choice", choices: ["all", "needed"] },
};

function checkDelimiter(delimiter: string): void {
	if (delimiter !== "" && !/["\r\n\ufeff]/.test(delimiter)) return;
	throw new OptionError(
		`delimiter must be one or more characters other than a quote or a line end, not ${JSON.stringify(delimiter)}.`,
		{ delimiter },
	);
}
