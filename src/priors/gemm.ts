/**
 * Dense matrix product for rows of Float32 values, accumulated in double precision in a fixed order, so that every
 * engine gives the same bits.
 */

let panel = new Float64Array(4 * 256);

/**
 * out[r, j] += Σ_k a[r, k] w[k, j] for r < rows, k < inner, j < outer. Each sum is taken over k in order, in double
 * precision, and added to `out` once. Two rows by four columns are kept in registers;
 * `from` is where the first row of a block starts, `stride` the numbers from one row to the next.
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
	if (panel.length < 4 * inner) panel = new Float64Array(8 * inner);
	for (let jb = 0; jb < outer; jb += 4) {
		const m = Math.min(4, outer - jb);
		for (let k = 0, p = 0; k < inner; k++) {
			const at = wFrom + k * wStride + jb;
			for (let j = 0; j < 4; j++) panel[p++] = j < m ? w[at + j]! : 0;
		}
		multiplyPanel(a, aStride, aFrom, panel, out, outStride, outFrom + jb, rows, inner, m);
	}
}

function multiplyPanel(
	a: Float32Array,
	aStride: number,
	aFrom: number,
	p4: Float64Array,
	out: Float32Array,
	outStride: number,
	outFrom: number,
	rows: number,
	inner: number,
	m: number,
): void {
	let r = 0;
	for (; r + 1 < rows; r += 2) {
		let c00 = 0;
		let c01 = 0;
		let c02 = 0;
		let c03 = 0;
		let c10 = 0;
		let c11 = 0;
		let c12 = 0;
		let c13 = 0;
		let a0 = aFrom + r * aStride;
		let a1 = a0 + aStride;
		for (let k = 0, p = 0; k < inner; k++, p += 4) {
			const w0 = p4[p]!;
			const w1 = p4[p + 1]!;
			const w2 = p4[p + 2]!;
			const w3 = p4[p + 3]!;
			const x = a[a0++]!;
			c00 += x * w0;
			c01 += x * w1;
			c02 += x * w2;
			c03 += x * w3;
			const y = a[a1++]!;
			c10 += y * w0;
			c11 += y * w1;
			c12 += y * w2;
			c13 += y * w3;
		}
		let o = outFrom + r * outStride;
		out[o] = out[o]! + c00;
		if (m > 1) out[o + 1] = out[o + 1]! + c01;
		if (m > 2) out[o + 2] = out[o + 2]! + c02;
		if (m > 3) out[o + 3] = out[o + 3]! + c03;
		o += outStride;
		out[o] = out[o]! + c10;
		if (m > 1) out[o + 1] = out[o + 1]! + c11;
		if (m > 2) out[o + 2] = out[o + 2]! + c12;
		if (m > 3) out[o + 3] = out[o + 3]! + c13;
	}
	for (; r < rows; r++) {
		let c0 = 0;
		let c1 = 0;
		let c2 = 0;
		let c3 = 0;
		let a0 = aFrom + r * aStride;
		for (let k = 0, p = 0; k < inner; k++, p += 4) {
			const x = a[a0++]!;
			c0 += x * p4[p]!;
			c1 += x * p4[p + 1]!;
			c2 += x * p4[p + 2]!;
			c3 += x * p4[p + 3]!;
		}
		const o = outFrom + r * outStride;
		out[o] = out[o]! + c0;
		if (m > 1) out[o + 1] = out[o + 1]! + c1;
		if (m > 2) out[o + 2] = out[o + 2]! + c2;
		if (m > 3) out[o + 3] = out[o + 3]! + c3;
	}
}
