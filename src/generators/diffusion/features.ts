import type { TokenTable } from "./data";

/** What a column's number is regressed on: another column's score, or whether that one has a certain state. */
export interface Feature {
	/** The other token column. */
	readonly column: number;
	/** Absent for the score. */
	readonly state?: number;
}

/** Columns of more levels say too little of each for a few rows to tell. */
const MOST_LEVELS = 16;

/** Features of the token columns before column f. */
export function featuresBefore({ tokens }: TokenTable, f: number): Feature[] {
	return tokens.slice(0, f).flatMap(({ states, bins, divisor, scores }, column): Feature[] => {
		const of = (from: number) => Array.from({ length: states - from }, (_, i) => ({ column, state: from + i }));
		// Beside a score stand the states that depart from it: single values, and none.
		if (scores) return bins > 0 ? [{ column }, ...of(bins)] : [{ column }];
		return divisor === 1 && states <= MOST_LEVELS ? of(0) : [];
	});
}

/** A feature's values in some rows. */
export function featureValues(table: TokenTable, { column, state }: Feature, rows: Int32Array): Float64Array {
	const states = table.states[column]!;
	if (state !== undefined) return Float64Array.from(rows, (row) => (states[row] === state ? 1 : 0));
	const { bins, scores } = table.tokens[column]!;
	return Float64Array.from(rows, (row) => {
		const own = states[row]!;
		const score = own < bins ? table.scores[column]![row]! : scores![own - bins]!;
		return Number.isNaN(score) ? 0 : score;
	});
}

/** The rows among `rows` in which column f is a number of its own, in a bin. */
export function binnedRows({ tokens, states }: TokenTable, f: number, rows: Int32Array): Int32Array {
	return rows.filter((row) => states[f]![row]! < tokens[f]!.bins);
}
