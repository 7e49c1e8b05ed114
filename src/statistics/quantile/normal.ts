import { exp, log } from "../elementary";

// Coefficients of Wichura's PPND16, highest power first: centre, shoulder and far tail.
const CENTRE = [
	2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
	133.14166789178438, 3.3871328727963665,
] as const;
const CENTRE_BELOW = [
	5226.495278852546, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
	42.31333070160091, 1,
] as const;
const SHOULDER = [
	0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
	5.769497221460691, 4.630337846156546, 1.4234371107496835,
] as const;
const SHOULDER_BELOW = [
	1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
	1.6763848301838038, 2.053191626637759, 1,
] as const;
const TAIL = [
	2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487,
	1.7848265399172913, 5.463784911164114, 6.657904643501103,
] as const;
const TAIL_BELOW = [
	2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133, 0.014875361290850615,
	0.1369298809227358, 0.599832206555888, 1,
] as const;

type Coefficients = readonly [number, number, number, number, number, number, number, number];

function horner(c: Coefficients, r: number): number {
	return ((((((c[0] * r + c[1]) * r + c[2]) * r + c[3]) * r + c[4]) * r + c[5]) * r + c[6]) * r + c[7];
}

/**
 * Standard normal quantile, relative error about 1e-16: rational functions of Wichura, "Algorithm AS 241: The
 * percentage points of the normal distribution", Applied Statistics 37 (1988), routine PPND16.
 */
export function normalQuantile(p: number): number {
	const q = p - 0.5;
	if (q >= -0.425 && q <= 0.425) {
		const r = 0.180625 - q * q;
		return (q * horner(CENTRE, r)) / horner(CENTRE_BELOW, r);
	}
	return q < 0 ? -upperScore(p) : upperScore(1 - p);
}

/** z with survival `tail`, for tail up to 0.075. */
export function upperScore(tail: number): number {
	if (!(tail > 0)) return tail === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
	const r = Math.sqrt(-log(tail));
	return r <= 5
		? horner(SHOULDER, r - 1.6) / horner(SHOULDER_BELOW, r - 1.6)
		: horner(TAIL, r - 5) / horner(TAIL_BELOW, r - 5);
}

const SQRT_2PI = 2.5066282746310002;

/** Standard normal density. */
export function normalDensity(z: number): number {
	return exp(-0.5 * z * z) / SQRT_2PI;
}

/** P(Z > z) for z ≥ 0, relative error about 1e-15: series below 2.5, Laplace's continued fraction above (DLMF 7.6.2, 7.9.1). */
function survival(z: number): number {
	if (z < 2.5) {
		let term = z;
		let sum = z;
		for (let n = 1; n < 60 && term > sum * 1e-17; n++) {
			term *= (z * z) / (2 * n + 1);
			sum += term;
		}
		return 0.5 - normalDensity(z) * sum;
	}
	if (z > 38.6) return 0;
	let fraction = z;
	for (let n = 60; n > 0; n--) fraction = z + n / fraction;
	return normalDensity(z) / fraction;
}

/** P(Z ≤ z). */
export function normalCdf(z: number): number {
	return z > 0 ? 1 - survival(z) : z <= 0 ? survival(-z) : Number.NaN;
}
