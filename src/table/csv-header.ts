import { TableError } from "../errors";

/** Column names from the header's cells: trimmed, never empty, never twice; what was changed is told in `warnings`. */
export function columnNames(cells: readonly string[], warnings: string[]): string[] {
	const trimmed = cells.map((cell) => cell.trim());
	if (trimmed.every((name) => name === "")) {
		throw new TableError("The first row must name the columns, but all its cells are empty.", { row: 0 });
	}
	const taken = new Set(trimmed);
	const seen = new Set<string>();
	const names = trimmed.map((name, index) => {
		let free = name === "" ? `column_${index + 1}` : name;
		if (free !== name ? taken.has(free) : seen.has(free)) {
			const stem = free;
			for (let count = 2; taken.has(free); count++) free = `${stem}_${count}`;
		}
		taken.add(free);
		seen.add(free);
		if (free !== name) {
			const was = name === "" ? "has no name" : `is a second "${name}"`;
			warnings.push(`Column ${index + 1} ${was} and is called "${free}".`);
		}
		return free;
	});
	if (trimmed.some((name) => name !== "" && Number.isFinite(Number(name))) && trimmed.every(looksLikeData)) {
		warnings.push("The first row was taken for the column names, but it looks like data; put a row of names above it.");
	}
	return names;
}

function looksLikeData(cell: string): boolean {
	return cell === "" || Number.isFinite(Number(cell));
}
