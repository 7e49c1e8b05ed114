/**
 * Moments of the columns of rows × width arrays, and what is done to every column with constants of its own: sums in
 * double precision and in the order of the rows, by the kernels where they are loaded.
 */
import { loadedKernels, START } from "./kernels/kernels";

/** Means and inverse deviations of the columns of a rows × width array. */
export interface Moments {
	readonly means: Float64Array;
	/** 1 / deviation; 0 where a column is constant. */
	readonly inverses: Float64Array;
}

/** Means of the columns, and sums of squared distances from them. */
export function columnSums(x: Float32Array, width: number): { means: Float64Array; squares: Float64Array } {
	const rows = x.length / width;
	const kernels = loadedKernels();
	if (kernels) {
		const squaresAt = START + 8 * (width + 8);
		const at = squaresAt + 8 * (width + 8);
		const memory = kernels.view((at >> 2) + x.length + 8);
		memory.set(x, at >> 2);
		kernels.moments(at, START, squaresAt, rows, width);
		const from = (start: number) => new Float64Array(memory.buffer, start, width).slice();
		return { means: from(START), squares: from(squaresAt) };
	}
	const means = new Float64Array(width);
	const squares = new Float64Array(width);
	for (let i = 0; i < x.length; ) for (let k = 0; k < width; k++, i++) means[k]! += x[i]!;
	for (let k = 0; k < width; k++) means[k]! /= rows;
	for (let i = 0; i < x.length; ) {
		for (let k = 0; k < width; k++, i++) {
			const d = x[i]! - means[k]!;
			squares[k]! += d * d;
		}
	}
	return { means, squares };
}

/** Moments over the rows; deviations with divisor n. */
export function columnMoments(x: Float32Array, width: number): Moments {
	const rows = x.length / width;
	const { means, squares } = columnSums(x, width);
	const inverses = new Float64Array(width);
	for (let k = 0; k < width; k++) {
		const deviation = Math.sqrt(squares[k]! / rows);
		if (deviation > 1e-9 * Math.abs(means[k]!) && deviation > 1e-30) inverses[k] = 1 / deviation;
	}
	return { means, inverses };
}

/**
 * (x − shift) · scale + plus with constants for each column, in double precision and rounded last.
 *
 * @param out Where to; default: in place.
 */
export function shiftScale(
	x: Float32Array,
	shift: Float64Array,
	scale: Float64Array,
	plus: Float64Array,
	out: Float32Array = x,
): void {
	const width = shift.length;
	const kernels = loadedKernels();
	if (!kernels) {
		for (let i = 0; i < x.length; ) {
			for (let k = 0; k < width; k++, i++) out[i] = (x[i]! - shift[k]!) * scale[k]! + plus[k]!;
		}
		return;
	}
	const wide = width + 4;
	const at = START + 24 * wide;
	const outAt = at + 4 * (x.length + 8);
	const memory = kernels.view((outAt >> 2) + x.length + 8);
	const constants = new Float64Array(memory.buffer, START, 3 * wide);
	constants.set(shift);
	constants.set(scale, wide);
	constants.set(plus, 2 * wide);
	memory.set(x, at >> 2);
	kernels.shiftScale(at, outAt, START, START + 8 * wide, START + 16 * wide, x.length / width, width);
	out.set(memory.subarray(outAt >> 2, (outAt >> 2) + x.length));
}

/** (x − mean) / deviation in place; 0 where the column was constant. */
export function standardise({ means, inverses }: Moments, x: Float32Array): void {
	shiftScale(x, means, inverses, new Float64Array(means.length));
}
