// F token columns, S scalar inputs
import type { Layout } from "./layout";
import { maskRow, stateRow, type TokenColumn } from "./tokens";

/** Angular frequency of the slowest wave, per unit of score; each further one is twice as fast. */
const SLOWEST = 1.5;
/** Each octave enters this much weaker than the one below: smooth functions are learned first. */
const OCTAVE_GAIN = 0.7;

/** The network's inputs of one batch, written cell by cell. */
export interface Inputs {
	/** Says that column f of row b is masked. */
	mask(b: number, f: number): void;
	/** Says that column f of row b is in `state`; `score` is its number where the state is a bin. */
	reveal(b: number, f: number, state: number, score: number): void;
}

/**
 * Writes rows into a batch. A number enters as its normal score z and as sines and cosines of it, so that the network
 * can resolve what is narrower than a bin (periodic features: Gorishniy et al. 2022, §3.3).
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
	const per = layout.perNumber;
	return {
		mask(b, f) {
			codes[b * F + f] = maskRow(tokens[f]!);
			const at = layout.scalarOf[f]!;
			if (at >= 0) scalars.fill(0, b * S + at, b * S + at + per);
		},
		reveal(b, f, state, score) {
			const token = tokens[f]!;
			codes[b * F + f] = stateRow(token, state);
			const first = layout.scalarOf[f]!;
			if (first < 0) return;
			const z = state < token.bins ? score : token.scores![state - token.bins]!;
			let at = b * S + first;
			if (Number.isNaN(z)) {
				scalars.fill(0, at, at + per);
				return;
			}
			scalars[at++] = z;
			let gain = 1;
			for (let omega = SLOWEST; at < b * S + first + per; omega *= 2) {
				scalars[at++] = gain * Math.sin(omega * z);
				scalars[at++] = gain * Math.cos(omega * z);
				gain *= OCTAVE_GAIN;
			}
		},
	};
}
