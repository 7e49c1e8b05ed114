import { TableError } from "../errors";
import type { RawColumn } from "./raw-column";

/** Renamed columns told one by one; more are only counted. */
const MOST_TOLD = 10;

/**
 * Column names from the header's cells: trimmed, never empty, never twice; what was changed is told in `warnings`, and
 * that they look like data, unless it is `confirmed` that they are names.
 */
export function columnNames(cells: readonly string[], warnings: string[], confirmed = false): string[] {
	const trimmed = cells.map((cell) => cell.trim());
	if (trimmed.every((name) => name === "")) {
		throw new TableError("The first row must name the columns, but all its cells are empty. Put names there.", {
			row: 0,
		});
	}
	const taken = new Set(trimmed);
	const seen = new Set<string>();
	const counts = new Map<string, number>();
	const renamed: string[] = [];
	const names = trimmed.map((name, index) => {
		const stem = name === "" ? `column_${index + 1}` : name;
		let free = stem;
		if (name === "" ? taken.has(stem) : seen.has(stem)) {
			let count = counts.get(stem) ?? 2;
			while (taken.has(`${stem}_${count}`)) count++;
			counts.set(stem, count + 1);
			free = `${stem}_${count}`;
		}
		taken.add(free);
		seen.add(free);
		if (free !== name) {
			const was = name === "" ? "has no name" : `is another "${name}"`;
			renamed.push(`Column ${index + 1} ${was} and is called "${free}".`);
		}
		return free;
	});
	warnings.push(...renamed.slice(0, MOST_TOLD));
	if (renamed.length > MOST_TOLD) warnings.push(`${renamed.length - MOST_TOLD} more columns were named likewise.`);
	if (!confirmed && trimmed.every((name) => name === "" || Number.isFinite(Number(name))))
		warnings.push(LOOKS_LIKE_DATA);
	return names;
}

const LOOKS_LIKE_DATA =
	"The first row was taken for the column names, but it looks like data, and names of columns come out as they are. " +
	'If it is data, set the option "header" to false.';

/**
 * Tells where the header seems to be a row of data: half of its cells or more stand in their own columns too, or are
 * numbers above numbers; and none is a word above numbers alone.
 */
export function warnOfNoHeader(columns: readonly RawColumn[], warnings: string[]): void {
	if (columns.length < 2 || warnings.includes(LOOKS_LIKE_DATA)) return;
	let [words, numbers] = [0, 0];
	for (const { name, texts } of columns) {
		const numeric = Number.isFinite(Number(name));
		if (texts.length === 0 && !numeric) return;
		if (!numeric && texts.includes(name)) words++;
		else if (numeric && texts.length === 0) numbers++;
	}
	if (words > 0 && 2 * (words + numbers) >= columns.length) warnings.push(LOOKS_LIKE_DATA);
}
