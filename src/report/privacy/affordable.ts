/** Coordinates a search may compare in all: seconds, even where the tree cannot leave branches out. */
const BUDGET = 1.5e10;
/** Columns up to which the tree leaves most of the points out; distances in wider tables are all alike. */
const PRUNED_COLUMNS = 16;

/**
 * How many rows an attack tries, at most `most` and at least `fewest`, where each costs `cells` comparisons of
 * coordinates without pruning. Wide tables have fewer targets, and wider intervals, rather than minutes of search.
 */
export function affordable(most: number, fewest: number, cells: number, columns: number): number {
	const budget = BUDGET * Math.min(1, PRUNED_COLUMNS / columns) ** 2;
	return Math.min(most, Math.max(fewest, Math.floor(budget / Math.max(1, cells))));
}
