/**
 * Standard normal quantiles in single precision, by the operations IEEE 754 fixes alone, so that kernels can give the
 * same bits: z = x · P(w) with x = 2u − 1 and w = −ln(1 − x²), the form of Giles, "Approximating the erfinv function"
 * (GPU Computing Gems, 2011). The polynomials are minimax fits of relative error below 5e-7 over all 2³² arguments.
 */

const round = Math.fround;
const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The bits of √½: subtracting them puts the mantissa between √½ and √2. */
const SQRT_HALF = 0x3f3504f3;
const LN2 = round(Math.LN2);
const [THIRD, FIFTH, SEVENTH] = [1 / 3, 1 / 5, 1 / 7].map(round) as [number, number, number];

/** Natural logarithm of a positive normal number, relative error below 3e-7. */
export function logSingle(x: number): number {
	float[0] = x;
	const shifted = bits[0]! - SQRT_HALF;
	bits[0] = (shifted & 0x7fffff) + SQRT_HALF;
	const f = round(float[0]! - 1);
	const s = round(f / round(2 + f));
	const z = round(s * s);
	const series = round(z * round(THIRD + round(z * round(FIFTH + round(z * SEVENTH)))));
	const twice = round(s + s);
	return round(round((shifted >> 23) * LN2) + round(twice + round(twice * series)));
}

type Coefficients = readonly [number, number, number, number, number, number, number, number];
/** In w − 2.5, for w below 5; highest power first. */
export const CENTRE = [
	4.4637249629886355e-7, -4.5055203372612596e-6, -5.790067916677799e-6, 0.00030735955806449056, -0.0017743168864399195,
	-0.005906121805310249, 0.34880363941192627, 2.1233131885528564,
] as const;
/** In √w − 3.4, for w up to 21.6. */
export const TAIL = [
	-0.00023881421657279134, 0.0009671319276094437, -0.0016269776970148087, 0.002086746273562312, -0.0035409051924943924,
	0.005621719174087048, 1.423600673675537, 4.574674606323242,
] as const;

function horner(c: Coefficients, v: number): number {
	let p: number = c[0];
	for (let i = 1; i < 8; i++) p = round(c[i]! + round(p * v));
	return p;
}

/** The normal quantile of (word + ½) / 2³². */
export function normalOfWord(word: number): number {
	const x = round(round(round(word ^ 0x80000000) + 0.5) * 2 ** -31);
	const nearest = word >>> 0 > 0x7fffffff ? ~word >>> 0 : word >>> 0;
	const p = round(round(round(nearest) + 0.5) * 2 ** -32);
	const w = round(-logSingle(round(round(4 * p) * round(1 - p))));
	return round(x * (w < 5 ? horner(CENTRE, round(w - 2.5)) : horner(TAIL, round(round(Math.sqrt(w)) - round(3.4)))));
}
