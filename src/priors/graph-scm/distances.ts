import { loadedKernels, START } from "../kernels/kernels";

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);
const round = Math.fround;

// log2(1 + t) / t on [−1/4, 1/2] and 2^r on [−1/2, 1/2], highest power first; the kernel has the same.
const LOG = [0.200015047, -0.372536849, 0.488319523, -0.721297537, 1.44262121].map(round);
const EXP = [0.00967608499, 0.0559224516, 0.240221065, 0.693120982, 1.0].map(round);

/** |d|^p in single precision, relative error below 1e-4 for p ≤ 4: 2^(p log₂ |d|), both by polynomials. */
export function fastPower(d: number, p: number): number {
	float[0] = d;
	const shifted = (bits[0]! & 0x7fffffff) - 0x3f400000;
	const e = shifted >> 23;
	bits[0] = (shifted & 0x007fffff) + 0x3f400000;
	const t = round(float[0]! - 1);
	let q = LOG[0]!;
	for (let i = 1; i < LOG.length; i++) q = round(round(q * t) + LOG[i]!);
	const y = round(p * round(e + round(q * t)));
	const z = Math.max(-125, Math.min(125, y));
	const n = Math.floor(round(z + 0.5));
	const r = round(z - n);
	let s = EXP[0]!;
	for (let i = 1; i < EXP.length; i++) s = round(round(s * r) + EXP[i]!);
	float[0] = s;
	bits[0] = bits[0]! + (n << 23);
	return float[0]!;
}

/**
 * out[row, c] = Σᵢ |x[row, i] − centre[c, i]|^p for `count` centres, both row by row, in single precision. The power is
 * a polynomial in the logarithm, the sum is taken in the order of i.
 */
export function powerDistances(
	x: Float32Array,
	width: number,
	centres: Float32Array,
	count: number,
	p: number,
	out: Float32Array,
): void {
	const rows = x.length / width;
	const kernels = loadedKernels();
	if (!kernels) {
		const exponent = round(p);
		for (let row = 0; row < rows; row++) {
			for (let c = 0; c < count; c++) {
				let sum = round(0);
				for (let i = 0; i < width; i++) {
					sum = round(sum + fastPower(round(x[row * width + i]! - centres[c * width + i]!), exponent));
				}
				out[row * count + c] = sum;
			}
		}
		return;
	}
	const ld = (count + 7) & ~7;
	const centresAt = START >> 2;
	const xAt = centresAt + width * ld;
	const outAt = (xAt + x.length + 3) & ~3;
	const memory = kernels.view(outAt + rows * ld);
	for (let i = 0; i < width; i++) {
		for (let c = 0; c < ld; c++) memory[centresAt + i * ld + c] = c < count ? centres[c * width + i]! : 0;
	}
	memory.set(x, xAt);
	kernels.powerDistances(xAt << 2, centresAt << 2, outAt << 2, rows, width, ld, p);
	for (let row = 0; row < rows; row++) {
		for (let c = 0; c < count; c++) out[row * count + c] = memory[outAt + row * ld + c]!;
	}
}
