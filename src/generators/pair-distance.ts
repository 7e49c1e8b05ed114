/** How far sampled rows are from held-out ones, for generators whose training loss says little of it. */
import { normalCdf } from "../statistics/normal";
import type { ModeRows, ModeSpace } from "./mode-space";

/** Quantile bins of a number, most states of a column (the rest count as one), and most pairs of columns. */
const [BINS, MOST_STATES, MOST_PAIRS] = [8, 24, 190];
const SPREAD = 4;

/** Small codes of every row and column, a number's by quantile bins. */
function coarse({ columns, mixtures }: ModeSpace, rows: ModeRows): { codes: Uint8Array; width: number }[] {
	return columns.map(({ number, states, modes }, c) => {
		const mixture = number >= 0 ? mixtures[number]! : undefined;
		const codes = Uint8Array.from(rows.states[c]!, (state, row) => {
			if (!mixture || state >= modes) return Math.min(MOST_STATES - 1, mixture ? BINS + state - modes : state);
			const z = mixture.means[state]! + SPREAD * mixture.deviations[state]! * rows.scalars[number]![row]!;
			return Math.min(BINS - 1, Math.floor(normalCdf(z) * BINS));
		});
		return { codes, width: Math.min(MOST_STATES, mixture ? BINS + states - modes : states) };
	});
}

/**
 * Mean total variation distance of the tables of two columns between two sets of rows, 0 to 1, over all pairs of columns
 * or an even spread of them; of one column, of its own table.
 */
export function createPairDistance(space: ModeSpace, heldOut: ModeRows): (sampled: ModeRows) => number {
	const real = coarse(space, heldOut);
	const C = real.length;
	const all = real.flatMap((_, a) => Array.from({ length: C - a - 1 }, (_, i) => [a, a + 1 + i] as const));
	const every = Math.ceil(all.length / MOST_PAIRS);
	const pairs = C === 1 ? [[0, 0] as const] : all.filter((_, i) => i % every === 0);
	return (sampled) => {
		const synthetic = coarse(space, sampled);
		let total = 0;
		for (const [a, b] of pairs) {
			const cells = new Float64Array(real[a]!.width * real[b]!.width);
			const count = (of: typeof real, share: number) => {
				const [left, right] = [of[a]!.codes, of[b]!];
				for (let row = 0; row < left.length; row++) cells[left[row]! * right.width + right.codes[row]!]! += share;
			};
			count(real, 1 / heldOut.rows);
			count(synthetic, -1 / sampled.rows);
			total += cells.reduce((sum, cell) => sum + Math.abs(cell), 0) / 2;
		}
		return total / Math.max(1, pairs.length);
	};
}
