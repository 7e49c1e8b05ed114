// B rows, F token columns, N numbers
import { normalCdf } from "../../encode/normal";
import type { Layout } from "./layout";
import { maskRow, stateRow, type TokenColumn } from "./tokens";

/** The network's inputs of one batch, written cell by cell. */
export interface Inputs {
	/** Says that column f of row b is masked. */
	mask(b: number, f: number): void;
	/** Says that column f of row b is in `state`; `score` is its number where the state is a bin. */
	reveal(b: number, f: number, state: number, score: number): void;
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
	tokens: readonly TokenColumn[],
	{ numbers: inputs, numberOf }: Layout,
	codes: Int32Array,
	numbers: Float32Array,
): Inputs {
	const F = tokens.length;
	const N = inputs.length;
	const write = (b: number, f: number, score: number, place: number) => {
		const at = 2 * (b * N + numberOf[f]!);
		numbers[at] = score;
		numbers[at + 1] = place;
	};
	return {
		mask(b, f) {
			const token = tokens[f]!;
			codes[b * F + f] = maskRow(token);
			if (token.scores) write(b, f, 0, NO_PLACE);
		},
		reveal(b, f, state, score) {
			const token = tokens[f]!;
			codes[b * F + f] = stateRow(token, state);
			if (!token.scores) return;
			const z = state < token.bins ? score : token.scores[state - token.bins]!;
			if (Number.isNaN(z)) write(b, f, 0, NO_PLACE);
			else write(b, f, z, inputs[numberOf[f]!]!.ramps * normalCdf(z));
		},
	};
}
