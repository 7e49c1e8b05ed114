import { describe, expect, test } from "vitest";
import { exp, log } from "../../src/statistics/elementary";
import { betaCdf, betaQuantile, studentCdf, studentQuantile } from "../../src/statistics/quantile/beta";
import {
	binomialQuantile,
	negativeBinomialQuantile,
	poissonQuantile,
	tabulateCounts,
} from "../../src/statistics/quantile/discrete";
import { gammaP, gammaQ, gammaQuantile, logGamma } from "../../src/statistics/quantile/gamma";
import { normalCdf, normalQuantile } from "../../src/statistics/quantile/normal";
import { normalOfWord } from "../../src/statistics/quantile/normal-single";
import { tabulateQuantile } from "../../src/statistics/quantile/tabulated";

const PROBABILITIES = [1e-12, 1e-6, 0.001, 0.03, 0.2, 0.5, 0.7, 0.95, 0.9999, 1 - 1e-9];

function relative(value: number, truth: number): number {
	return Math.abs(value / truth - 1);
}

describe("normal distribution", () => {
	test("quantiles match the values printed with AS 241", () => {
		// Wichura 1988, table of test values.
		expect(normalQuantile(0.25)).toBeCloseTo(-0.6744897501960817, 15);
		expect(normalQuantile(0.001)).toBeCloseTo(-3.090232306167814, 14);
		expect(normalQuantile(1e-20)).toBeCloseTo(-9.262340089798409, 13);
	});
	test("in single precision they are those of double precision within a relative error of 1e-6", () => {
		for (let word = 12345; word < 2 ** 32; word += 99_991 * 13) {
			const truth = normalQuantile((word + 0.5) / 2 ** 32);
			expect(Math.abs(normalOfWord(word) - truth)).toBeLessThan(1e-6 * Math.max(0.05, Math.abs(truth)));
		}
		for (const word of [0, 1, 2, 1000, 2 ** 20, 2 ** 31 - 1]) {
			expect(relative(normalOfWord(word), normalQuantile((word + 0.5) / 2 ** 32))).toBeLessThan(1e-6);
			expect(normalOfWord(2 ** 32 - 1 - word)).toBe(-normalOfWord(word));
		}
	});
	test("the distribution function undoes them", () => {
		for (const p of PROBABILITIES) expect(relative(normalCdf(normalQuantile(p)), p)).toBeLessThan(1e-13);
		expect(relative(normalCdf(-9.262340089798409), 1e-20)).toBeLessThan(1e-12);
	});
});

describe("gamma distribution", () => {
	test("log Γ at points with closed forms", () => {
		expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 14);
		expect(logGamma(1)).toBeCloseTo(0, 14);
		expect(logGamma(11)).toBeCloseTo(Math.log(3628800), 13);
		expect(logGamma(1e-3)).toBeCloseTo(6.907178885383853, 12); // DLMF 5.7.3: −ln x − γx + ζ(2)x²/2 …
	});
	test("P(1, x) is 1 − e⁻ˣ, and P + Q = 1", () => {
		for (const x of [0.01, 0.7, 2, 9]) expect(gammaP(1, x)).toBeCloseTo(-Math.expm1(-x), 14);
		expect(relative(gammaQ(1, 50), Math.exp(-50))).toBeLessThan(1e-13);
	});
	test.each([0.05, 0.5, 1, 2.5, 40, 3000])("quantiles at shape %d are undone by P and Q", (shape) => {
		for (const p of PROBABILITIES) {
			const x = gammaQuantile(p, 1 - p, shape);
			if (x < 1e-290) continue;
			if (p < 0.5) expect(relative(gammaP(shape, x), p)).toBeLessThan(1e-9);
			else expect(relative(gammaQ(shape, x), 1 - p)).toBeLessThan(1e-9);
		}
	});
});

describe("beta and Student's t distributions", () => {
	test.each([
		[2, 3],
		[0.5, 0.5],
		[0.1, 4],
		[30, 0.7],
		[1, 1],
		[500, 900],
	])("quantiles of beta(%d, %d) are undone", (a, b) => {
		for (const p of PROBABILITIES) {
			const x = betaQuantile(p, 1 - p, a, b);
			if (x < 1e-290 || x > 1 - 1e-6) continue;
			expect(relative(betaCdf(x, a, b), p)).toBeLessThan(1e-8);
		}
	});
	test("beta(2, 1) has the quantile √p", () => {
		for (const p of PROBABILITIES) expect(relative(betaQuantile(p, 1 - p, 2, 1), Math.sqrt(p))).toBeLessThan(1e-9);
	});
	test("t with one degree of freedom is Cauchy's; with four it has a closed form", () => {
		for (const p of [1e-6, 0.01, 0.3, 0.499999, 0.5, 0.75, 0.999]) {
			expect(studentQuantile(p, 1 - p, 1)).toBeCloseTo(Math.tan(Math.PI * (p - 0.5)), p < 0.001 ? 3 : 9);
			const alpha = 4 * p * (1 - p);
			const q = Math.cos(Math.acos(Math.sqrt(alpha)) / 3) / Math.sqrt(alpha); // Shaw 2006, §4
			expect(studentQuantile(p, 1 - p, 4)).toBeCloseTo(Math.sign(p - 0.5) * 2 * Math.sqrt(Math.max(0, q - 1)), 6);
			expect(studentCdf(studentQuantile(p, 1 - p, 7), 7)).toBeCloseTo(p, 12);
		}
	});
});

test("counting quantiles are the smallest k whose cumulative mass reaches u", () => {
	const pmfs: [(u: number) => number, (k: number) => number][] = [
		[(u) => poissonQuantile(u, 3.7), (k) => Math.exp(k * Math.log(3.7) - 3.7 - logGamma(k + 1))],
		[(u) => poissonQuantile(u, 250), (k) => Math.exp(k * Math.log(250) - 250 - logGamma(k + 1))],
		[
			(u) => binomialQuantile(u, 90, 0.4),
			(k) =>
				k > 90
					? 0
					: Math.exp(logGamma(91) - logGamma(k + 1) - logGamma(91 - k) + k * Math.log(0.4) + (90 - k) * Math.log(0.6)),
		],
		[
			(u) => negativeBinomialQuantile(u, 2.5, 0.06),
			(k) => Math.exp(logGamma(k + 2.5) - logGamma(2.5) - logGamma(k + 1) + 2.5 * Math.log(0.06) + k * Math.log(0.94)),
		],
	];
	for (const [quantile, pmf] of pmfs) {
		let k = 0;
		let sum = pmf(0);
		for (let u = 0.0005; u < 1; u += 0.001) {
			while (sum < u) sum += pmf(++k);
			expect(quantile(u)).toBe(k);
		}
	}
});

test("tabulated quantiles are within 1e-9 of the direct ones, and counts are identical", () => {
	const direct = (p: number, q: number) => gammaQuantile(p, q, 2.3);
	const table = tabulateQuantile(direct, log, exp);
	const logit = (x: number) => log(x / (1 - x));
	const share = (p: number, q: number) => betaQuantile(p, q, 2, 3);
	const shares = tabulateQuantile(share, logit, (g) => 1 / (1 + exp(-g)));
	const counts = tabulateCounts((u) => poissonQuantile(u, 4));
	for (let u = 0.00003; u < 1; u += 0.000417) {
		expect(relative(table(u), direct(u, 1 - u))).toBeLessThan(1e-9);
		expect(relative(shares(u), share(u, 1 - u))).toBeLessThan(1e-9);
		expect(counts(u)).toBe(poissonQuantile(u, 4));
	}
});
