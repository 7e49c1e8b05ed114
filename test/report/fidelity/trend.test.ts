import { expect, test } from "vitest";
import { pearson, ranks } from "../../../src/report/fidelity/correlation";
import { trend } from "../../../src/report/fidelity/trend";
import { isNumeric } from "../../../src/table/table";
import { fixture, tableOf } from "../tables";

test("trend gives SDMetrics 0.29's Column Pair Trends on its fixture, thresholds at 0", () => {
	const { score, pairs } = trend(fixture.real, fixture.synthetic);
	expect(pairs.map((p) => p.columns.join("-"))).toEqual(["a-b", "a-c", "b-c"]);
	expect(pairs[0]?.score).toBeCloseTo(0.4, 10);
	expect(pairs[1]?.score).toBeCloseTo(0.7374941714, 9);
	expect(pairs[1]?.real).toBeCloseTo(0.9332565253, 9);
	expect(pairs[1]?.synthetic).toBeCloseTo(0.4082448681, 9);
	expect(pairs[2]?.score).toBeCloseTo(0.5, 10);
	expect(score).toBeCloseTo(0.5458313905, 9);
});

test("ranks give SDMetrics' Spearman similarity on the fixture", () => {
	const spearman = (t: typeof fixture.real): number => {
		const [a, , c] = t.columns;
		if (!a || !c || !isNumeric(a) || !isNumeric(c)) throw new Error("fixture");
		// Ranks over the rows where both are present, as SciPy is given them.
		const both = (v: Float64Array, w: Float64Array) =>
			ranks(v.map((x, i) => (Number.isNaN(w[i] as number) ? Number.NaN : x)));
		return pearson(both(a.values, c.values), both(c.values, a.values)) as number;
	};
	const difference = Math.abs(spearman(fixture.real) - spearman(fixture.synthetic));
	expect(1 - difference / 2).toBeCloseTo(0.7014064947, 9);
});

test("own bins cannot see a column moved and stretched; shared bins can", () => {
	const cells = Array.from({ length: 300 }, (_, i) => (i * 7919) % 101);
	const b = cells.map((x) => (x > 60 ? "high" : "low"));
	const real = tableOf({ x: cells, b });
	const synthetic = tableOf({ x: cells.map((x) => 1000 * x + 1e6), b });
	expect(trend(real, synthetic).score).toBe(1);
	expect(trend(real, synthetic, { binning: "shared" }).score).toBeLessThan(0.2);
});

test("a constant number has no correlation: the pair says so and is left out of the mean", () => {
	const real = tableOf({ x: [1, 1, 1], y: [1, 2, 3], b: ["p", "q", "p"] });
	const { score, pairs } = trend(real, real);
	expect(pairs[0]?.score).toBeNull();
	expect(pairs[0]?.reason).toMatch(/constant/);
	expect(score).toBe(1);
});

test("thousands of levels against thousands of levels stay exact", () => {
	const a = Array.from({ length: 4000 }, (_, i) => `a${i % 3000}`);
	const b = Array.from({ length: 4000 }, (_, i) => `b${i % 2500}`);
	const real = tableOf({ a, b });
	const rotated = tableOf({ a: a.slice(1000).concat(a.slice(0, 1000)), b: b.slice(1000).concat(b.slice(0, 1000)) });
	expect(trend(real, rotated).score).toBe(1);
});
