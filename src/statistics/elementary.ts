/**
 * Elementary functions from additions, multiplications, divisions and square roots alone. IEEE 754 fixes those to
 * the last bit, and leaves `Math.exp`, `Math.log`, `Math.sin` to the engine; with these, a model's numbers are the
 * same in every browser. Errors stay within 8 units in the last place unless a comment says otherwise.
 */

const LN2_HIGH = 0.6931471803691238; // upper 33 bits of ln 2, so that k · LN2_HIGH is exact for |k| < 2¹¹
const LN2_LOW = 1.9082149292705877e-10;
const SQRT2 = Math.SQRT2;

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
/** Index of the word with the exponent: 1 on little-endian machines. */
const HIGH = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

/** 2ᵏ for integer k in −1022 … 1023. */
function powerOfTwo(k: number): number {
	words[HIGH] = (k + 1023) << 20;
	words[1 - HIGH] = 0;
	return float[0]!;
}

/** x · 2ᵏ, also where 2ᵏ alone would leave the normal numbers. */
function scaleByPowerOfTwo(x: number, k: number): number {
	if (k > 1023) return x * powerOfTwo(1023) * powerOfTwo(Math.min(k - 1023, 1023));
	if (k < -1022) return x * powerOfTwo(-1022) * powerOfTwo(Math.max(k + 1022, -1022));
	return x * powerOfTwo(k);
}

/** eʳ − 1 for |r| ≤ 0.36: Taylor's series to r¹⁴. */
function expm1Series(r: number): number {
	let sum = 1 / 14;
	for (let n = 13; n > 1; n--) sum = (1 + r * sum) / n;
	return r * (1 + r * sum);
}

/** 1/n! for the unrolled series of `exp`. */
const F = [1];
for (let n = 1; n <= 14; n++) F.push(F[n - 1]! / n);
const [, , F2, F3, F4, F5, F6, F7, F8, F9, F10, F11, F12, F13] = F as [number, ...number[]] & { 13: number };

/** eˣ. */
export function exp(x: number): number {
	if (!(x > -745.2)) return Number.isNaN(x) ? x : 0;
	if (x > 709.79) return Number.POSITIVE_INFINITY;
	const k = Math.floor(x * Math.LOG2E + 0.5);
	const r = x - k * LN2_HIGH - k * LN2_LOW;
	const tail = F6! + r * (F7! + r * (F8! + r * (F9! + r * (F10! + r * (F11! + r * (F12! + r * F13!))))));
	const series = r + r * r * (F2! + r * (F3! + r * (F4! + r * (F5! + r * tail))));
	return scaleByPowerOfTwo(1 + series, k);
}

/** eˣ − 1, accurate near 0. */
export function expm1(x: number): number {
	return x > -0.36 && x < 0.36 ? expm1Series(x) : exp(x) - 1;
}

/** 2 artanh(s) for |s| ≤ 0.172: the series log((1+s)/(1−s)) = 2(s + s³/3 + …). */
function twiceArtanh(s: number): number {
	const q = s * s;
	const tail = 1 / 15 + q * (1 / 17 + q * (1 / 19 + q * (1 / 21 + q / 23)));
	const series = 1 / 3 + q * (1 / 5 + q * (1 / 7 + q * (1 / 9 + q * (1 / 11 + q * (1 / 13 + q * tail)))));
	return 2 * s + 2 * s * q * series;
}

/** Natural logarithm; −∞ at 0, NaN below. */
export function log(x: number): number {
	if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
	if (x === Number.POSITIVE_INFINITY) return x;
	let k = 0;
	if (x < 2.2250738585072014e-308) {
		x *= 18014398509481984; // 2⁵⁴ lifts subnormal numbers
		k = -54;
	}
	float[0] = x;
	const high = words[HIGH]!;
	k += (high >>> 20) - 1023;
	words[HIGH] = (high & 0xfffff) | 0x3ff00000;
	let m = float[0]!;
	if (m > SQRT2) {
		m *= 0.5;
		k++;
	}
	const f = m - 1;
	return k * LN2_HIGH + (twiceArtanh(f / (2 + f)) + k * LN2_LOW);
}

/** log(1 + x), accurate near 0. */
export function log1p(x: number): number {
	return x > -0.25 && x < 0.25 ? twiceArtanh(x / (2 + x)) : log(1 + x);
}

const PI_2_A = 1.5707963267341256; // 33 bits each of π/2
const PI_2_B = 6.077100506303966e-11;
const PI_2_C = 2.0222662487959506e-21;
/** Above this the argument is first reduced by the remainder modulo 2π, which is deterministic and no longer accurate. */
const LARGE_ANGLE = 1e6;

function sineSeries(r: number): number {
	const q = r * r;
	let sum = 1;
	for (let n = 16; n > 0; n -= 2) sum = 1 - (q * sum) / (n * (n + 1));
	return r * sum;
}

function cosineSeries(r: number): number {
	const q = r * r;
	let sum = 1;
	for (let n = 18; n > 0; n -= 2) sum = 1 - (q * sum) / (n * (n - 1));
	return sum;
}

function circular(x: number, quarter: number): number {
	if (!Number.isFinite(x)) return Number.NaN;
	if (x > LARGE_ANGLE || x < -LARGE_ANGLE) x %= 2 * Math.PI;
	const k = Math.floor(x / (Math.PI / 2) + 0.5);
	const r = x - k * PI_2_A - k * PI_2_B - k * PI_2_C;
	const turn = (((k + quarter) % 4) + 4) % 4;
	const value = turn & 1 ? cosineSeries(r) : sineSeries(r);
	return turn & 2 ? -value : value;
}

/** Sine of radians; absolute error below 1e-15 up to |x| = 10⁶. */
export function sin(x: number): number {
	return circular(x, 0);
}

/** Cosine of radians; absolute error below 1e-15 up to |x| = 10⁶. */
export function cos(x: number): number {
	return circular(x, 1);
}

/** Tangent of radians. */
export function tan(x: number): number {
	return sin(x) / cos(x);
}

/** Hyperbolic tangent. */
export function tanh(x: number): number {
	if (x > 20) return 1;
	if (x < -20) return -1;
	const e = expm1(2 * x);
	return e / (e + 2);
}

/** Arctangent: two halvings of the argument, then the series. */
export function atan(x: number): number {
	if (Number.isNaN(x)) return x;
	if (x > 1) return Math.PI / 2 - atan(1 / x);
	if (x < -1) return -Math.PI / 2 - atan(1 / x);
	const half = x / (1 + Math.sqrt(1 + x * x));
	const quarter = half / (1 + Math.sqrt(1 + half * half));
	const q = quarter * quarter;
	let sum = 0;
	for (let n = 23; n > 0; n -= 2) sum = 1 / n - q * sum;
	return 4 * quarter * sum;
}

/** 1 / (1 + e⁻ˣ). */
export function sigmoid(x: number): number {
	if (x >= 0) return 1 / (1 + exp(-x));
	const e = exp(x);
	return e / (1 + e);
}

/**
 * xʸ with the special values of IEEE 754's `pow`, but NaN for 0 to a negative power. Whole exponents up to 1024 by
 * repeated squaring; otherwise e^(y log x), whose relative error grows to |y log x| units in the last place.
 */
export function pow(x: number, y: number): number {
	if (y === 0) return 1;
	if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
	if (Number.isInteger(y) && y >= -1024 && y <= 1024) {
		if (x === 0 && y < 0) return Number.NaN;
		let result = 1;
		let factor = x;
		for (let n = Math.abs(y); n > 0; n >>>= 1) {
			if (n & 1) result *= factor;
			factor *= factor;
		}
		return y < 0 ? 1 / result : result;
	}
	if (x === 0) return y > 0 ? 0 : Number.NaN;
	if (y === 0.5) return Math.sqrt(x);
	return exp(y * log(x));
}
