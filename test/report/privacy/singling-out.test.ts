import { expect, test } from "vitest";
import { createRandom } from "../../../src/random";
import {
	isolatedAt,
	isolatedIn,
	isolationError,
	isolationIntegral,
	sizeCorrection,
} from "../../../src/report/privacy/isolation";
import { countMatches, univariateQueries } from "../../../src/report/privacy/predicates";

// Expected numbers: Anonymeter (commit 0188bdf).
test.each([
	[100, 0, 1, 0.00990099],
	[4242, 1e-4, 1e-3, 2.0188792e-4],
	[1000, 0, 0.001, 2.64344806e-4],
])("the isolation integral of %i rows from %f to %f", (n, w0, w1, value) => {
	expect(isolationIntegral(n, w0, w1) / value).toBeCloseTo(1, 6);
});

test("conditions are the extremes, what occurs once, and the only missing value", () => {
	const columns = [Float64Array.of(1, 2, 2, 5, Number.NaN)];
	const rows = Int32Array.of(0, 1, 2, 3, 4);
	const queries = univariateQueries({ columns, rows, ordered: [true], medians: [2] });
	expect(queries.map(([p]) => `${p?.operator}${p?.value}`)).toEqual(["missing0", "≤1", "≥5", "=1", "=5"]);
	expect(queries.map((q) => countMatches(q, columns, rows))).toEqual([1, 1, 1, 1, 1]);
});

test("a missing value meets no comparison, not even with itself", () => {
	const columns = [Float64Array.of(Number.NaN, 1)];
	for (const operator of ["=", "≤", "≥", "≠"] as const) {
		expect(countMatches([{ column: 0, operator, value: Number.NaN }], columns, Int32Array.of(0))).toBe(0);
	}
});

test("a control of the same size needs no correction", () => {
	expect(sizeCorrection([1, 0, 3], 100, 100)).toBe(1);
});

test("down to fewer rows the correction is the expectation over subsets", () => {
	// One match of two among four rows: in a subset of two, exactly one of both is there with probability 4/6.
	expect(isolatedIn([2, 1], 4, 2)).toBeCloseTo(4 / 6 + 2 / 4, 12);
	expect(sizeCorrection([2, 1], 4, 2)).toBeCloseTo(4 / 6 + 2 / 4, 12);
	expect(isolatedIn([2, 1, 0, 3], 4, 4)).toBe(1);
});

test("up to more rows, rare conditions are found more often and common ones less", () => {
	expect(sizeCorrection([1, 0, 0, 0, 0, 0, 0, 0], 1000, 4000)).toBeGreaterThan(1);
	const common = Array.from({ length: 100 }, (_, i) => i % 40);
	expect(sizeCorrection(common, 1000, 4000)).toBeLessThan(sizeCorrection([1, 0, 0, 0], 1000, 4000));
});

test("extrapolated to a larger table, guesses of very different weights are still counted right", () => {
	// Weights Gamma distributed with shape 1/2 (half a squared normal), as guesses with extremes and levels have.
	const random = createRandom(4);
	const weights = Array.from({ length: 4000 }, () => (0.004 * random.normal() ** 2) / 2);
	const matches = (rows: number) =>
		weights.map((w) => Array.from({ length: rows }, () => Number(random.uniform() < w)).reduce((n, x) => n + x, 0));
	const expected = weights.reduce((sum, w) => sum + 500 * w * (1 - w) ** 499, 0);
	const seen = matches(250);
	expect(Math.abs(isolatedAt(seen, 250, 500) - expected) / expected).toBeLessThan(0.1);
	// The published correction takes one bound for all weights and comes out too low.
	const ones = seen.filter((m) => m === 1).length;
	expect((ones * sizeCorrection(seen, 250, 500)) / expected).toBeLessThan(0.9);
	expect(isolationError(seen, 250, 500)).toBeGreaterThan(0);
	expect(isolationError(seen, 250, 250)).toBe(0);
	expect(isolatedAt(seen, 250, 100)).toBe(isolatedIn(seen, 250, 100));
});
