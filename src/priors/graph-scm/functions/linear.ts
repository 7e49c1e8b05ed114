import { drawMatrix, multiply, type RandomMatrix } from "../matrices";
import type { FunctionFamily } from "./function";

/** y = x M. */
export const linear: FunctionFamily<RandomMatrix, RandomMatrix> = {
	plan: (source, _rows, inputs, outputs) => drawMatrix(source, inputs, outputs),
	fix: (f, x) => ({ f, y: linear.apply(f, x) }),
	apply: (f, x) => multiply(f, x, x.length / f.inputs),
};
