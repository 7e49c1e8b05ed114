import { OptionError } from "../errors";
import { checkOptions } from "../options/check";
import type { AcceptedOptions } from "../options/option";
import { PROGRESS_MS } from "../pace";
import { readRecords } from "./csv-records";
import type { Dialect } from "./dialect";
import { inferColumns } from "./infer-table";
import type { TableLayout } from "./layout";
import { asMemoryError } from "./memory-error";
import { missingSpellings } from "./missing";
import { createPause, paced } from "./pause";
import type { RawColumn } from "./raw-column";
import { readAs, schemaLayout } from "./read-as";
import { readText, type TextSource } from "./read-text";
import type { Kind, Table } from "./table";
import { TableBuilder } from "./table-builder";
import { kindsByColumn } from "./with-kinds";

export interface ParseCsvOptions {
	/** Kinds that are known, by column name; the others are inferred. */
	kinds?: Readonly<Record<string, Kind>>;
	/**
	 * The table, or the layout of one, whose columns these are as well: each is read as it is there, whatever a few rows
	 * would look like by themselves. A cell that its column cannot hold refuses the table.
	 */
	schema?: Table | TableLayout;
	/** What separates cells; told from the text (`,` `;` tab `|`) where it is not given. */
	delimiter?: string;
	/** The decimal point; told from each column where it is not given. */
	decimal?: "." | ",";
	/** Spellings that mean missing in every column, besides the usual ones. */
	missing?: readonly string[];
	/**
	 * Whether the first row names the columns. False: it is data, and the columns are called "column_1", "column_2" and so
	 * on; true: it names them, whatever it looks like. Told from its cells where it is not given, with a warning for data.
	 */
	header?: boolean;
	/**
	 * Lines before the header that are left out: a title, the date of an export. Told where it is not given: lines of one
	 * cell above a table of several, with a warning.
	 */
	skipLines?: number;
	/** Rows at the end that are left out: totals, notes. Default 0. */
	footerLines?: number;
	/** What lines begin with that are left out, such as "#"; none where it is not given. */
	comment?: string;
	/** What is done with rows that have fewer cells than the header: they are refused, or filled with missing cells. */
	shortRows?: "refuse" | "fill";
	/** Encoding of the bytes, as `TextDecoder` names it; told from the bytes where it is not given. */
	encoding?: string;
	/** Stops the reading; the promise then rejects with the signal's reason. */
	signal?: AbortSignal;
	/** Told how far the reading is, at most ten times a second and at the end. */
	onProgress?: (progress: CsvProgress) => void;
	/** Longest table read, in bytes (characters, of text). Default 1 GiB. */
	maxBytes?: number;
	/** Most columns. Default 100,000. */
	maxColumns?: number;
	/** Longest row, in characters; a quote that is never closed ends here. Default 32 Mi. */
	maxRowCharacters?: number;
}

/** How far a table was read. */
export interface CsvProgress {
	readonly phase: "read" | "infer";
	/** Rows read so far. */
	readonly rows: number;
	/** Bytes read so far (characters, of text). */
	readonly bytes: number;
	/** Bytes in all, where the source tells. */
	readonly totalBytes?: number;
}

const DEFAULTS = { maxBytes: 2 ** 30, maxColumns: 100_000, maxRowCharacters: 2 ** 25 };

/**
 * Reads a CSV table, quoted as RFC 4180 has it.
 *
 * The first row names the columns, unless it looks like data. Delimiter, line ends, encoding, decimal point, missing values and every column's kind are told from the text;
 * what had to be assumed or renamed stands in the table's `warnings`, why a column has its kind in its `reason`.
 * An empty cell and "NA", "N/A", "null", "NaN", "?" and the like are missing in any column; "None", "-", "." and the
 * like only among numbers, dates and truth values, because elsewhere they may be an answer.
 * Blank lines are skipped; a row wider than the header is accepted if its extra cells are empty.
 *
 * Works on the page and in a worker alike, in pieces of a few milliseconds with messages let in between.
 *
 * @throws TableError where the text is no table: empty, binary, without rows, ragged, or with a quote left open;
 * names row, line and remedy.
 * @throws SchemaError where a value does not fit the kind given for its column.
 * @throws OptionError where an option or the source cannot be used.
 * @throws BackendError where there is not enough memory.
 */
export async function parseCsv(source: TextSource, options: ParseCsvOptions = {}): Promise<Table> {
	check(options);
	try {
		return await parse(source, options);
	} catch (cause) {
		throw asMemoryError(cause);
	}
}

async function parse(source: TextSource, options: ParseCsvOptions): Promise<Table> {
	const { signal, onProgress } = options;
	signal?.throwIfAborted();
	const warnings: string[] = [];
	const pause = createPause(signal);
	const warn = (sentence: string) => void warnings.push(sentence);
	const text = readText(source, {
		encoding: options.encoding,
		maxBytes: options.maxBytes ?? DEFAULTS.maxBytes,
		signal,
		warn,
	});
	const { missing: spellings, footerLines, shortRows, header, delimiter: wanted, skipLines, comment } = options;
	const maxColumns = options.maxColumns ?? DEFAULTS.maxColumns;
	const shape = { missing: spellings, maxColumns, footerLines, shortRows, header };
	const builder = new TableBuilder(shape, warnings, pause);
	const maxRecordCharacters = options.maxRowCharacters ?? DEFAULTS.maxRowCharacters;
	let reportedAt = Number.NEGATIVE_INFINITY;
	let read = { bytes: 0, totalBytes: undefined as number | undefined };
	let dialect: Dialect = { delimiter: ",", newline: "\n" };
	for await (const batch of readRecords(text, { delimiter: wanted, maxRecordCharacters, skipLines, comment, warn })) {
		signal?.throwIfAborted();
		await builder.add(batch);
		({ dialect } = batch);
		read = { bytes: batch.bytes, totalBytes: batch.totalBytes };
		if (onProgress && performance.now() - reportedAt >= PROGRESS_MS) {
			reportedAt = performance.now();
			onProgress({ phase: "read", rows: builder.rows, ...read });
		}
		await pause();
	}
	signal?.throwIfAborted();
	const raws = builder.finish();
	if (raws.length === 1 && wanted === undefined) warnOfOneColumn(raws[0]!, warnings);
	onProgress?.({ phase: "infer", rows: builder.rows, ...read });
	const missing = missingSpellings(options.missing);
	const likelyDecimal = dialect.delimiter.trim() === ";" ? "," : ".";
	const kinds = options.kinds ? kindsByColumn(options.kinds, raws) : undefined;
	const inferred = await paced(
		inferColumns(raws, { missing, decimal: options.decimal, likelyDecimal, kinds }, warnings),
		pause,
	);
	signal?.throwIfAborted();
	const table = { rows: builder.rows, columns: inferred, dialect };
	if (!options.schema) return warnings.length ? { ...table, warnings } : table;
	// What one table by itself would have been told is settled by the other.
	return readAs(table, schemaLayout(options.schema));
}

/** A table of one column may be one whose delimiter was not found. */
function warnOfOneColumn(raw: RawColumn, warnings: string[]): void {
	const found = raw.name.replace(/[\p{L}\d"'_.()%-]/gu, "");
	const mark = found[0];
	if (mark === undefined || raw.rows < 2) return;
	for (let row = 0; row < Math.min(raw.rows, 50); row++) if (!raw.text(row).includes(mark)) return;
	const shown = mark === " " ? "a blank" : JSON.stringify(mark);
	warnings.push(
		`The table has one column, "${raw.name.slice(0, 40)}". If ${shown} separates its cells, name it in the "delimiter" option.`,
	);
}

/** @internal */
export const OPTIONS: AcceptedOptions<ParseCsvOptions> = {
	kinds: { type: "object" },
	schema: { type: "object" },
	delimiter: { type: "text" },
	decimal: { type: "choice", choices: [".", ","] },
	missing: { type: "texts" },
	header: { type: "boolean" },
	skipLines: { type: "number", whole: true, min: 0 },
	footerLines: { type: "number", whole: true, min: 0 },
	comment: { type: "text" },
	shortRows: { type: "choice", choices: ["refuse", "fill"] },
	encoding: { type: "text" },
	signal: { type: "signal" },
	onProgress: { type: "function" },
	maxBytes: { type: "number", above: 0 },
	maxColumns: { type: "number", above: 0 },
	maxRowCharacters: { type: "number", above: 0 },
};

function check(options: ParseCsvOptions): void {
	checkOptions("parseCsv", options, OPTIONS);
	const { delimiter, encoding } = options;
	if (options.comment === "") {
		throw new OptionError('comment of parseCsv is empty; it is what such lines begin with, such as "#".', {});
	}
	if (delimiter !== undefined && (delimiter === "" || /["\r\n\ufeff]/.test(delimiter))) {
		throw new OptionError(`delimiter must be one or more characters other than a quote or a line end.`, { delimiter });
	}
	if (encoding !== undefined) {
		try {
			new TextDecoder(encoding);
		} catch (cause) {
			throw new OptionError(`encoding "${encoding}" is not one that TextDecoder knows.`, { encoding }, cause);
		}
	}
}
