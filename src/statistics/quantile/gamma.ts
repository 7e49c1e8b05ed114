import { exp, log } from "../elementary";
import { normalQuantile } from "./normal";

const HALF_LOG_2PI = 0.9189385332046727;

/** log Γ(x) for x > 0: Stirling's series (DLMF 5.11.1) from 10 up, the recurrence below. */
export function logGamma(x: number): number {
	let product = 1;
	while (x < 10) product *= x++;
	const r = 1 / (x * x);
	const series =
		(1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - r * (691 / 360360 - r * (1 / 156))))))) /
		x;
	return (x - 0.5) * log(x) - x + HALF_LOG_2PI + series - log(product);
}

/** x^a e^(−x) / Γ(a + 1). */
function gammaTerm(a: number, x: number, logGammaA1: number): number {
	return exp(a * log(x) - x - logGammaA1);
}

/** Regularised lower incomplete gamma function P(a, x): series (DLMF 8.11.4) or continued fraction (DLMF 8.9.2). */
export function gammaP(a: number, x: number): number {
	return x < a + 1 ? lowerSeries(a, x, logGamma(a + 1)) : 1 - upperFraction(a, x, logGamma(a + 1));
}

/** Q(a, x) = 1 − P(a, x), accurate where it is small. */
export function gammaQ(a: number, x: number): number {
	return x < a + 1 ? 1 - lowerSeries(a, x, logGamma(a + 1)) : upperFraction(a, x, logGamma(a + 1));
}

function lowerSeries(a: number, x: number, logGammaA1: number): number {
	if (!(x > 0)) return 0;
	let term = 1;
	let sum = 1;
	for (let n = 1; n < 100_000 && term > sum * 1e-17; n++) {
		term *= x / (a + n);
		sum += term;
	}
	return sum * gammaTerm(a, x, logGammaA1);
}

/** Modified Lentz evaluation. */
function upperFraction(a: number, x: number, logGammaA1: number): number {
	let b = x + 1 - a;
	let c = 1e300;
	let d = 1 / b;
	let fraction = d;
	for (let n = 1; n < 100_000; n++) {
		const an = -n * (n - a);
		b += 2;
		d = 1 / (an * d + b);
		c = b + an / c;
		const factor = d * c;
		fraction *= factor;
		if (Math.abs(factor - 1) < 1e-16) break;
	}
	return fraction * a * gammaTerm(a, x, logGammaA1);
}

/** Above this shape the cube of a normal (Wilson and Hilferty 1931) is closer than the search is worth. */
const LARGE_SHAPE = 1e5;

/**
 * Quantile of the gamma distribution with this shape and rate 1, given p and q = 1 − p (the smaller of which counts):
 * Halley's iteration on P or Q.
 */
export function gammaQuantile(p: number, q: number, shape: number): number {
	if (p <= 0) return 0;
	if (q <= 0) return Number.POSITIVE_INFINITY;
	let x = gammaGuess(p, q, shape);
	if (shape > LARGE_SHAPE) return x;
	const logGammaA1 = logGamma(shape + 1);
	for (let i = 0; i < 60 && x > 0; i++) {
		const below = x < shape + 1;
		const tail = below ? lowerSeries(shape, x, logGammaA1) : upperFraction(shape, x, logGammaA1);
		const error = below ? (p < 0.5 ? tail - p : q - (1 - tail)) : q < 0.5 ? q - tail : 1 - tail - p;
		const density = (gammaTerm(shape, x, logGammaA1) * shape) / x;
		if (!(density > 0)) break;
		const newton = error / density;
		const bend = (newton * ((shape - 1) / x - 1)) / 2;
		const next = x - newton / (1 - Math.max(-1, Math.min(0.5, bend)));
		const moved = next > 0 ? next : x / 2;
		const done = Math.abs(moved - x) <= 1e-10 * moved; // the next step of a cubic method is past double precision
		x = moved;
		if (done) break;
	}
	return x;
}

function gammaGuess(p: number, q: number, shape: number): number {
	if (shape >= 1) {
		const z = p < q ? normalQuantile(p) : -normalQuantile(q);
		const cube = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
		if (cube > 0.2) return shape * cube * cube * cube;
	}
	if (shape >= 1) return exp((log(p) + logGamma(shape + 1)) / shape); // near 0 P is x^a / Γ(a+1)
	const joint = 1 - shape * (0.253 + 0.12 * shape);
	return p < joint ? exp(log(p / joint) / shape) : 1 - log(q / (1 - joint));
}
