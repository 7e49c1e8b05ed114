// V = σ² the variance, a whole number; t = ⌊σ⌋ + 1; Canonne, Kamath and Steinke 2020, algorithms 1 to 3
import type { SecureRandom } from "./secure-random";

const WORDS = 2 ** 32;
/** Words this close to a threshold are not decided by floating point, whose error is below a hundredth of one. */
const UNSURE = 2;

/** Whole part of e^(−n/d) · 2^bits, wrong by 1 at most; n/d ≥ 0. */
function scaledExp(n: bigint, d: bigint, bits: bigint): bigint {
	// e^(−x) = (e^(−x/2^k))^(2^k) with x/2^k below one; 64 + k further bits absorb what rounding loses.
	let k = 0n;
	while (n >> k > d) k++;
	const guard = 64n + k;
	const one = 1n << (bits + guard);
	const den = d << k;
	let term = one;
	let sum = one;
	for (let i = 1n; term !== 0n; i++) {
		term = (term * n) / (den * i);
		sum += i % 2n === 0n ? term : -term;
	}
	for (let i = 0n; i < k; i++) sum = (sum * sum) >> (bits + guard);
	return sum >> guard;
}

/** Decides U < e^(−n/d) for a uniform U whose first 32 bits are `word`: the following bits are sampled until they differ. */
export function decideExactly(word: number, n: bigint, d: bigint, random: SecureRandom): boolean {
	let bits = 32n;
	let u = BigInt(word);
	for (;;) {
		const threshold = scaledExp(n, d, bits);
		if (u < threshold - 1n) return true;
		if (u > threshold + 1n) return false;
		u = (u << 64n) | random.below(1n << 64n);
		bits += 64n;
	}
}

/**
 * A source of discrete Gaussians of a whole variance, twenty times as fast as `discreteGaussian` and of the same
 * distribution: coins of chance e^(−x) are decided by their first 32 bits where floating point can tell, which once in a
 * billion it cannot; whole numbers and further bits then decide.
 *
 * @param variance A whole number, at most 2^40.
 */
export function createQuickGaussian(variance: number, random: SecureRandom): () => number {
	if (!(Number.isInteger(variance) && variance >= 1 && variance <= 2 ** 40)) {
		throw new RangeError(`The variance is ${variance}; it must be a whole number from 1 to 2^40.`);
	}
	const t = Math.floor(Math.sqrt(variance)) + 1;
	const [V, T] = [BigInt(variance), BigInt(t)];
	const word = () => random.word();
	/** U < e^(−x), x = n/d as a number and exactly. */
	const coin = (x: number, exact: () => [bigint, bigint]): boolean => {
		const u = word();
		const threshold = Math.exp(-x) * WORDS;
		if (u + 1 <= threshold - UNSURE) return true;
		if (u >= threshold + UNSURE) return false;
		return decideExactly(u, ...exact(), random);
	};
	const ofOne = Math.exp(-1) * WORDS;
	/** The number of successes of chance 1/e before the first failure. */
	const geometric = (): number => {
		for (let v = 0; ; v++) {
			const u = word();
			const unsure = u + 1 > ofOne - UNSURE && u < ofOne + UNSURE;
			if (!(unsure ? decideExactly(u, 1n, 1n, random) : u < ofOne)) return v;
		}
	};
	const mask = 2 ** Math.ceil(Math.log2(t)) - 1;
	const belowT = (): number => {
		for (;;) {
			const value = (word() & mask) >>> 0;
			if (value < t) return value;
		}
	};
	/** |y| and its sign of a discrete Laplace of scale t. */
	const laplace = (): number => {
		for (;;) {
			const u = belowT();
			if (!coin(u / t, () => [BigInt(u), T])) continue;
			const y = u + t * geometric();
			if (!random.coin()) return y;
			if (y !== 0) return -y;
		}
	};
	return () => {
		for (;;) {
			const y = laplace();
			// (|y| − V/t)² / 2V
			const distance = Math.abs(y) - variance / t;
			const exact = (): [bigint, bigint] => {
				const gap = BigInt(Math.abs(y)) * T - V;
				return [gap * gap, 2n * V * T * T];
			};
			if (coin((distance * distance) / (2 * variance), exact)) return y;
		}
	};
}
