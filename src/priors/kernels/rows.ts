/** Rows of floats between arrays and the kernels' memory, where they stand further apart. Places count floats. */
import { type Kernels, START } from "./kernels";

/** The first of the floats that arrays may lie at. */
const FIRST = START >> 2;

/** Takes rows of `width` floats, `stride` apart from `at` on, out of the memory, whose first rows are lost. */
export function takeRows(kernels: Kernels, at: number, stride: number, rows: number, width: number): Float32Array {
	const packed = pack(kernels, at, stride, rows, width);
	return kernels.view(0).slice(packed, packed + rows * width);
}

/** As `takeRows`, into `out`. */
export function takeRowsInto(out: Float32Array, kernels: Kernels, at: number, stride: number, width: number): void {
	const packed = pack(kernels, at, stride, out.length / width, width);
	out.set(kernels.view(0).subarray(packed, packed + out.length));
}

/** Moves rows together and gives where they are then. Arrays of four floats or more must lie before them. */
function pack(kernels: Kernels, at: number, stride: number, rows: number, width: number): number {
	if (stride === width) return at;
	kernels.copyRows(at << 2, stride << 2, START, width << 2, rows, width);
	return FIRST;
}

/** Puts rows of `width` floats into the memory, `stride` apart from `at` on, and zeros between them. */
export function putRows(kernels: Kernels, x: Float32Array, width: number, at: number, stride: number): void {
	const memory = kernels.view(0);
	if (stride === width) {
		memory.set(x, at);
		return;
	}
	const rows = x.length / width;
	for (let r = 0, i = 0, to = at; r < rows; r++, to += stride) {
		for (let k = 0; k < width; k++, i++) memory[to + k] = x[i]!;
		for (let k = width; k < stride; k++) memory[to + k] = 0;
	}
}
