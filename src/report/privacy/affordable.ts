/** Coordinates a search may compare in all: seconds, even where the tree cannot leave branches out. */
const BUDGET = 1.5e10;

/**
 * How many rows an attack tries, at most `most` and at least `fewest`, where each costs `cells` comparisons of
 * coordinates without pruning. Wide tables have fewer targets, and wider intervals, rather than minutes of search.
 */
export function affordable(most: number, fewest: number, cells: number): number {
	return Math.min(most, Math.max(fewest, Math.floor(BUDGET / Math.max(1, cells))));
}
