import { describe, expect, test } from "vitest";
import { exactly, integerRoot, rational } from "../../src/dp/rational";
import { bernoulliExp, discreteGaussian, discreteLaplace, exponentialMechanism } from "../../src/dp/samplers";
import { createSecureRandom, platformRandom } from "../../src/dp/secure-random";
import { createRandom } from "../../src/random";
import { goodnessOfFit } from "./goodness-of-fit";

/** Words that can be drawn again: statistical tests must not fail one day in a thousand. */
function seeded(seed: string) {
	const random = createRandom(seed);
	return createSecureRandom((words) => {
		for (let i = 0; i < words.length; i++) words[i] = random.uint32();
	}, false);
}

const DRAWS = 100_000;

/** Largest deviation of counted shares from expected ones, in standard errors. */
function worst(counts: ReadonlyMap<bigint, number>, expected: readonly [bigint, number][], draws = DRAWS): number {
	return Math.max(
		...expected.map(([value, p]) => Math.abs((counts.get(value) ?? 0) / draws - p) / Math.sqrt((p * (1 - p)) / draws)),
	);
}

function count(draw: () => bigint, draws = DRAWS): Map<bigint, number> {
	const counts = new Map<bigint, number>();
	for (let i = 0; i < draws; i++) {
		const value = draw();
		counts.set(value, (counts.get(value) ?? 0) + 1);
	}
	return counts;
}

const bothSides = (shares: readonly number[]): [bigint, number][] =>
	shares.flatMap((p, k): [bigint, number][] =>
		k === 0
			? [[0n, p]]
			: [
					[BigInt(k), p],
					[BigInt(-k), p],
				],
	);

describe("exact samplers", () => {
	// Probabilities at 0, 1, 2, 3: exp(−k²/2σ²) normalised.
	test.each([
		[1, [0.3989422783, 0.2419707232, 0.0539909662, 0.0044318484]],
		[4, [0.1994711402, 0.1760326634, 0.1209853623, 0.0647587978]],
		[0.25, [0.786570707, 0.1064507694, 2.638650648e-4]],
	])("discrete Gaussian of variance %d", (variance, shares) => {
		const random = seeded(`gaussian ${variance}`);
		const counts = count(() => discreteGaussian(random, exactly(variance)));
		expect(worst(counts, bothSides(shares))).toBeLessThan(4.5);
	});

	test.each([
		[1, [0.4621171573, 0.1700034016, 0.0625407564]],
		[2, [0.2449186624, 0.1485506779]],
	])("discrete Laplace of scale %d", (scale, shares) => {
		const random = seeded(`laplace ${scale}`);
		const counts = count(() => discreteLaplace(random, exactly(scale)));
		expect(worst(counts, bothSides(shares))).toBeLessThan(4.5);
	});

	// All values at once, by chi-square and by Kolmogorov and Smirnov; `npm run bench -- samplers` takes a million of each.
	test.each([
		["discrete Gaussian", discreteGaussian, 100.2, (k: number) => Math.exp((-k * k) / 200.4), 150],
		["discrete Gaussian", discreteGaussian, 0.25, (k: number) => Math.exp(-2 * k * k), 10],
		["discrete Laplace", discreteLaplace, 10.1, (k: number) => Math.exp(-Math.abs(k) / 10.1), 500],
		["discrete Laplace", discreteLaplace, 0.5, (k: number) => Math.exp(-2 * Math.abs(k)), 30],
	])("%s of a scale given as a fraction, whole distribution (%#)", (name, draw, parameter, weight, reach) => {
		const [random, exact] = [seeded(`${name} ${parameter} whole`), exactly(parameter)];
		const values = Array.from({ length: 20_000 }, () => Number(draw(random, exact)));
		const { chiSquareP, distanceP } = goodnessOfFit(values, weight, reach);
		expect(Math.min(chiSquareP, distanceP)).toBeGreaterThan(0.001);
		// The same tests see a scale that is a tenth too small.
		const squeezed = goodnessOfFit(values, (k) => weight(k * 1.1), reach);
		expect(Math.min(squeezed.chiSquareP, squeezed.distanceP)).toBeLessThan(1e-6);
	});

	test("a rounded normal variate is no discrete Gaussian", () => {
		const random = createRandom("rounded");
		const values = Array.from({ length: 20_000 }, () => Math.round(random.normal() / 2));
		expect(goodnessOfFit(values, (k) => Math.exp(-2 * k * k), 10).chiSquareP).toBeLessThan(1e-6);
	});

	test("exp(−γ) as a coin, below and above 1", () => {
		const random = seeded("coin");
		for (const [n, d] of [
			[0n, 1n],
			[1n, 3n],
			[1n, 1n],
			[7n, 3n],
		] as const) {
			const p = Math.exp(-Number(n) / Number(d));
			const hits = count(() => (bernoulliExp(random, n, d) ? 1n : 0n), 40_000).get(1n) ?? 0;
			expect(Math.abs(hits / 40_000 - p)).toBeLessThanOrEqual(4.5 * Math.sqrt((p * (1 - p)) / 40_000));
		}
	});

	test("the exponential mechanism picks by exp(ε score / 2Δ)", () => {
		const random = seeded("exponential");
		const scores = [10n, 12n, 8n];
		const weights = scores.map((s) => Math.exp((0.5 * Number(s)) / 2));
		const total = weights.reduce((a, b) => a + b, 0);
		const counts = count(() => BigInt(exponentialMechanism(random, scores, rational(1n, 2n), 1n)), 40_000);
		expect(
			worst(
				counts,
				weights.map((w, i) => [BigInt(i), w / total]),
				40_000,
			),
		).toBeLessThan(4.5);
	});

	test("uniform integers of any size, without bias", () => {
		const random = seeded("uniform");
		const counts = count(() => random.below(7n), 70_000);
		expect(
			worst(
				counts,
				Array.from({ length: 7 }, (_, i) => [BigInt(i), 1 / 7]),
				70_000,
			),
		).toBeLessThan(4.5);
		const large = 3n * 2n ** 70n;
		let upper = 0;
		for (let i = 0; i < 3000; i++) {
			const value = random.below(large);
			expect(value >= 0n && value < large).toBe(true);
			if (value >= 2n * 2n ** 70n) upper++;
		}
		expect(Math.abs(upper / 3000 - 1 / 3)).toBeLessThan(0.04);
	});

	test("a hundred thousand discrete Gaussians take at most five seconds from the platform's source", () => {
		const random = platformRandom();
		expect(random.secure).toBe(true);
		const variance = exactly(100.2);
		const start = performance.now();
		for (let i = 0; i < DRAWS; i++) discreteGaussian(random, variance);
		expect(performance.now() - start).toBeLessThan(5000);
	});
});

test("fractions of numbers are exact, and roots are whole", () => {
	expect(exactly(0.1).numerator * 2n ** 55n - 3602879701896397n * exactly(0.1).denominator).toBe(0n);
	expect(exactly(-2.5)).toEqual({ numerator: -5n, denominator: 2n });
	for (const n of [0n, 1n, 2n, 3n, 4n, 99n, 100n, 2n ** 90n - 1n]) {
		const root = integerRoot(n);
		expect(root * root <= n && (root + 1n) * (root + 1n) > n).toBe(true);
	}
});
