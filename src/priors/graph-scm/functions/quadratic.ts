import { permutation } from "../../draws";
import { type Kernels, loadedKernels, START } from "../../kernels/kernels";
import { putRows, takeRows } from "../../kernels/rows";
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

/**
 * A quadratic form an output. The forms of all outputs are one random matrix (n² entries to outputs): a matrix of its own
 * for each output would be of the same kinds, and drawing them would cost more than applying them.
 */
export const quadratic: FunctionFamily<Quadratic, Quadratic> = {
	plan(source, _rows, inputs, outputs) {
		const chosen = permutation(source.random, inputs).subarray(0, Math.min(inputs, MOST)).sort();
		const n = chosen.length + 1;
		const forms = drawMatrix(within(source, "forms"), n * n, outputs).values;
		const values = new Float32Array(((n * (n + 1)) / 2) * outputs);
		for (let r = 0, i = 0; r < n; r++) {
			for (let c = r; c < n; c++) {
				const upper = (r * n + c) * outputs;
				const lower = (c * n + r) * outputs;
				for (let j = 0; j < outputs; j++, i++) {
					values[i] = r === c ? forms[upper + j]! : forms[upper + j]! + forms[lower + j]!;
				}
			}
		}
		return { inputs, chosen, matrix: { inputs: (n * (n + 1)) / 2, outputs, values } };
	},
	fix: (f, x) => ({ f, y: quadratic.apply(f, x) }),
	apply({ inputs, chosen, matrix }, x) {
		const rows = x.length / inputs;
		const n = chosen.length + 1;
		const kernels = loadedKernels();
		if (kernels) return byKernels(kernels, x, inputs, chosen, matrix);
		const z = new Float64Array(n).fill(1);
		const products = new Float32Array(rows * matrix.inputs);
		for (let row = 0, i = 0; row < rows; row++) {
			for (let k = 0; k + 1 < n; k++) z[k] = x[row * inputs + chosen[k]!]!;
			for (let r = 0; r < n; r++) for (let c = r; c < n; c++, i++) products[i] = z[r]! * z[c]!;
		}
		return multiply(matrix, products, rows);
	},
};

/** Rows whose products are held at once: they stay in the cache. */
const BLOCK = 128;

function byKernels(kernels: Kernels, x: Float32Array, inputs: number, chosen: Int32Array, matrix: RandomMatrix) {
	const { inputs: pairs, outputs, values } = matrix;
	const rows = x.length / inputs;
	const ld = (outputs + 7) & ~7;
	const chosenAt = START >> 2;
	const zAt = chosenAt + chosen.length;
	const xAt = zAt + chosen.length + 4;
	const pairsAt = xAt + x.length;
	const matrixAt = (pairsAt + BLOCK * pairs + 7) & ~3;
	const yAt = matrixAt + pairs * ld;
	const memory = kernels.view(yAt + rows * ld);
	const words = new Int32Array(memory.buffer, chosenAt << 2, chosen.length);
	for (let k = 0; k < chosen.length; k++) words[k] = chosen[k]! << 2;
	memory.set(x, xAt);
	memory.fill(0, zAt, xAt);
	putRows(kernels, values, outputs, matrixAt, ld);
	for (let from = 0; from < rows; from += BLOCK) {
		const count = Math.min(BLOCK, rows - from);
		kernels.pairs((xAt + from * inputs) << 2, START, zAt << 2, pairsAt << 2, count, inputs, chosen.length + 1);
		kernels.gemm(pairsAt << 2, matrixAt << 2, (yAt + from * ld) << 2, count, pairs, ld);
	}
	return takeRows(kernels, yAt, ld, rows, outputs);
}
