// B rows, F token columns, N numbers
import { normalCdf } from "../../statistics/normal";
import { type Layout, type StateColumn, stateRow } from "./layout";

/** The network's inputs of one batch, written cell by cell. */
export interface Inputs {
	/** Says that column f of row b is masked. */
	mask(b: number, f: number): void;
	/**
	 * Says that column f of row b is in `state`; `score` is its number where the state is a bin.
	 *
	 * @param place what `place` says of it, where that is known.
	 */
	reveal(b: number, f: number, state: number, score: number, place?: number): void;
	/** Where column f's number lies among its ramps, 0 to their count; `NO_PLACE` where it has no number. */
	place(f: number, state: number, score: number): number;
}

/** The place of a number that is masked or missing. */
export const NO_PLACE = -1;

/**
 * Writes rows into a batch. A number enters as its normal score and, where it has many states, as ramps: the share of rows
 * below it is cut into as many pieces as there are ramps, and ramp k rises from −1 to 1 over piece k (piecewise linear
 * encoding: Gorishniy et al. 2022, §3.2). What the network learns at one place then ends there, as a tree's splits do.
 * All ramps follow from the number's place among them, the share times their count.
 *
 * @param codes codes[B, F].
 * @param numbers numbers[B, N, 2]: score and place.
 */
export function createInputs(
	tokens: readonly StateColumn[],
	{ numbers: inputs, numberOf, rowsOf }: Layout,
	codes: Int32Array,
	numbers: Float32Array,
): Inputs {
	const F = tokens.length;
	const N = inputs.length;
	// Written a hundred thousand times a second: flat arrays, not tokens, tell what is what.
	const bins = Int32Array.from(tokens, (token) => token.bins);
	const masked = Int32Array.from(rowsOf, (rows) => rows.masked);
	const first = Int32Array.from(rowsOf, (rows) => rows.first);
	const behindBins = Int32Array.from(rowsOf, (rows) => stateRow(rows, rows.bins) - rows.bins);
	const number = Int32Array.from(tokens, ({ scores }, f) => (scores ? numberOf[f]! : -1));
	const ramps = Int32Array.from(inputs, (input) => input.ramps);
	const write = (b: number, n: number, score: number, place: number) => {
		const at = 2 * (b * N + n);
		numbers[at] = score;
		numbers[at + 1] = place;
	};
	/** The number of a state; NaN where it has none. */
	const numberIn = (f: number, state: number, score: number) =>
		state < bins[f]! ? score : (tokens[f]!.scores?.[state - bins[f]!] ?? Number.NaN);
	const place = (f: number, state: number, score: number) => {
		const z = numberIn(f, state, score);
		return Number.isNaN(z) ? NO_PLACE : (ramps[number[f]!] ?? 0) * normalCdf(z);
	};
	return {
		place,
		mask(b, f) {
			codes[b * F + f] = masked[f]!;
			const n = number[f]!;
			if (n >= 0) write(b, n, 0, NO_PLACE);
		},
		reveal(b, f, state, score, placed = place(f, state, score)) {
			codes[b * F + f] = Math.max(first[f]!, state + behindBins[f]!);
			const n = number[f]!;
			if (n < 0) return;
			const z = numberIn(f, state, score);
			write(b, n, Number.isNaN(z) ? 0 : z, placed);
		},
	};
}
