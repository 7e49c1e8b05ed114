// F token columns, S scalar inputs
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

/**
 * Writes rows into a batch. A number enters as its normal score and, where it has many states, as ramps: the share of rows
 * below it is cut into as many pieces as there are ramps, and ramp k rises from −1 to 1 over piece k (piecewise linear
 * encoding: Gorishniy et al. 2022, §3.2). What the network learns at one place then ends there, as a tree's splits do.
 *
 * @param codes codes[B, F].
 * @param scalars scalars[B, S].
 */
export function createInputs(
	tokens: readonly TokenColumn[],
	layout: Layout,
	codes: Int32Array,
	scalars: Float32Array,
): Inputs {
	const F = tokens.length;
	const S = layout.scalarWidth;
	return {
		mask(b, f) {
			codes[b * F + f] = maskRow(tokens[f]!);
			const at = b * S + layout.scalarOf[f]!;
			scalars.fill(0, at, at + layout.scalarCount[f]!);
		},
		reveal(b, f, state, score) {
			const token = tokens[f]!;
			codes[b * F + f] = stateRow(token, state);
			const count = layout.scalarCount[f]!;
			if (count === 0) return;
			const z = state < token.bins ? score : token.scores![state - token.bins]!;
			const at = b * S + layout.scalarOf[f]!;
			if (Number.isNaN(z)) {
				scalars.fill(0, at, at + count);
				return;
			}
			scalars[at] = z;
			const ramps = count - 1;
			if (ramps === 0) return;
			const place = ramps * normalCdf(z);
			for (let k = 0; k < ramps; k++) scalars[at + 1 + k] = 2 * Math.min(1, Math.max(0, place - k)) - 1;
		},
	};
}
