// α order, σ noise multiplier, q sampling rate, T steps; Mironov 2017; Mironov, Talwar and Zhang 2019 (1908.10530), §3.3
import { normalCdf } from "../statistics/quantile/normal";

/** ln(e^a + e^b). */
function logAdd(a: number, b: number): number {
	if (a === Number.NEGATIVE_INFINITY) return b;
	if (b === Number.NEGATIVE_INFINITY) return a;
	return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
}

/** ln(e^a − e^b), a ≥ b. */
function logSubtract(a: number, b: number): number {
	if (b === Number.NEGATIVE_INFINITY) return a;
	return a > b ? a + Math.log1p(-Math.exp(b - a)) : Number.NEGATIVE_INFINITY;
}

/** ln erfc(x), by the normal's tail: asymptotic where that is nothing. */
function logErfc(x: number): number {
	const tail = normalCdf(-x * Math.SQRT2);
	if (tail > 0) return Math.log(2 * tail);
	return -x * x - Math.log(x) - Math.log(Math.PI) / 2 - 1 / (2 * x * x);
}

function wholeOrder(q: number, sigma: number, alpha: number): number {
	let sum = Number.NEGATIVE_INFINITY;
	let choose = 0;
	for (let i = 0; i <= alpha; i++) {
		const term = choose + i * Math.log(q) + (alpha - i) * Math.log1p(-q) + (i * i - i) / (2 * sigma * sigma);
		sum = logAdd(sum, term);
		choose += Math.log(alpha - i) - Math.log(i + 1);
	}
	return sum;
}

function anyOrder(q: number, sigma: number, alpha: number): number {
	let [left, right] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
	const z0 = sigma * sigma * Math.log(1 / q - 1) + 0.5;
	let logChoose = 0;
	let sign = 1;
	for (let i = 0; ; i++) {
		const j = alpha - i;
		const t0 = logChoose + i * Math.log(q) + j * Math.log1p(-q);
		const t1 = logChoose + j * Math.log(q) + i * Math.log1p(-q);
		const s0 = t0 + (i * i - i) / (2 * sigma * sigma) + Math.log(0.5) + logErfc((i - z0) / (Math.SQRT2 * sigma));
		const s1 = t1 + (j * j - j) / (2 * sigma * sigma) + Math.log(0.5) + logErfc((z0 - j) / (Math.SQRT2 * sigma));
		left = sign > 0 ? logAdd(left, s0) : logSubtract(left, s0);
		right = sign > 0 ? logAdd(right, s1) : logSubtract(right, s1);
		if (Math.max(s0, s1) < -30) return logAdd(left, right);
		const factor = (alpha - i) / (i + 1);
		if (factor === 0) return logAdd(left, right);
		logChoose += Math.log(Math.abs(factor));
		if (factor < 0) sign = -sign;
	}
}

/** Rényi divergence of order α that one step of the Poisson-subsampled Gaussian mechanism may cause. */
export function rdpOfStep(q: number, sigma: number, alpha: number): number {
	if (q === 0) return 0;
	if (sigma === 0) return Number.POSITIVE_INFINITY;
	if (q === 1) return alpha / (2 * sigma * sigma);
	return (Number.isInteger(alpha) ? wholeOrder(q, sigma, alpha) : anyOrder(q, sigma, alpha)) / (alpha - 1);
}

/** Orders at which the divergence is bounded: 1.1 … 10.9 by tenths, 12 … 63, and a few large ones. */
export const ORDERS: readonly number[] = [
	...Array.from({ length: 99 }, (_, i) => (11 + i) / 10),
	...Array.from({ length: 52 }, (_, i) => 12 + i),
	...[128, 256, 512, 1024],
];

/** ε at δ of T steps: the least over all orders (Balle et al. 2020, theorem 21). */
export function epsilonOfRdp(
	q: number,
	sigma: number,
	steps: number,
	delta: number,
): { epsilon: number; order: number } {
	let best = { epsilon: Number.POSITIVE_INFINITY, order: 0 };
	for (const order of ORDERS) {
		const rdp = steps * rdpOfStep(q, sigma, order);
		const epsilon = rdp - (Math.log(delta) + Math.log(order)) / (order - 1) + Math.log((order - 1) / order);
		if (epsilon < best.epsilon) best = { epsilon: Math.max(0, epsilon), order };
	}
	return best;
}
