import type { Table } from "../table/table";

/** Levels of all categories together that a network is made wide enough for, and the least each of them gets. */
const [MOST_LEVELS, LEAST_LEVELS] = [4096, 32];

/** Most levels with a code of their own, so that a batch of one-hot rows fits into memory however many categories there are. */
export function levelsEach(table: Table): number {
	const categories = table.columns.filter((c) => c.kind === "category").length;
	return Math.max(LEAST_LEVELS, Math.min(1000, Math.floor(MOST_LEVELS / Math.max(1, categories))));
}
