import type { Layout } from "../src/nn/mlp/layout";
import type { Batch } from "../src/nn/mlp/network";

/** The scores and encodings of a batch written out, scalars[B, S], as networks without a kernel of their own read them. */
export function scalarsOf({ numbers: inputs, scalarWidth }: Layout, { rows, numbers }: Batch): Float32Array {
	const scalars = new Float32Array(rows * scalarWidth);
	for (let b = 0; b < rows; b++) {
		inputs.forEach(({ at, pieces }, n) => {
			const [score, position] = numbers.subarray(2 * (b * inputs.length + n));
			if (position! < 0) return;
			const row = b * scalarWidth + at;
			scalars[row] = score!;
			for (let k = 0; k < pieces; k++) scalars[row + 1 + k] = 2 * Math.min(1, Math.max(0, position! - k)) - 1;
		});
	}
	return scalars;
}
