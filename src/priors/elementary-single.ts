/**
 * Elementary functions in single precision, each step rounded, for the activations: the same bits in every engine and
 * in the kernels. Relative errors are below 1e-6 unless a comment says otherwise.
 */

const round = Math.fround;
const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

const LOG2E = round(Math.LOG2E);
const LN2_HIGH = round(0.693359375); // 9 bits, so that k · LN2_HIGH is exact
const LN2_LOW = round(-2.1219444e-4);
const [E6, E5, E4, E3] = [1 / 720, 1 / 120, 1 / 24, 1 / 6].map(round) as [number, number, number, number];
const THIRD = round(1 / 3);
const [L5, L7, L9, L11] = [1 / 5, 1 / 7, 1 / 9, 1 / 11].map(round) as [number, number, number, number];
const TWO_FIFTEENTHS = round(2 / 15);
const INVERSE_PI = round(1 / Math.PI);
const [PI_HIGH, PI_MIDDLE, PI_LOW] = [3.140625, 9.675025939941406e-4, 1.509957991e-7].map(round) as [
	number,
	number,
	number,
];
const HALF_PI = round(1.5707963);
const [S11, S9, S7, S5, S3] = [-1 / 39916800, 1 / 362880, -1 / 5040, 1 / 120, -1 / 6].map(round) as [
	number,
	number,
	number,
	number,
	number,
];
/** Below this, differences that cancel are replaced by series. */
const SMALL = round(0.1);

/** e^x of x clamped to −86 … 88. */
export function expSingle(x: number): number {
	const y = Math.min(88, Math.max(-86, x));
	const k = Math.floor(round(round(y * LOG2E) + 0.5));
	const r = round(round(y - round(k * LN2_HIGH)) - round(k * LN2_LOW));
	let p = round(E5 + round(r * E6));
	p = round(E4 + round(r * p));
	p = round(E3 + round(r * p));
	p = round(0.5 + round(r * p));
	p = round(1 + round(r * p));
	float[0] = round(1 + round(r * p));
	bits[0] = bits[0]! + (k << 23);
	return float[0]!;
}

/** e^x − 1. */
export function expm1Single(x: number): number {
	if (!(Math.abs(x) < SMALL)) return round(expSingle(x) - 1);
	const p = round(THIRD + round(x * round(THIRD * 0.25)));
	return round(x * round(1 + round(round(x * 0.5) * round(1 + round(x * p)))));
}

/** log(1 + t) for t in 0 … 1. */
export function log1pSingle(t: number): number {
	const s = round(t / round(2 + t));
	const z = round(s * s);
	let p = round(L9 + round(z * L11));
	p = round(L7 + round(z * p));
	p = round(L5 + round(z * p));
	p = round(THIRD + round(z * p));
	p = round(1 + round(z * p));
	return round(round(s + s) * p);
}

/** Hyperbolic tangent. */
export function tanhSingle(x: number): number {
	const y = Math.min(20, Math.max(-20, x));
	if (Math.abs(x) < SMALL) {
		const z = round(y * y);
		return round(y - round(round(y * z) * round(THIRD - round(z * TWO_FIFTEENTHS))));
	}
	return round(1 - round(2 / round(expSingle(round(y + y)) + 1)));
}

/** Sine; absolute error below 1e-6 for |x| up to 1e3 and growing with |x|, within ±1 always. */
export function sinSingle(x: number): number {
	const k = Math.floor(round(round(x * INVERSE_PI) + 0.5));
	let r = round(round(round(x - round(k * PI_HIGH)) - round(k * PI_MIDDLE)) - round(k * PI_LOW));
	r = Math.min(HALF_PI, Math.max(-HALF_PI, r));
	const z = round(r * r);
	let p = round(S9 + round(z * S11));
	p = round(S7 + round(z * p));
	p = round(S5 + round(z * p));
	p = round(S3 + round(z * p));
	p = round(r + round(round(r * z) * p));
	return Math.floor(k / 2) === k / 2 ? p : -p;
}

/** ln(1 + e^x). */
export function softplusSingle(x: number): number {
	return round(Math.max(x, 0) + log1pSingle(expSingle(-Math.abs(x))));
}

/** 1 / (1 + e^−x). */
export function sigmoidSingle(x: number): number {
	return round(1 / round(1 + expSingle(-x)));
}
