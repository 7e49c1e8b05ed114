import Papa from "papaparse";
import type { Dialect } from "./dialect";

/** How a CSV text separates cells and rows. */
export interface Separators extends Pick<Dialect, "delimiter" | "newline"> {
	/** Characters before the header that only name the delimiter (Excel's "sep=;" line). */
	readonly skip: number;
}

const DELIMITERS = [",", ";", "\t", "|"];
/** Taken only where none of the usual ones is there and every row has the header's number of cells. */
const UNUSUAL = [" ", ":", "^", "~", "\u0001", "§"];
/** Cells a row from which words with blanks between them are columns; figures are from two on. */
const FEWEST_WORDS = 3;
const SAMPLE_ROWS = 50;

/**
 * Delimiter and line end from the beginning of a text. The delimiter is the one that gives most rows the header's
 * number of cells; where several do, the one that gives most cells. `undefined` where no line has ended yet.
 */
export function sniffDialect(beginning: string, given: string | undefined, complete: boolean): Separators | undefined {
	const newline = sniffNewline(beginning) ?? (complete ? "\n" : undefined);
	if (newline === undefined) return undefined;
	const named = /^sep=(.)(\r\n|\n|\r)/.exec(beginning);
	const skip = named ? named[0].length : 0;
	if (given !== undefined) return { delimiter: given, newline, skip };
	if (named) return { delimiter: named[1]!, newline, skip };
	let delimiter = ",";
	let best = 0;
	for (const candidate of DELIMITERS) {
		const score = scoreDelimiter(beginning, candidate, newline, complete);
		if (score > best) {
			best = score;
			delimiter = candidate;
		}
	}
	if (best === 0) delimiter = UNUSUAL.find((candidate) => dividesAll(beginning, candidate, newline, complete)) ?? ",";
	return { delimiter, newline, skip };
}

/** Whether an unusual character divides every row of the sample into as many cells, none of them empty. */
function dividesAll(text: string, delimiter: string, newline: Separators["newline"], complete: boolean): boolean {
	const { data } = new Papa.Parser({ delimiter, newline, preview: SAMPLE_ROWS }).parse(text, 0, !complete);
	const rows = (data as string[][]).filter((cells) => cells.length > 1 || cells[0]?.trim());
	const width = rows[0]?.length ?? 0;
	if (width < 2 || rows.length < 3 || rows.some((cells) => cells.length !== width || cells.includes(""))) return false;
	const figures = rows.slice(1).every((cells) => cells.every((cell) => /^[-+]?[\d.,]+$|^(NA|NaN)$/.test(cell)));
	return figures || (delimiter !== ":" && width >= FEWEST_WORDS);
}

/**
 * 0 where the header is one cell or no row is as wide; else the share of rows as wide, and a little for the width.
 * A header without rows is weak evidence, and quotes that do not fit weaker still.
 */
function scoreDelimiter(text: string, delimiter: string, newline: Separators["newline"], complete: boolean): number {
	const parser = new Papa.Parser({ delimiter, newline, preview: SAMPLE_ROWS });
	const { data, errors }: { data: string[][]; errors: unknown[] } = parser.parse(text, 0, !complete);
	const rows = data.filter((cells) => cells.length > 1 || cells[0]?.trim());
	const width = rows[0]?.length ?? text.split(delimiter).length;
	if (width < 2) return 0;
	const below = rows.slice(1);
	const agreeing = below.filter((cells) => cells.length === width).length;
	if (below.length > 0 && agreeing === 0) return 0;
	const share = below.length > 0 ? agreeing / below.length : 0.5;
	return (share + 0.5 * (1 - 1 / width)) * (errors.length > 0 ? 0.1 : 1);
}

/** The line end that ends most lines outside quotes; `undefined` where none ends. */
function sniffNewline(text: string): Separators["newline"] | undefined {
	const outside = text.replace(/"[^"]*"/g, "").replace(/"[\s\S]*$/, "");
	const pairs = outside.match(/\r\n/g)?.length ?? 0;
	const feeds = (outside.match(/\n/g)?.length ?? 0) - pairs;
	const returns = outside.match(/\r(?!\n|$)/g)?.length ?? 0;
	if (pairs + feeds + returns === 0) return undefined;
	if (pairs > feeds && pairs >= returns) return "\r\n";
	return returns > feeds ? "\r" : "\n";
}
