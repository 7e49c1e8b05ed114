import { drawMatrix, multiply, type RandomMatrix } from "../matrices";
import type { FunctionFamily } from "./function";

/** y = x M. */
export const linear: FunctionFamily<RandomMatrix> = {
	draw(source, x, inputs, outputs) {
		const f = drawMatrix(source, inputs, outputs);
		return { f, y: linear.apply(f, x) };
	},
	apply: (f, x) => multiply(f, x, x.length / f.inputs),
};
