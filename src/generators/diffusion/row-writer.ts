// B rows, F token columns
import type { Inputs } from "../../nn/mlp/inputs";
import type { Batch } from "../../nn/mlp/network";
import type { Random } from "../../random";
import type { TokenTable } from "../../tokens/data";

/** The position of a row's cell of column f in the column's piecewise-linear encoding, computed when first needed. */
export type Positions = (f: number, row: number) => number;

export function createPositions({ rows, tokens, states, scores }: TokenTable, inputs: Inputs): Positions {
	const found: Float32Array[] = [];
	return (f, row) => {
		const own = scores[f];
		// Categories have no position that anybody reads.
		if (!tokens[f]!.scores) return 0;
		// All rows at once would hold the worker up where they are millions.
		const known = found[f] ?? new Float32Array(rows).fill(Number.NaN);
		found[f] = known;
		if (Number.isNaN(known[row]!)) known[row] = inputs.position(f, states[f]![row]!, own?.[row] ?? 0);
		return known[row]!;
	};
}

/** Writes rows of a table into a batch, column by column, for each column lies in an array of its own. */
export interface RowWriter {
	/** Reveals column f of the rows; where `known` has 0 at [row of the batch, f], masks it instead. */
	write(rows: ArrayLike<number>, f: number, known?: Uint8Array): void;
	/**
	 * The state that a cell is trained towards: its own, or where it is a bin one that is moved by a triangular error.
	 *
	 * @param blur how far it may be moved, as a share of the column's bins.
	 */
	target(row: number, f: number, random?: Random, blur?: number): number;
}

/** A bin moved by a triangular error of at most `reach` bins, reflected at the ends. */
function blurred(state: number, bins: number, reach: number, random: Random): number {
	const moved = state + Math.round((random.uniform() + random.uniform() - 1) * reach);
	return moved < 0 ? -1 - moved : moved >= bins ? 2 * bins - 1 - moved : moved;
}

/** @param positions of the same table and inputs. */
export function createRowWriter(table: TokenTable, batch: Batch, inputs: Inputs, positions: Positions): RowWriter {
	const F = table.tokens.length;
	const noScores = new Float32Array(table.rows);
	return {
		write(rows, f, known) {
			batch.rows = rows.length;
			const states = table.states[f]!;
			const scores = table.scores[f] ?? noScores;
			for (let b = 0; b < rows.length; b++) {
				const row = rows[b]!;
				if (known && !known[b * F + f]) inputs.mask(b, f);
				else inputs.reveal(b, f, states[row]!, scores[row]!, positions(f, row));
			}
		},
		target(row, f, random, blur = 0) {
			const { bins } = table.tokens[f]!;
			const state = table.states[f]![row]!;
			return random && blur * bins > 0 && state < bins ? blurred(state, bins, blur * bins, random) : state;
		},
	};
}
