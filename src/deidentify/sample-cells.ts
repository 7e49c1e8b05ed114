import { cellText } from "../table/cell-text";
import { type Column, isNumeric } from "../table/table";

/** Different cells of a column looked at, at most. */
const SAMPLE = 300;
/** Cells visited for them, at most. */
const VISITS = 3000;

/** Some of a column's cells, as written. */
export interface CellSample {
	/** Different texts, trimmed, in the order met; rows are visited at even distances. */
	readonly texts: readonly string[];
	/** Cells visited that hold something. */
	readonly present: number;
}

/** Visits rows of a column at even distances, so that a column sorted by its values is seen from end to end. */
export function sampleCells(column: Column): CellSample {
	const rows = isNumeric(column) ? column.values.length : column.codes.length;
	const text = cellText(column);
	const seen = new Set<string>();
	const visits = Math.min(rows, VISITS);
	let present = 0;
	for (let i = 0; i < visits && seen.size < SAMPLE; i++) {
		const cell = text(Math.floor((i * rows) / visits))?.trim();
		if (!cell) continue;
		present++;
		seen.add(cell);
	}
	return { texts: [...seen], present };
}
