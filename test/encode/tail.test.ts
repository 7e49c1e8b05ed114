import { expect, test } from "vitest";
import { exceedance, fitTail, upperKnots } from "../../src/encode/tail";
import { createRandom } from "../../src/random";

const uniforms = (n: number, seed: number) => {
	const random = createRandom(seed);
	return Array.from({ length: n }, () => random.uniform());
};
const groupsOf = (values: number[], size: number) => {
	const sorted = values.toSorted((a, b) => a - b);
	return Array.from({ length: Math.floor(sorted.length / size) }, (_, i) => ({
		mean: sorted.slice(i * size, (i + 1) * size).reduce((a, b) => a + b, 0) / size,
		rows: size,
	}));
};

// The quantile function of the generalised Pareto distribution: Hosking and Wallis 1987, equation 1.
test.each([-0.3, 0, 0.3])("finds the shape %s that exceedances were drawn with", (shape) => {
	const values = uniforms(20_000, 3).map((u) => exceedance({ shape, scale: 2 }, u));
	const tail = fitTail(groupsOf(values, 5), 0)!;
	expect(tail.shape).toBeCloseTo(shape, 1);
	expect(tail.scale / 2).toBeCloseTo(1, 1);
});

test("knows the median of an exponential tail", () => {
	expect(exceedance({ shape: 0, scale: 1 }, 0.5)).toBeCloseTo(Math.LN2, 12);
	expect(exceedance({ shape: 0.5, scale: 1 }, 0.25)).toBeCloseTo(2, 12);
});

test("continues the last groups, rising, and stays below the outermost value", () => {
	const values = uniforms(2000, 4).map((u) => -Math.log(u));
	const outermost = Math.max(...values);
	const groups = groupsOf(values, 5);
	const knots = upperKnots(groups, outermost, 0.5);
	expect(knots).toHaveLength(3);
	const x = [groups.at(-1)!.mean, ...knots.map((knot) => knot.x)];
	for (let i = 1; i < x.length; i++) expect(x[i]!).toBeGreaterThan(x[i - 1]!);
	expect(x.at(-1)!).toBeLessThan(outermost);
});

test("adds nothing where rows are few, unprotected, or the end is shared", () => {
	const values = uniforms(2000, 5);
	expect(upperKnots(groupsOf(values.slice(0, 200), 5), 1, 0.5)).toEqual([]);
	expect(upperKnots(groupsOf(values, 1), 1, 0.5)).toEqual([]);
	const capped = groupsOf(
		values.map((v) => Math.min(v, 0.9)),
		5,
	);
	expect(upperKnots(capped, 0.9, 0.5)).toEqual([]);
});
