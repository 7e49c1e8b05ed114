import Papa from "papaparse";
import { TableError } from "../errors";
import { type Dialect, sniffDialect } from "./csv-dialect";
import type { TextPiece } from "./read-text";

/** Cells of some consecutive rows, header included. */
export interface RecordBatch {
	readonly records: readonly (readonly string[])[];
	/** Line of the text in which the record at `index` begins, counted from 1. */
	line(index: number): number;
	readonly dialect: Dialect;
	readonly bytes: number;
	readonly totalBytes?: number;
}

/** Characters from which the dialect is told. */
const SNIFFED = 65_536;

/**
 * Cuts pieces of text into records. A record that spans pieces is taken up again with twice as much text each
 * time, so that the longest costs no more than a few readings of itself.
 */
export async function* readRecords(
	pieces: AsyncIterable<TextPiece>,
	options: { delimiter?: string; maxRecordCharacters: number },
): AsyncGenerator<RecordBatch> {
	let text = "";
	let wanted = SNIFFED;
	let dialect: Dialect | undefined;
	let linesBefore = 0;
	let rowsBefore = 0;
	let header: readonly string[] | undefined;
	let last: TextPiece = { text: "", bytes: 0 };
	const parse = (complete: boolean): RecordBatch | undefined => {
		if (!dialect) {
			dialect = sniffDialect(text.slice(0, SNIFFED), options.delimiter, complete && text.length <= SNIFFED);
			if (dialect.skip) linesBefore = 1;
			text = text.slice(dialect.skip);
		}
		const { delimiter, newline } = dialect;
		const parser = new Papa.Parser({ delimiter, newline });
		const { data, errors, meta } = parser.parse(text, 0, !complete) as Parsed;
		if (!header) header = data.find((cells) => cells.length > 1 || cells[0]?.trim());
		const startLine = linesBefore;
		const line = (index: number) => startLine + 1 + countLines(data, index);
		const error = errors.find((e) => e.row < data.length);
		if (error) {
			const before = new Papa.Parser({ delimiter, newline }).parse(text.slice(0, error.index - 1), 0, false)
				.data as string[][];
			const cell = before.at(-1)?.length ?? 1;
			const column =
				header && rowsBefore + countRows(data, error.row) > 0
					? `column "${header[cell - 1]?.trim() ?? cell}"`
					: `cell ${cell}`;
			throw quoteError(error.code, rowsBefore + countRows(data, error.row), line(error.row), column);
		}
		if (data.length === 0) {
			if (text.length > options.maxRecordCharacters) throw endless(rowsBefore, linesBefore + 1, text.length);
			wanted = text.length * 2;
			return undefined;
		}
		linesBefore += countLines(data, data.length);
		rowsBefore += countRows(data, data.length);
		text = text.slice(meta.cursor);
		wanted = text.length + 1;
		return { records: data, line, dialect, bytes: last.bytes, totalBytes: last.totalBytes };
	};
	for await (const piece of pieces) {
		last = piece;
		text += piece.text;
		if (text.length < wanted) continue;
		const batch = parse(false);
		if (batch) yield batch;
	}
	if (text === "") return;
	const batch = parse(true);
	if (batch) yield batch;
}

interface QuoteProblem {
	code: "MissingQuotes" | "InvalidQuotes";
	row: number;
	index: number;
}

interface Parsed {
	data: string[][];
	errors: QuoteProblem[];
	meta: { cursor: number };
}

/** How many of the first `records` records are not blank lines. */
function countRows(data: readonly (readonly string[])[], records: number): number {
	let rows = 0;
	for (let i = 0; i < records; i++) if (data[i]!.length > 1 || data[i]![0]!.trim() !== "") rows++;
	return rows;
}

/** Lines that the first `records` records take up. */
function countLines(data: readonly (readonly string[])[], records: number): number {
	let lines = records;
	for (let i = 0; i < records; i++) {
		for (const cell of data[i]!) {
			for (let at = cell.indexOf("\n"); at >= 0; at = cell.indexOf("\n", at + 1)) lines++;
		}
	}
	return lines;
}

function quoteError(code: QuoteProblem["code"], row: number, line: number, column: string): TableError {
	const place = `${row === 0 ? "the header" : `row ${row}`}, ${column} (line ${line})`;
	const details = { row, line, column };
	if (code === "MissingQuotes") {
		return new TableError(
			`A quote opens in ${place} and is never closed. Close it, or double every quote that belongs to the text.`,
			details,
		);
	}
	return new TableError(
		`In ${place}, text follows a closing quote. Double every quote that belongs to the text ("" for ").`,
		details,
	);
}

function endless(record: number, line: number, characters: number): TableError {
	const row = record === 0 ? "The header" : `Row ${record}`;
	return new TableError(
		`${row} (line ${line}) goes on for more than ${characters} characters. Most often a quote is opened there and ` +
			"never closed: close it, or double the quotes that belong to the text.",
		{ row: record, line },
	);
}
