import type { Predictor } from "../../../statistics/ridge";
import type { TokenTable } from "../../../tokens/data";

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

/** What features are in some rows, as predictors of one number. */
export function predictorsOf(table: TokenTable, features: readonly Feature[], rows: Int32Array): Predictor[] {
	return features.map(({ column, state }) => {
		const states = table.states[column]!;
		const { bins, scores } = table.tokens[column]!;
		const valueIn = (row: number): number => {
			const own = states[row]!;
			if (state !== undefined) return own === state ? 1 : 0;
			const score = own < bins ? table.scores[column]![row]! : scores![own - bins]!;
			return Number.isNaN(score) ? 0 : score;
		};
		return { values: Float64Array.from(rows, valueIn), source: column };
	});
}

/** The rows among `rows` in which column f is a number of its own, in a bin. */
export function binnedRows({ tokens, states }: TokenTable, f: number, rows: Int32Array): Int32Array {
	return rows.filter((row) => states[f]![row]! < tokens[f]!.bins);
}
