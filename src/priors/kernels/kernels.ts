/**
 * WebAssembly kernels of the inner loops, with the bits of their twins in JavaScript: a table is the same with and
 * without them. Until `loadKernels` has run, or where the page's policy forbids WebAssembly, the twins do the work.
 */
import { MODULE } from "./module";

interface Exports {
	gemm(a: number, w: number, out: number, rows: number, inner: number, ld: number): void;
	powerDistances(
		x: number,
		centres: number,
		out: number,
		rows: number,
		width: number,
		ld: number,
		p: number,
		offset: number,
	): void;
	nearest(
		x: number,
		order: number,
		ids: number,
		centres: number,
		partial: number,
		codes: number,
		rows: number,
		width: number,
		ld: number,
		p: number,
		offset: number,
	): void;
	logSumExp(y: number, x: number, count: number): void;
	softAssign(x: number, constants: number, rows: number, ld: number, e: number, offset: number): void;
	powers(x: number, count: number, a: number, offset: number, limit: number, signed: number): void;
	pairs(x: number, chosen: number, z: number, out: number, rows: number, inputs: number, n: number): void;
	cosines(x: number, phases: number, rows: number, width: number): void;
	trees(
		x: number,
		out: number,
		dims: number,
		thresholds: number,
		depths: number,
		leaves: number,
		rows: number,
		inputs: number,
		count: number,
		ld: number,
	): void;
	split(
		cells: number,
		stride: number,
		members: number,
		count: number,
		slots: number,
		values: number,
		weights: number,
		random: number,
		sums: number,
		totals: number,
		thresholds: number,
		outputs: number,
		classes: number,
		best: number,
	): number;
	activate(kind: number, x: number, count: number): void;
	gumbels(x: number, count: number): void;
	copyRows(from: number, fromStep: number, to: number, toStep: number, rows: number, width: number): void;
	moments(x: number, means: number, squares: number, rows: number, width: number): void;
	shiftScale(x: number, out: number, shift: number, scale: number, plus: number, rows: number, width: number): void;
	words(out: number, rows: number, width: number, k0: number, k1: number, offset: number, draw: number): void;
	uniforms(x: number, count: number): void;
	normals(x: number, count: number): void;
}

/** The kernels with their memory; addresses are bytes. */
export interface Kernels extends Exports {
	/** The memory as floats, of at least `floats` of them; an earlier view may be stale afterwards. */
	view(floats: number): Float32Array;
}

let kernels: Kernels | undefined;
let loading: Promise<boolean> | undefined;
/** Bytes below this hold the kernels' own constants. */
export const START = 4096;

async function load(): Promise<boolean> {
	try {
		// Room for tables of 1024 × 100: when memory grows its buffer is detached, and V8 then compiles anew, and slower,
		// whatever reads typed arrays. Pages that nobody touches cost nothing.
		const memory = new WebAssembly.Memory({ initial: 256 });
		const bytes = Uint8Array.from(atob(MODULE), (c) => c.charCodeAt(0));
		const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
		let floats = new Float32Array(memory.buffer);
		kernels = {
			...(instance.exports as unknown as Exports),
			view(count) {
				const missing = count * 4 - memory.buffer.byteLength;
				if (missing > 0) memory.grow(Math.ceil(missing / 65_536));
				if (floats.buffer !== memory.buffer) floats = new Float32Array(memory.buffer);
				return floats;
			},
		};
		return true;
	} catch {
		return false;
	}
}

/** Makes the kernels ready; false where WebAssembly (with SIMD) is not available, which costs time and nothing else. */
export function loadKernels(): Promise<boolean> {
	loading ??= load();
	return loading;
}

/** The kernels, once loaded. */
export function loadedKernels(): Kernels | undefined {
	return kernels;
}

/** Has a kernel work on x in place; false, with x as it was, where there are no kernels. */
export function workInPlace(x: Float32Array, work: (kernels: Kernels, at: number) => void): boolean {
	if (!kernels) return false;
	const at = START >> 2;
	// Vectors reach over the end.
	const memory = kernels.view(at + x.length + 4);
	memory.set(x, at);
	work(kernels, START);
	x.set(memory.subarray(at, at + x.length));
	return true;
}

/** Runs `compute` with the twins alone; for tests that compare the two. */
export function withoutKernels<T>(compute: () => T): T {
	const kept = kernels;
	kernels = undefined;
	try {
		return compute();
	} finally {
		kernels = kept;
	}
}
