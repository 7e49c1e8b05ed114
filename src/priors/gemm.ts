/**
 * Dense matrix product of Float32 values: single precision in a fixed order, so that every engine, and the kernel in
 * WebAssembly as well, gives the same bits.
 */
import { loadedKernels, START } from "./kernels/kernels";

/** Products below this are done where they stand. */
const SMALL = 2048;

/**
 * out[r, j] += Σ_k a[r, k] w[k, j] for r < rows, k < inner, j < outer. Each sum is taken over k in order, in single
 * precision, and added to `out` once. `from` is where the first row of a block starts, `stride` the numbers from one
 * row to the next.
 */
export function multiplyAdd(
	a: Float32Array,
	aStride: number,
	aFrom: number,
	w: Float32Array,
	wStride: number,
	wFrom: number,
	out: Float32Array,
	outStride: number,
	outFrom: number,
	rows: number,
	inner: number,
	outer: number,
): void {
	const kernels = loadedKernels();
	if (!kernels || rows * inner * outer < SMALL) {
		for (let j = 0; j < outer; j += 2) {
			const wide = j + 1 < outer;
			multiplyPanel(a, aStride, aFrom, w, wStride, wFrom + j, out, outStride, outFrom + j, rows, inner, wide);
		}
		return;
	}
	const ld = (outer + 7) & ~7;
	const wAt = START >> 2;
	const aAt = wAt + inner * ld;
	const outAt = (aAt + rows * inner + 3) & ~3;
	const memory = kernels.view(outAt + rows * ld);
	for (let k = 0; k < inner; k++) {
		const from = wFrom + k * wStride;
		const to = wAt + k * ld;
		for (let j = 0; j < outer; j++) memory[to + j] = w[from + j]!;
		for (let j = outer; j < ld; j++) memory[to + j] = 0;
	}
	if (aStride === inner) memory.set(a.subarray(aFrom, aFrom + rows * inner), aAt);
	else {
		for (let r = 0; r < rows; r++) {
			const from = aFrom + r * aStride;
			const to = aAt + r * inner;
			for (let k = 0; k < inner; k++) memory[to + k] = a[from + k]!;
		}
	}
	kernels.gemm(aAt << 2, wAt << 2, outAt << 2, rows, inner, ld);
	for (let r = 0; r < rows; r++) {
		const from = outAt + r * ld;
		const to = outFrom + r * outStride;
		for (let j = 0; j < outer; j++) out[to + j] = out[to + j]! + memory[from + j]!;
	}
}

/** Two columns of the product (one where not `wide`), two rows at a time. */
function multiplyPanel(
	a: Float32Array,
	aStride: number,
	aFrom: number,
	w: Float32Array,
	wStride: number,
	wFrom: number,
	out: Float32Array,
	outStride: number,
	outFrom: number,
	rows: number,
	inner: number,
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
		for (let k = 0, p = wFrom; k < inner; k++, p += wStride) {
			const w0 = w[p]!;
			const w1 = w[p + second]!;
			const x = a[a0++]!;
			c00 = round(c00 + round(x * w0));
			c01 = round(c01 + round(x * w1));
			const y = a[a1++]!;
			c10 = round(c10 + round(y * w0));
			c11 = round(c11 + round(y * w1));
		}
		let o = outFrom + r * outStride;
		out[o] = out[o]! + c00;
		if (wide) out[o + 1] = out[o + 1]! + c01;
		if (r + 1 === rows) return;
		o += outStride;
		out[o] = out[o]! + c10;
		if (wide) out[o + 1] = out[o + 1]! + c11;
	}
}
