import { exp, log, log1p } from "../elementary";
import { logGamma } from "./gamma";
import { normalQuantile } from "./normal";

function logBeta(a: number, b: number): number {
	return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** Regularised incomplete beta function I_x(a, b) by its continued fraction (DLMF 8.17.22). */
export function betaCdf(x: number, a: number, b: number): number {
	return lowerTail(x, 1 - x, a, b, logBeta(a, b));
}

function lowerTail(x: number, y: number, a: number, b: number, logB: number): number {
	if (!(x > 0)) return Number.isNaN(x) ? x : 0;
	if (!(y > 0)) return 1;
	const front = exp(a * log(x) + b * log(y) - logB);
	return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(y, b, a)) / b;
}

/** Modified Lentz evaluation of the fraction whose product with x^a (1−x)^b / (a B(a, b)) is I_x(a, b). */
function fraction(x: number, a: number, b: number): number {
	let c = 1;
	let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
	let h = d;
	for (let m = 1; m < 100_000; m++) {
		const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
		d = 1 / nonZero(1 + even * d);
		c = nonZero(1 + even / c);
		h *= d * c;
		const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
		d = 1 / nonZero(1 + odd * d);
		c = nonZero(1 + odd / c);
		const factor = d * c;
		h *= factor;
		if (Math.abs(factor - 1) < 1e-16) break;
	}
	return h;
}

function nonZero(value: number): number {
	return Math.abs(value) < 1e-300 ? 1e-300 : value;
}

/**
 * Quantile of the beta distribution given p and q = 1 − p: Halley's iteration kept inside a shrinking bracket. Solved
 * for the half of the unit interval that keeps relative accuracy near both ends.
 */
export function betaQuantile(p: number, q: number, a: number, b: number): number {
	if (p <= 0) return 0;
	if (q <= 0) return 1;
	const logB = logBeta(a, b);
	const below = lowerTail(0.5, 0.5, a, b, logB);
	return p <= below ? solve(p, a, b, logB) : 1 - solve(q, b, a, logB);
}

/** x ≤ 1/2 with I_x(a, b) = p. */
function solve(p: number, a: number, b: number, logB: number): number {
	let low = 0;
	let high = 0.5;
	let x = Math.min(Math.max(guess(p, a, b, logB), 1e-300), 0.5);
	for (let i = 0; i < 100; i++) {
		const error = lowerTail(x, 1 - x, a, b, logB) - p;
		if (error < 0) low = x;
		else high = x;
		const density = exp((a - 1) * log(x) + (b - 1) * log1p(-x) - logB);
		const newton = error / density;
		const bend = (newton * ((a - 1) / x - (b - 1) / (1 - x))) / 2;
		let next = x - newton / (1 - Math.max(-1, Math.min(0.5, bend)));
		if (!(next > low && next < high)) next = low > 0 ? Math.sqrt(low * high) : high / 16;
		const done = Math.abs(next - x) <= 1e-10 * next;
		x = next;
		if (done || x < 1e-300) break;
	}
	return x;
}

/** Abramowitz and Stegun 26.5.22 for a, b ≥ 1; otherwise the power law near 0. */
function guess(p: number, a: number, b: number, logB: number): number {
	if (a < 1 || b < 1) return exp((log(p) + log(a) + logB) / a);
	const z = -normalQuantile(p);
	const lambda = (z * z - 3) / 6;
	const h = 2 / (1 / (2 * a - 1) + 1 / (2 * b - 1));
	const w = (z * Math.sqrt(h + lambda)) / h - (1 / (2 * b - 1) - 1 / (2 * a - 1)) * (lambda + 5 / 6 - 2 / (3 * h));
	const x = a / (a + b * exp(2 * w));
	return Number.isNaN(x) ? exp((log(p) + log(a) + logB) / a) : x;
}

/** Quantile of Student's t with `df` degrees of freedom, through the beta distribution of t² / (df + t²). */
export function studentQuantile(p: number, q: number, df: number): number {
	const tails = 2 * Math.min(p, q);
	if (tails <= 0) return p < q ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
	const square = tails > 0.5 ? betaQuantile(1 - tails, tails, 0.5, df / 2) : undefined;
	const rest = square === undefined ? betaQuantile(tails, 1 - tails, df / 2, 0.5) : 1 - square;
	const t = Math.sqrt((df * (square ?? 1 - rest)) / rest);
	return p < q ? -t : t;
}

/** Distribution function of Student's t. */
export function studentCdf(t: number, df: number): number {
	const square = t * t;
	if (square < df) return 0.5 + (Math.sign(t) * betaCdf(square / (df + square), 0.5, df / 2)) / 2;
	const tail = betaCdf(df / (df + square), df / 2, 0.5) / 2;
	return t > 0 ? 1 - tail : tail;
}
