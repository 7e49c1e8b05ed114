/** Columns whose cells are missing in the same rows, or only where another's are. */
import type { Table } from "../../table/table";
import { missingCells } from "../cells";
import { EVIDENCE } from "./dependencies";

/** Cells of `column` are missing wherever those of `with` are; `both`: and nowhere else. */
export interface MissingPattern {
	readonly column: string;
	readonly with: string;
	readonly both: boolean;
}

/** Finds exact patterns; each column is set against the first that explains it. */
export async function findMissingPatterns(table: Table, pause: () => Promise<void>): Promise<MissingPattern[]> {
	const some: { name: string; cells: Uint8Array; count: number }[] = [];
	for (const column of table.columns) {
		const cells = missingCells(column);
		let count = 0;
		for (const cell of cells) count += cell;
		if (count > 0 && count < table.rows) some.push({ name: column.name, cells, count });
		await pause();
	}
	const found: MissingPattern[] = [];
	for (const [i, a] of some.entries()) {
		for (const b of some.slice(0, i)) {
			const [few, many] = a.count <= b.count ? [a, b] : [b, a];
			const share = many.count / table.rows;
			if (few.count * -Math.log(share) < EVIDENCE || !few.cells.every((cell, row) => cell <= many.cells[row]!))
				continue;
			if (few.count === many.count) {
				found.push({ column: a.name, with: b.name, both: true });
				break;
			}
			found.push({ column: many.name, with: few.name, both: false });
		}
		await pause();
	}
	return found;
}
