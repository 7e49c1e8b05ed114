/** How much a table may give away of a value that few rows share. */
export interface Protection {
	/**
	 * Fewest rows that must share a level or value before it may appear again, and that are averaged into each end of
	 * a number's range. Default 5; 1 switches protection off.
	 */
	readonly protect: number;
}

/**
 * The fewest rows for a column of `rows` values: `protect`, and one row in twenty where the table is so small that
 * nothing common would be left. Tables under 40 rows are therefore not protected at all.
 */
export function fewestRows(rows: number, protect: number): number {
	return Math.max(1, Math.min(Math.floor(protect), Math.floor(rows / 20)));
}
