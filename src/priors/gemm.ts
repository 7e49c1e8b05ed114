/**
 * Dense matrix product of Float32 values: single precision in a fixed order, so that every engine, and the kernel in
 * WebAssembly as well, gives the same bits.
 */
import { loadedKernels, START } from "./kernels/kernels";
import { putRows, takeRows } from "./kernels/rows";

/** Products below this are done where they stand. */
const SMALL = 2048;

/** A part of a matrix that is stored row by row. */
export interface Block {
	readonly values: Float32Array;
	/** Numbers from one row to the next. */
	readonly stride: number;
	/** Where the first row begins. Default 0. */
	readonly from?: number;
}

/**
 * out[r, j] += Σ_k a[r, k] w[k, j] for r < rows, k < inner, j < outer. Each sum is taken over k in order, in single
 * precision, and added to `out` once.
 */
export function multiplyAdd(a: Block, w: Block, out: Block, rows: number, inner: number, outer: number): void {
	const kernels = loadedKernels();
	if (!kernels || rows * inner * outer < SMALL) {
		for (let j = 0; j < outer; j += 2) multiplyPanel(a, w, out, rows, inner, j, j + 1 < outer);
		return;
	}
	const ld = (outer + 7) & ~7;
	const wAt = START >> 2;
	const aAt = wAt + inner * ld;
	const outAt = (aAt + rows * inner + 3) & ~3;
	const memory = kernels.view(outAt + rows * ld);
	copyRows(w.values, w.from ?? 0, w.stride, memory, wAt, ld, inner, outer);
	for (let k = 0; k < inner; k++) memory.fill(0, wAt + k * ld + outer, wAt + (k + 1) * ld);
	copyRows(a.values, a.from ?? 0, a.stride, memory, aAt, inner, rows, inner);
	kernels.gemm(aAt << 2, wAt << 2, outAt << 2, rows, inner, ld);
	const { values, stride, from: outFrom = 0 } = out;
	for (let r = 0; r < rows; r++) {
		const from = outAt + r * ld;
		const to = outFrom + r * stride;
		for (let j = 0; j < outer; j++) values[to + j] = values[to + j]! + memory[from + j]!;
	}
}

/** a w for rows of `inner` numbers: a is rows × inner, w inner × outer. */
export function product(a: Float32Array, w: Float32Array, rows: number, inner: number, outer: number): Float32Array {
	const kernels = loadedKernels();
	if (!kernels || rows * inner * outer < SMALL) {
		const y = new Float32Array(rows * outer);
		const into = { values: y, stride: outer };
		multiplyAdd({ values: a, stride: inner }, { values: w, stride: outer }, into, rows, inner, outer);
		return y;
	}
	const ld = (outer + 7) & ~7;
	const wAt = START >> 2;
	const aAt = wAt + inner * ld;
	const outAt = (aAt + rows * inner + 3) & ~3;
	const memory = kernels.view(outAt + rows * ld);
	putRows(kernels, w, outer, wAt, ld);
	memory.set(a, aAt);
	kernels.gemm(aAt << 2, wAt << 2, outAt << 2, rows, inner, ld);
	return takeRows(kernels, outAt, ld, rows, outer);
}

/** Copies `rows` rows of `width` numbers between arrays with strides of their own. */
function copyRows(
	source: Float32Array,
	from: number,
	stride: number,
	target: Float32Array,
	to: number,
	targetStride: number,
	rows: number,
	width: number,
): void {
	if (stride === width && targetStride === width) {
		target.set(source.subarray(from, from + rows * width), to);
		return;
	}
	for (let r = 0; r < rows; r++, from += stride, to += targetStride) {
		for (let k = 0; k < width; k++) target[to + k] = source[from + k]!;
	}
}

/** Columns j and, where `wide`, j + 1 of the product, two rows at a time. */
function multiplyPanel(
	{ values: a, stride: aStride, from: aFrom = 0 }: Block,
	{ values: w, stride: wStride, from: wFrom = 0 }: Block,
	{ values: out, stride: outStride, from: outFrom = 0 }: Block,
	rows: number,
	inner: number,
	j: number,
	wide: boolean,
): void {
	const round = Math.fround;
	const second = wide ? 1 : 0;
	for (let r = 0; r < rows; r += 2) {
		let c00 = round(0);
		let c01 = round(0);
		let c10 = round(0);
		let c11 = round(0);
		let a0 = aFrom + r * aStride;
		let a1 = r + 1 < rows ? a0 + aStride : a0;
		for (let k = 0, p = wFrom + j; k < inner; k++, p += wStride) {
			const w0 = w[p]!;
			const w1 = w[p + second]!;
			const x = a[a0++]!;
			c00 = round(c00 + round(x * w0));
			c01 = round(c01 + round(x * w1));
			const y = a[a1++]!;
			c10 = round(c10 + round(y * w0));
			c11 = round(c11 + round(y * w1));
		}
		let o = outFrom + r * outStride + j;
		out[o] = out[o]! + c00;
		if (wide) out[o + 1] = out[o + 1]! + c01;
		if (r + 1 === rows) return;
		o += outStride;
		out[o] = out[o]! + c10;
		if (wide) out[o + 1] = out[o + 1]! + c11;
	}
}
