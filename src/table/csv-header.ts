import { TableError } from "../errors";

/** Renamed columns told one by one; more are only counted. */
const MOST_TOLD = 10;

/** Column names from the header's cells: trimmed, never empty, never twice; what was changed is told in `warnings`. */
export function columnNames(cells: readonly string[], warnings: string[]): string[] {
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
	if (trimmed.every((name) => name === "" || Number.isFinite(Number(name)))) {
		warnings.push("The first row was taken for the column names, but it looks like data; put a row of names above it.");
	}
	return names;
}
