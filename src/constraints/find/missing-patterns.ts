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
	const masks = table.columns.map((column) => {
		const cells = missingCells(column);
		return { name: column.name, cells, count: cells.reduce((a, b) => a + b, 0) };
	});
	const some = masks.filter(({ count }) => count > 0 && count < table.rows);
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
