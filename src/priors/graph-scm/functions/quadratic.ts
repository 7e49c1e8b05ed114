import { permutation } from "../../draws";
import { drawMatrix, multiply, type RandomMatrix } from "../matrices";
import { within } from "../scalars";
import type { FunctionFamily } from "./function";

/** yⱼ = zᵀ Aⱼ z of z = (chosen inputs, 1). */
export interface Quadratic {
	readonly inputs: number;
	readonly chosen: Int32Array;
	/** Products zᵃ zᵇ, a ≤ b, to outputs. */
	readonly matrix: RandomMatrix;
}

/** Inputs beyond this many are left out, at random. */
const MOST = 20;

/** A quadratic form an output, each Aⱼ a random matrix. */
export const quadratic: FunctionFamily<Quadratic> = {
	draw(source, x, inputs, outputs) {
		const chosen = permutation(source.random, inputs).subarray(0, Math.min(inputs, MOST)).sort();
		const n = chosen.length + 1;
		const values = new Float32Array(((n * (n + 1)) / 2) * outputs);
		for (let j = 0; j < outputs; j++) {
			const a = drawMatrix(within(source, j), n, n).values;
			for (let r = 0, i = j; r < n; r++) {
				for (let c = r; c < n; c++, i += outputs) values[i] = r === c ? a[r * n + r]! : a[r * n + c]! + a[c * n + r]!;
			}
		}
		const f = { inputs, chosen, matrix: { inputs: (n * (n + 1)) / 2, outputs, values } };
		return { f, y: quadratic.apply(f, x) };
	},
	apply({ inputs, chosen, matrix }, x) {
		const rows = x.length / inputs;
		const n = chosen.length + 1;
		const z = new Float64Array(n).fill(1);
		const products = new Float32Array(rows * matrix.inputs);
		for (let row = 0, i = 0; row < rows; row++) {
			for (let k = 0; k + 1 < n; k++) z[k] = x[row * inputs + chosen[k]!]!;
			for (let r = 0; r < n; r++) for (let c = r; c < n; c++, i++) products[i] = z[r]! * z[c]!;
		}
		return multiply(matrix, products, rows);
	},
};
