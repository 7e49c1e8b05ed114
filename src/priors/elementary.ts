/**
 * Elementary functions built from +, −, ×, ÷, floor and square root alone.
 *
 * ECMAScript leaves `Math.exp`, `Math.log`, `Math.sin` and `Math.pow` to the engine ("implementation-approximated"),
 * while these five operations are IEEE 754 and so the same everywhere. A table drawn with them is the same in every
 * browser, down to the category a value near a threshold falls into. These are the inner loops' twins of
 * `causal/elementary`: relative error below 1e-11 instead of the last place, at a third of the cost.
 */

const LOG2E = Math.LOG2E;
const LN2_HIGH = 0.6931471803691238; // 33 bits, so that k · LN2_HIGH is exact
const LN2_LOW = 1.9082149292705877e-10;
const INVERSE_PI = 0.3183098861837907;
const PI_HIGH = 3.1415926218032837; // π in three parts of 24, 26 and 52 bits
const PI_MIDDLE = 3.178650954705639e-8;
const PI_LOW = 1.2246467991473532e-16;

const POWER_OFFSET = 1080;
const POWERS = new Float64Array(2 * POWER_OFFSET);
POWERS[POWER_OFFSET] = 1;
for (let i = 1; i < POWER_OFFSET; i++) {
	POWERS[POWER_OFFSET + i] = POWERS[POWER_OFFSET + i - 1]! * 2;
	POWERS[POWER_OFFSET - i] = POWERS[POWER_OFFSET - i + 1]! / 2;
}

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
const HIGH = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

/** e^x; +∞ above 709.7, 0 below −745; NaN for NaN. */
export function exp(x: number): number {
	if (!(x > -745)) return x <= -745 ? 0 : Number.NaN;
	if (x > 709.7) return Number.POSITIVE_INFINITY;
	const k = Math.floor(x * LOG2E + 0.5);
	const r = x - k * LN2_HIGH - k * LN2_LOW;
	// Taylor series on |r| ≤ ln 2 / 2: the first term left out is below 2e-13.
	const p =
		1 +
		r *
			(1 +
				r *
					(1 / 2 +
						r *
							(1 / 6 +
								r * (1 / 24 + r * (1 / 120 + r * (1 / 720 + r * (1 / 5040 + r * (1 / 40320 + r * (1 / 362880)))))))));
	return p * POWERS[k + POWER_OFFSET]!;
}

/** Natural logarithm; −∞ at 0, NaN below. */
export function log(x: number): number {
	if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
	if (x === Number.POSITIVE_INFINITY) return x;
	let shift = 0;
	if (x < 2.3e-308) {
		x *= 18014398509481984; // 2^54, so that subnormal numbers are read right
		shift = -54;
	}
	double[0] = x;
	const high = words[HIGH]!;
	let e = (high >>> 20) - 1023;
	// Exact, and sooner than to write the exponent and read the number back.
	let m = x * POWERS[POWER_OFFSET - e]!;
	if (m > Math.SQRT2) {
		m *= 0.5;
		e += 1;
	}
	// ln m = 2 artanh((m − 1) / (m + 1)), |s| ≤ 0.172.
	const s = (m - 1) / (m + 1);
	const z = s * s;
	const p = 1 + z * (1 / 3 + z * (1 / 5 + z * (1 / 7 + z * (1 / 9 + z * (1 / 11 + z * (1 / 13 + z / 15))))));
	e += shift;
	return e * LN2_HIGH + (2 * s * p + e * LN2_LOW);
}

/** Sine; accurate to 1e-11 for |x| up to 1e6, NaN for infinities. */
export function sin(x: number): number {
	const k = Math.floor(x * INVERSE_PI + 0.5);
	const r = x - k * PI_HIGH - k * PI_MIDDLE - k * PI_LOW;
	const z = r * r;
	const p =
		r *
		(1 -
			z *
				(1 / 6 -
					z *
						(1 / 120 -
							z *
								(1 / 5040 - z * (1 / 362880 - z * (1 / 39916800 - z * (1 / 6227020800 - z * (1 / 1307674368000))))))));
	return k - 2 * Math.floor(k * 0.5) === 0 ? p : -p;
}

/** x^a for x ≥ 0; 0^a is 0 for a > 0. */
export function power(x: number, a: number): number {
	return x > 0 ? exp(a * log(x)) : 0;
}

/** 1 / (1 + e^−x). */
export function sigmoid(x: number): number {
	return 1 / (1 + exp(-x));
}
