// B rows, F token columns
import type { Inputs } from "../../../nn/mlp/inputs";
import type { Masker } from "../../../nn/mlp/masker";
import type { Batch } from "../../../nn/mlp/network";
import type { Random } from "../../../random";
import type { TokenTable } from "../../../tokens/data";
import { createRowWriter, type Positions } from "../row-writer";

/** Batches for the network of column f: the columns before it are revealed in every row, f is the one target. */
export function createColumnMasker(
	table: TokenTable,
	f: number,
	batch: Batch,
	inputs: Inputs,
	positions: Positions,
): Masker {
	const F = table.tokens.length;
	const writer = createRowWriter(table, batch, inputs, positions);
	batch.revealed = f;
	for (let b = 0; b < batch.codes.length / F; b++) for (let g = f; g < F; g++) inputs.mask(b, g);
	const fill = (rows: ArrayLike<number>, random?: Random, blur = 0) => {
		for (let g = 0; g < f; g++) writer.write(rows, g);
		batch.rows = rows.length;
		batch.cellStart.fill(0, 0, f + 1).fill(rows.length, f + 1);
		for (let b = 0; b < rows.length; b++) {
			batch.cellRow[b] = b;
			batch.cellState[b] = writer.target(rows[b]!, f, random, blur);
			batch.cellValue[b] = 1 / rows.length;
		}
	};
	return {
		columns: 1,
		carried: new Int32Array(0),
		training: fill,
		evaluation: (rows) => fill(rows),
	};
}
