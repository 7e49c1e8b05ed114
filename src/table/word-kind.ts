import { identifiesByName } from "./identifiers";
import type { Levels } from "./read-levels";

/** Rows below which unlike values say nothing. */
const FEWEST_ROWS = 10;
/** Share of different values from which they hardly ever repeat. */
const UNIQUE_SHARE = 0.9;
/** Levels up to which a column is a category however few rows it has. */
export const FEW_LEVELS = 50;
/** Mean rows a level needs before there is something to learn of it. */
export const ROWS_A_LEVEL = 5;
/** Mean characters of a cell beyond which it is prose. */
const PROSE_LENGTH = 50;
/** Levels looked at to tell codes from words. */
const SAMPLE = 10_000;

/**
 * Category, id or text, by how often values repeat, by their length, and by whether they look like codes.
 *
 * Values that are rare in the mean (names, addresses) single people out: as text they are never learned or repeated,
 * where as a category most of them would be levels of one or two rows.
 */
export function wordKind(
	name: string,
	{ levels, counts }: Levels,
): { kind: "category" | "id" | "text"; reason: string } {
	let [rows, characters] = [0, 0];
	for (let code = 0; code < levels.length; code++) {
		rows += counts[code]!;
		characters += levels[code]!.length * counts[code]!;
	}
	const share = `${levels.length} different values in ${rows} rows`;
	if (levels.length === 1) {
		return { kind: "category", reason: rows === 1 ? "One value in one row." : `One value in all ${rows} rows.` };
	}
	if (identifiesByName(name, rows, levels.length)) return { kind: "id", reason: `Its name says so: ${share}.` };
	const unique = rows >= FEWEST_ROWS && levels.length >= UNIQUE_SHARE * rows;
	const rare = levels.length > FEW_LEVELS && levels.length * ROWS_A_LEVEL > rows;
	if (unique || rare) {
		const often = unique ? "that hardly ever repeat" : "too rare to be groups";
		if (areCodes(levels)) return { kind: "id", reason: `Codes ${often}: ${share}.` };
		return { kind: "text", reason: `Words ${often}, as names are: ${share}.` };
	}
	const length = characters / rows;
	if (length > PROSE_LENGTH && levels.length > FEW_LEVELS) {
		return { kind: "text", reason: `Prose of ${Math.round(length)} characters on average: ${share}.` };
	}
	return { kind: "category", reason: `${share}.` };
}

/** Whether nearly all levels are one word with a digit in it, or an address with an @. */
function areCodes(levels: readonly string[]): boolean {
	const sample = levels.slice(0, SAMPLE);
	return sample.filter((level) => /^\S*\d\S*$/.test(level) || /^\S+@\S+$/.test(level)).length >= 0.9 * sample.length;
}
