// B rows, F token columns, N numbers
import { normalCdf } from "../../statistics/normal";
import { type Layout, type StateColumn, stateRow } from "./layout";

/** The network's inputs of one batch, written cell by cell. */
export interface Inputs {
	/** Masks column f of row b. */
	mask(b: number, f: number): void;
	/**
	 * Reveals that column f of row b is in `state`; `score` is its number where the state is a bin.
	 *
	 * @param position what `position` gives for it, where that is known.
	 */
	reveal(b: number, f: number, state: number, score: number, position?: number): void;
	/** Where column f's number lies among the pieces of its encoding, 0 to their count; `NO_POSITION` where it has no number. */
	position(f: number, state: number, score: number): number;
}

/** The position of a number that is masked or missing. */
export const NO_POSITION = -1;

/**
 * Writes rows into a batch. A number enters as its normal score and, where it has many states, by a piecewise-linear
 * encoding of the share of rows below it (Gorishniy et al. 2022, §3.2): the share is cut into pieces, and element k rises
 * from −1 to 1 over piece k. What the network learns of one piece then ends there, as a tree's splits do. The whole
 * encoding follows from the number's position, the share times the count of pieces.
 *
 * @param codes codes[B, F].
 * @param numbers numbers[B, N, 2]: score and position.
 */
export function createInputs(
	tokens: readonly StateColumn[],
	{ numbers: inputs, numberOf, rowsOf }: Layout,
	codes: Int32Array,
	numbers: Float32Array,
): Inputs {
	const F = tokens.length;
	const N = inputs.length;
	// Written a hundred thousand times a second: flat arrays instead of tokens.
	const bins = Int32Array.from(tokens, (token) => token.bins);
	const masked = Int32Array.from(rowsOf, (rows) => rows.masked);
	const first = Int32Array.from(rowsOf, (rows) => rows.first);
	const behindBins = Int32Array.from(rowsOf, (rows) => stateRow(rows, rows.bins) - rows.bins);
	const number = Int32Array.from(tokens, ({ scores }, f) => (scores ? numberOf[f]! : -1));
	const pieces = Int32Array.from(inputs, (input) => input.pieces);
	const write = (b: number, n: number, score: number, position: number) => {
		const at = 2 * (b * N + n);
		numbers[at] = score;
		numbers[at + 1] = position;
	};
	/** The number of a state; NaN where it has none. */
	const numberIn = (f: number, state: number, score: number) =>
		state < bins[f]! ? score : (tokens[f]!.scores?.[state - bins[f]!] ?? Number.NaN);
	const position = (f: number, state: number, score: number) => {
		const z = numberIn(f, state, score);
		return Number.isNaN(z) ? NO_POSITION : (pieces[number[f]!] ?? 0) * normalCdf(z);
	};
	return {
		position,
		mask(b, f) {
			codes[b * F + f] = masked[f]!;
			const n = number[f]!;
			if (n >= 0) write(b, n, 0, NO_POSITION);
		},
		reveal(b, f, state, score, placed = position(f, state, score)) {
			codes[b * F + f] = Math.max(first[f]!, state + behindBins[f]!);
			const n = number[f]!;
			if (n < 0) return;
			const z = numberIn(f, state, score);
			write(b, n, Number.isNaN(z) ? 0 : z, placed);
		},
	};
}
