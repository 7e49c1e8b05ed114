/**
 * Powers in single precision by the exponent's bits, for the inner loops: relative error below 1e-3, the same bits in
 * every engine and in the kernel.
 */
import { loadedKernels, START, workInPlace } from "./kernels/kernels";

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);
const round = Math.fround;

// log2(1 + f) = f + f (1 − f) (L0 + L1 f + L2 f²), error below 1.2e-4.
export const LOG2_SERIES = [0.43872566, -0.23905785, 0.082130325].map(round) as [number, number, number];
const [L0, L1, L2] = LOG2_SERIES;
// 2^r = 1 + r (E1 + r (E2 + r E3)) for |r| ≤ ½, relative error below 1.1e-4.
export const EXP2_SERIES = [0.6932829, 0.24221095, 0.055008933].map(round) as [number, number, number];
const [E1, E2, E3] = EXP2_SERIES;
const LOG2E = round(Math.LOG2E);
/** Added to a number, it leaves the nearest integer in the last bits. */
const MAGIC = 12582912; // 1.5 · 2^23

/** 2^y for y clamped to −126 … 127. */
function exp2(y: number): number {
	const z = Math.max(-126, Math.min(127, y));
	const n = round(round(z + MAGIC) - MAGIC);
	const r = round(z - n);
	const p = round(E2 + round(r * E3));
	float[0] = round(1 + round(r * round(E1 + round(r * p))));
	bits[0] = bits[0]! + (n << 23);
	return float[0]!;
}

/** log2 |d| + 127. */
function log2Biased(d: number): number {
	float[0] = d;
	const e = round(round(bits[0]! & 0x7fffffff) * 1.1920928955078125e-7);
	const f = round(e - Math.floor(e));
	const g = round(f - round(f * f));
	const h = round(round(round(round(L2 * f) + L1) * f) + L0);
	return round(e + round(g * h));
}

/** |d|^p for single-precision d and p. */
export function fastPower(d: number, p: number, offset = biasOf(p)): number {
	return exp2(round(round(p * log2Biased(d)) + offset));
}

/** e^x for single-precision x. */
export function fastExp(x: number): number {
	return exp2(round(x * LOG2E));
}

/** What a power adds to the biased logarithm: −127 p. */
export function biasOf(p: number): number {
	return round(-127 * p);
}

/** min(max(x, 0)^a, limit) in place, or sign(x) min(|x|^a, limit) where `signed`; 0 stays 0. */
export function applyPowers(x: Float32Array, exponent: number, limit: number, signed: boolean): void {
	const a = round(exponent);
	const offset = biasOf(a);
	const most = round(limit);
	if (workInPlace(x, (kernels, at) => kernels.powers(at, x.length, a, offset, most, signed ? 1 : 0))) return;
	for (let i = 0; i < x.length; i++) {
		const v = x[i]!;
		const y = Math.min(most, fastPower(v, a, offset));
		x[i] = v > 0 ? y : v < 0 && signed ? -y : 0;
	}
}

const LN2 = round(Math.LN2);

/** y = log(e^y + e^x), number by number, absolute error below 2e-4. */
export function logSumExp(y: Float32Array, x: Float32Array): void {
	const kernels = loadedKernels();
	if (kernels) {
		const at = START >> 2;
		const from = at + ((y.length + 3) & ~3);
		const memory = kernels.view(from + y.length + 4);
		memory.set(y, at);
		memory.set(x, from);
		kernels.logSumExp(START, from << 2, y.length);
		y.set(memory.subarray(at, at + y.length));
		return;
	}
	for (let i = 0; i < y.length; i++) {
		const a = y[i]!;
		const b = x[i]!;
		const e = fastExp(-Math.abs(round(a - b)));
		y[i] = Math.max(a, b) + round(round(log2Biased(round(1 + e)) - 127) * LN2);
	}
}
