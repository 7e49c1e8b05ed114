import { OptionError } from "../errors";
import { checkOptions } from "../options/check";
import type { AcceptedOptions } from "../options/option";
import { cellText } from "./cell-text";
import { type Column, isNumeric, type Table } from "./table";

export interface FormatCsvOptions {
	/** What separates cells. Default ",". */
	delimiter?: string;
	/** Whether to begin with a byte order mark, by which spreadsheets know UTF-8. Default false. */
	bom?: boolean;
	/**
	 * Whether to put an apostrophe before cells and names that a spreadsheet would run as a formula: those that begin
	 * with `=`, `+`, `-`, `@`, a tab or a carriage return. Numbers and dates are left as they are. Default false,
	 * because the text then no longer reads back unchanged.
	 */
	defuseFormulas?: boolean;
	/** How a missing value is written. Default empty; "NA" in a table of one column, where an empty line is no row. */
	missing?: string;
	/** What ends a line. Default CR LF, as RFC 4180 has it. */
	newline?: "\r\n" | "\n";
}

const ROWS_A_CHUNK = 4096;
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Writes a table as CSV per RFC 4180: numbers with the column's decimals, datetimes in the column's format, cells in
 * quotes only where they need them. `parseCsv` reads it back to an equal table.
 */
export function formatCsv(table: Table, options?: FormatCsvOptions): string {
	let text = "";
	for (const chunk of formatCsvChunks(table, options)) text += chunk;
	return text;
}

/** `formatCsv` piece by piece, a few thousand rows each: for a `Blob`, a stream, or a page that must not stall. */
export function* formatCsvChunks(table: Table, options: FormatCsvOptions = {}): Generator<string, void> {
	checkOptions("formatCsv", options, OPTIONS);
	const { delimiter = ",", bom = false, newline = "\r\n", defuseFormulas = false } = options;
	const missing = options.missing ?? (table.columns.length === 1 ? "NA" : "");
	checkDelimiter(delimiter);
	// Where the header is one name, a reader that looks for the delimiter must not find one in the cells either.
	const delimiters = table.columns.length === 1 ? `${delimiter},;\t|` : delimiter;
	const special = new RegExp(`["\\r\\n${delimiters.replace(/[\\\]^-]/g, "\\$&")}]|^\\s|\\s$|^\\ufeff`);
	const quote = (text: string) => (special.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
	const defuse = (text: string) => (defuseFormulas && FORMULA.test(text) ? `'${text}` : text);
	// A reader that tells the delimiter from the header must find no other there.
	const misleading = (name: string) => /[,;\t|]|^sep=/.test(name) && !special.test(name);
	const header = table.columns
		.map((column) => defuse(column.name))
		.map((name) => (misleading(name) ? `"${name}"` : quote(name)))
		.join(delimiter);
	yield (bom ? "\ufeff" : "") + header + newline;
	const writers = table.columns.map((column) => cellWriter(column, quote, defuse, quote(missing)));
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

type Rewrite = (text: string) => string;

function cellWriter(column: Column, quote: Rewrite, defuse: Rewrite, missing: string): (row: number) => string {
	if (isNumeric(column)) {
		const text = cellText(column);
		return (row) => {
			const cell = text(row);
			return cell === undefined ? missing : quote(cell);
		};
	}
	const { codes } = column;
	const isNumber = (level: string) => level.trim() !== "" && Number.isFinite(Number(level));
	const written = column.levels.map((level) => quote(isNumber(level) ? level : defuse(level)));
	return (row) => written[codes[row]!] ?? missing;
}

const OPTIONS: AcceptedOptions<FormatCsvOptions> = {
	delimiter: { type: "text" },
	bom: { type: "boolean" },
	defuseFormulas: { type: "boolean" },
	missing: { type: "text" },
	newline: { type: "choice", choices: ["\r\n", "\n"] },
};

function checkDelimiter(delimiter: string): void {
	if (delimiter.length === 1 && !/["\r\n\ufeff]/.test(delimiter)) return;
	throw new OptionError(
		`delimiter must be one character other than a quote or a line end, not ${JSON.stringify(delimiter)}.`,
		{ delimiter },
	);
}
