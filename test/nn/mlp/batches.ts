import type { Batch } from "../../../src/nn/mlp/network";

/** A batch for so many rows of so many columns, `numbers` of them numbers, with nothing in it. */
export function emptyBatch(rows: number, columns: number, numbers: number): Batch {
	return {
		rows: 0,
		revealed: columns,
		codes: new Int32Array(rows * columns),
		numbers: new Float32Array(2 * rows * numbers),
		cellStart: new Int32Array(columns + 1),
		cellRow: new Int32Array(rows * columns),
		cellState: new Int32Array(rows * columns),
		cellValue: new Float32Array(rows * columns),
	};
}
