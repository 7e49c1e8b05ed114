import Papa from "papaparse";
import { type Separators, sniffDialect } from "./csv-dialect";
import { endlessRow, misplacedQuote, type QuoteProblem } from "./csv-problems";
import { sniffQuoting } from "./csv-quoting";
import type { Dialect } from "./dialect";
import type { TextPiece } from "./read-text";
import { leftOut, titleAbove } from "./title-lines";

/** Cells of some consecutive rows, header included. */
export interface RecordBatch {
	readonly records: readonly (readonly string[])[];
	/** Line of the text in which the record at `index` begins, counted from 1. */
	line(index: number): number;
	readonly dialect: Dialect;
	readonly bytes: number;
	readonly totalBytes?: number;
}

/** Characters from which the dialect is told, if they hold a line. */
const SNIFFED = 65_536;

export interface RecordOptions {
	readonly delimiter?: string;
	readonly maxRecordCharacters: number;
	/** Lines before the header that are left out. */
	readonly skipLines?: number | undefined;
	/** What a line begins with that is left out. */
	readonly comment?: string;
	/** Told that lines before the header are left out. */
	readonly warn?: (sentence: string) => void;
}

interface Parsed {
	data: string[][];
	errors: QuoteProblem[];
	meta: { cursor: number };
}

/**
 * Cuts pieces of text into records. A record that spans pieces is taken up again with twice as much text each
 * time, so that the longest costs no more than a few readings of itself.
 */
export async function* readRecords(
	pieces: AsyncIterable<TextPiece>,
	options: RecordOptions,
): AsyncGenerator<RecordBatch> {
	const cutter = new RecordCutter(options);
	for await (const piece of pieces) {
		const batch = cutter.add(piece);
		if (batch) yield batch;
	}
	const batch = cutter.finish();
	if (batch) yield batch;
}

class RecordCutter {
	private text = "";
	/** Characters from which another attempt is worth while. */
	private wanted = SNIFFED;
	private separators: Separators | undefined;
	private dialect: Dialect | undefined;
	private bom = false;
	private linesToSkip: number;
	private header: readonly string[] | undefined;
	private lines = 0;
	private rows = 0;
	private last: TextPiece = { text: "", bytes: 0 };
	private readonly options: RecordOptions;

	constructor(options: RecordOptions) {
		this.options = options;
		this.linesToSkip = options.skipLines ?? 0;
	}

	add(piece: TextPiece): RecordBatch | undefined {
		this.last = piece;
		if (piece.bom) this.bom = true;
		this.text += piece.text;
		return this.text.length < this.wanted ? undefined : this.cut(false);
	}

	finish(): RecordBatch | undefined {
		return this.text === "" ? undefined : this.cut(true);
	}

	private cut(complete: boolean): RecordBatch | undefined {
		if (!this.separators && !this.begin(complete)) return this.waitForMore();
		const { lines, last } = this;
		const { data, errors, meta } = this.parse(this.text, complete);
		this.header ??= data.find(isRow);
		const line = (index: number) => lines + 1 + countLines(data, index);
		const problem = errors.find(({ row }) => row < data.length);
		if (problem) throw this.refusal(problem, this.rows + countRows(data, problem.row), line(problem.row));
		if (data.length === 0) return this.waitForMore();
		this.dialect ??= this.describe();
		const { dialect } = this;
		this.lines += countLines(data, data.length);
		this.rows += countRows(data, data.length);
		this.text = this.text.slice(meta.cursor);
		this.wanted = this.text.length + 1;
		return { records: data, line, dialect, bytes: last.bytes, totalBytes: last.totalBytes };
	}

	/** Leaves out what stands before the header and tells the separators; false where more text is needed for that. */
	private begin(complete: boolean): boolean {
		for (; this.linesToSkip > 0; this.linesToSkip--) {
			const end = /\r\n|\n|\r(?!$)/.exec(this.text);
			if (!end && !complete) return false;
			this.text = end ? this.text.slice(end.index + end[0].length) : "";
			this.lines++;
			if (!end) this.linesToSkip = 1;
		}
		const { comment } = this.options;
		if (this.options.skipLines === undefined) {
			const title = titleAbove(this.text, this.options.delimiter, comment, complete);
			if (title) {
				this.options.warn?.(leftOut(title.lines));
				this.lines += title.lines;
				this.text = this.text.slice(title.characters);
			}
		}
		const beginning = comment === undefined ? this.text : withoutComments(this.text, comment);
		this.separators = sniffDialect(beginning, this.options.delimiter, complete);
		if (!this.separators) return false;
		if (this.separators.skip) this.lines++;
		this.text = this.text.slice(this.separators.skip);
		return true;
	}

	private describe(): Dialect {
		const { delimiter, newline } = this.separators!;
		const { comment } = this.options;
		const beginning = comment === undefined ? this.text : withoutComments(this.text, comment);
		const names = (this.header ?? []).map((name) => name.trim());
		const quoting = sniffQuoting(beginning.slice(0, SNIFFED), { delimiter, newline }, names);
		return { delimiter, newline, ...(this.bom && { bom: true as const }), ...quoting };
	}

	private parse(text: string, complete: boolean): Parsed {
		const { delimiter, newline } = this.separators!;
		const comments = this.options.comment ?? false;
		return new Papa.Parser({ delimiter, newline, comments }).parse(text, 0, !complete);
	}

	private waitForMore(): undefined {
		if (this.text.length > this.options.maxRecordCharacters)
			throw endlessRow(this.rows, this.lines + 1, this.text.length);
		this.wanted = this.text.length * 2;
	}

	private refusal(problem: QuoteProblem, row: number, line: number) {
		// Everything up to the opening quote, read again, ends in the cell that it opens.
		const cell = this.parse(this.text.slice(0, problem.index - 1), true).data.at(-1)?.length ?? 1;
		const name = row > 0 ? this.header?.[cell - 1]?.trim() : undefined;
		return misplacedQuote(problem, row, line, name ? `column "${name}"` : `cell ${cell}`);
	}
}

function withoutComments(text: string, comment: string): string {
	return text
		.split("\n")
		.filter((line) => !line.startsWith(comment))
		.join("\n");
}

function isRow(cells: readonly string[]): boolean {
	return cells.length > 1 || cells[0]!.trim() !== "";
}

/** How many of the first `records` records are not blank lines. */
function countRows(data: readonly (readonly string[])[], records: number): number {
	let rows = 0;
	for (let i = 0; i < records; i++) if (isRow(data[i]!)) rows++;
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
