/** Lines that a title may take up, blank ones included. */
const MOST = 12;
/** Rows below the title that show a table. */
const ROWS = 20;
/** Fewest rows, header included. */
const FEWEST_ROWS = 3;
const DELIMITERS = [",", ";", "\t", "|"];

/** Cells of a line, roughly: a delimiter in quotes is none. */
const cellsOf = (line: string, delimiter: string) => line.replace(/"(?:[^"]|"")*"/g, "q").split(delimiter);

/** Whether a row has one cell that holds something, the first, or none. */
const isTitleRow = (cells: readonly string[]) => cells.slice(1).every((cell) => cell.trim() === "");

/**
 * How many rows at the beginning are titles rather than the header: they have one cell, the rows below are all as wide as
 * each other, and the first of those has no empty cell. Nothing where there are none, or where the table would have two
 * columns and no blank row stands between: then the first row may name one column.
 */
export function titleRows(rows: readonly (readonly string[])[]): number | undefined {
	const first = rows.findIndex((cells) => !isTitleRow(cells));
	if (first <= 0 || first > MOST || rows.slice(0, first).every((cells) => cells[0]?.trim() === "")) return undefined;
	const below = rows.slice(first, first + ROWS);
	const header = below[0]!;
	if (header.some((cell) => cell.trim() === "")) return undefined;
	const wide = below.filter((cells) => cells.length === header.length && !isTitleRow(cells));
	if (below.length < FEWEST_ROWS || wide.length < 0.9 * below.length) return undefined;
	const blank = rows.slice(0, first).some((cells) => cells.every((cell) => cell.trim() === ""));
	return blank || header.length >= 3 ? first : undefined;
}

/** Title lines at the beginning of a text: how many, and the characters they take up; nothing where there are none. */
export function titleAbove(
	beginning: string,
	delimiter: string | undefined,
	comment: string | undefined,
	complete: boolean,
): { readonly lines: number; readonly characters: number } | undefined {
	const ends = [...beginning.slice(0, 65_536).matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g)].slice(0, MOST + ROWS + 1);
	const lines = ends.filter((match) => match[2] !== "" || (complete && match[1] !== ""));
	if (comment !== undefined && lines.some((match) => match[1]!.startsWith(comment))) return undefined;
	const signs = delimiter === undefined ? DELIMITERS : [delimiter];
	const tables = signs.map((sign) => lines.map((match) => cellsOf(match[1]!, sign)));
	if (tables.some(beginsWithHeader)) return undefined;
	// A decimal comma divides rows as well, but not their header.
	const counts = tables.flatMap((rows) => titleRows(rows) ?? []);
	if (counts.length === 0) return undefined;
	const count = Math.min(...counts);
	// A line break in quotes: the header goes on.
	if (lines.slice(0, count + 1).some((match) => match[1]!.split('"').length % 2 === 0)) return undefined;
	const last = lines[count - 1]!;
	return { lines: count, characters: last.index + last[0].length };
}

/** Whether the first row is as wide as most below it, and wider than a title. */
function beginsWithHeader(rows: readonly (readonly string[])[]): boolean {
	const [first, ...below] = rows;
	if (!first || isTitleRow(first)) return false;
	const filled = below.filter((cells) => cells.some((cell) => cell.trim() !== ""));
	return 2 * filled.filter((cells) => cells.length === first.length).length >= filled.length;
}

/** Says that title lines were left out. */
export const leftOut = (lines: number) =>
	`${lines === 1 ? "The first line is" : `The first ${lines} lines are`} left out as a title: ` +
	`the table begins below. If that is wrong, set the option "skipLines" (0 keeps every line).`;
