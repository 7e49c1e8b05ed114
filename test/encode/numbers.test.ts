import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gridStep, roundTo } from "../../src/encode/grid";
import { ownersOf } from "../../src/encode/protection";
import { decodeQuantile, encodeQuantile, fitQuantile } from "../../src/encode/quantile";
import { decodeValues, encodeValues, fitValues } from "../../src/encode/values";
import { createRandom } from "../../src/random";
import { normalCdf, normalQuantile } from "../../src/statistics/normal";
import type { NumericColumn } from "../../src/table/table";
import { numeric, times } from "./tables";

const random = () => createRandom(1);
const column = (cells: (number | null)[], kind?: "number" | "integer" | "datetime", decimals?: number) =>
	numeric("x", cells, kind, decimals) as NumericColumn;
const normals = (n: number, seed = 2) => {
	const stream = createRandom(seed);
	return times(n, () => stream.normal());
};

// Values of Φ⁻¹ from Abramowitz and Stegun, table 26.5.
test("the normal quantile has its tabulated values and inverts the distribution function", () => {
	expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 5);
	expect(normalQuantile(0.001)).toBeCloseTo(-3.090232, 5);
	expect(normalQuantile(0.5)).toBe(0);
	for (const p of [1e-7, 0.01, 0.3, 0.9, 0.9999]) expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 5);
});

describe("the grid of a column", () => {
	test.each([
		[25, 0],
		[5, 0],
		[2, 0],
		[250, 0],
		[0.5, 1],
		[0.25, 2],
		[0.005, 3],
	])(
		"is %d where twenty values are its multiples and of nothing coarser, fewer may be so by chance",
		(step, decimals) => {
			const multiples = times(20, (i) => Number((step * (7 * i + 3)).toFixed(decimals)));
			expect(gridStep(column(multiples, "number", decimals))).toBe(step);
			for (const v of multiples) expect(roundTo(v + 0.3 * step, step)).toBe(v);
			const few = gridStep(column(multiples.slice(1), "number", decimals));
			expect(few).toBeLessThan(step);
			expect(Math.log10(few) % 1).toBeCloseTo(0, 9);
		},
	);

	test("is the coarsest step its values are multiples of", () => {
		expect(gridStep(column([1000, 25_000, 3000]))).toBe(1000);
		expect(gridStep(column([1.25, 3.5, -7], "number", 2))).toBe(0.01);
		expect(gridStep(column([1, 2, 7], "integer"))).toBe(1);
		expect(gridStep(column([Math.PI, Math.E]))).toBe(0);
		expect(gridStep(column([2.1e-11, 3.7e-11, 0]))).toBe(0);
		expect(gridStep(column([0.0000012, 0.0000035], "number", 7))).toBe(1e-7);
		expect(gridStep(column([0, 86_400_000, 86_400_000 * 9], "datetime"))).toBe(86_400_000);
		expect(gridStep(column([60_000, 90_000], "datetime"))).toBe(1000);
	});

	test("rounds without a tail of digits", () => {
		expect(roundTo(0.1 + 0.2, 0.01)).toBe(0.3);
		expect(roundTo(1234, 100)).toBe(1200);
		expect(Object.is(roundTo(-0.001, 0.01), 0)).toBe(true);
	});
});

describe("the quantile codec", () => {
	test("gives scores that are standard normal, ties and skew notwithstanding", () => {
		const skewed = column(normals(4000).map((z) => Math.round(100 * Math.exp(z)) / 100));
		const codec = fitQuantile(skewed, { protect: 5 }, random());
		const { scores } = encodeQuantile(codec, skewed.values, random());
		const mean = scores.reduce((a, b) => a + b, 0) / 4000;
		const variance = scores.reduce((a, b) => a + b * b, 0) / 4000;
		expect(mean).toBeCloseTo(0, 1);
		expect(variance).toBeCloseTo(1, 1);
	});

	test("decodes what it encoded to within one part in fifty of the spread, on the grid", () => {
		const original = column(
			normals(3000).map((z) => Math.round(z * 1000) / 10),
			"number",
			1,
		);
		const codec = fitQuantile(original, { protect: 5 }, random());
		const { scores, states } = encodeQuantile(codec, original.values, random());
		const back = decodeQuantile(codec, scores, states);
		const sorted = original.values.toSorted();
		for (let r = 0; r < 3000; r++) {
			expect(Math.abs(back[r]! * 10 - Math.round(back[r]! * 10))).toBeLessThan(1e-9);
			const inner = original.values[r]! > sorted[30]! && original.values[r]! < sorted[2970]!;
			if (inner) expect(Math.abs(back[r]! - original.values[r]!)).toBeLessThan(2);
		}
	});

	test("sets atoms and missing apart as states, and restores both exactly", () => {
		const cells = normals(1000).map((z, i) => (i % 2 ? 0 : i % 10 === 4 ? null : 10 + z));
		const codec = fitQuantile(column(cells), { protect: 5 }, random());
		expect([...codec.atoms]).toEqual([0]);
		expect([...codec.counts]).toEqual([400, 500, 100]);
		const { scores, states } = encodeQuantile(codec, column(cells).values, random());
		const back = decodeQuantile(codec, scores, states);
		cells.forEach((cell, r) => {
			if (cell === 0) expect(back[r]).toBe(0);
			else if (cell === null) expect(back[r]).toBeNaN();
			else expect(back[r]).toBeGreaterThan(5);
		});
		expect(scores.every(Number.isFinite)).toBe(true);
	});

	test("ends where five subjects reach, whatever the four farthest out are", () => {
		const normal = normals(240);
		const withEnds = (far: number) => column([...normal, far, -far, 2 * far, -7 * far, 3 * far]);
		const codec = fitQuantile(withEnds(1e6), { protect: 5 }, random());
		const sorted = withEnds(1e6).values.toSorted();
		const [low, high] = [codec.x[0]!, codec.x.at(-1)!];
		expect(high).toBeLessThanOrEqual(sorted.at(-5)!);
		expect(high).toBeGreaterThan(sorted.at(-15)!);
		expect(low).toBeGreaterThanOrEqual(sorted[4]!);
		expect(low).toBeLessThan(sorted[14]!);
		// Not a bit of what is learned depends on how far out they are.
		expect(fitQuantile(withEnds(123_456_789), { protect: 5 }, random())).toEqual(codec);
		const open = fitQuantile(withEnds(1e6), { protect: 1 }, random());
		expect(decodeQuantile(open, Float32Array.of(9), undefined)[0]).toBe(3e6);
	});

	test("has no knot of a value alone between two heaps", () => {
		const heaps = (alone: number) => column([...normals(60), alone, ...normals(60, 3).map((z) => 1000 + z)]);
		const codec = fitQuantile(heaps(400), { protect: 5 }, random());
		expect(codec.x.every((x) => Math.abs(x) < 10 || Math.abs(x - 1000) < 10)).toBe(true);
		expect(fitQuantile(heaps(650), { protect: 5 }, random())).toEqual(codec);
	});

	test("counts subjects, not rows", () => {
		const usual = normals(60);
		const cells = column([...usual, ...times(12, (i) => 5000 + i), ...times(9, () => 77)]);
		const of = Int32Array.from(cells.values.keys(), (row) => (row < 60 ? row : row < 72 ? 60 : 61));
		const owners = ownersOf({ rows: of.length, columns: [cells], subjects: of })!;
		const codec = fitQuantile(cells, { protect: 5 }, random(), owners);
		expect(codec.x.at(-1)!).toBeLessThan(3);
		expect([...codec.atoms]).toEqual([]);
		expect(fitQuantile(cells, { protect: 5 }, random()).x.at(-1)!).toBeGreaterThan(5000);
	});

	test("withholds what fewer than fifteen have, and moves it to an atom where there is one", () => {
		const few = fitQuantile(column(times(14, (i) => i * i)), { protect: 5 }, random());
		expect([few.x.length, few.atoms.length, ...few.counts]).toEqual([0, 0, 0, 14]);
		const [codec, values] = [column([...times(90, () => 0), ...times(9, (i) => 10 + i)]), [0, 18]];
		const atomic = fitQuantile(codec, { protect: 5, fewValues: 1 }, random());
		expect([[...atomic.atoms], [...atomic.counts]]).toEqual([[0], [0, 99]]);
		const { scores, states } = encodeQuantile(atomic, Float64Array.from(values), random());
		expect([...decodeQuantile(atomic, scores, states)]).toEqual([0, 0]);
	});

	test("says of a cell missing for fewer than five that there is none", () => {
		const cells = column([...normals(100), null, null]);
		const codec = fitQuantile(cells, { protect: 5 }, random());
		expect([codec.missing, ...codec.counts]).toEqual([false, 102]);
		const { scores, states } = encodeQuantile(codec, cells.values, random());
		expect(decodeQuantile(codec, scores, states).some(Number.isNaN)).toBe(false);
	});

	test("makes every value of a few-valued column an atom, and gives the rare ones a density", () => {
		const cells = [...times(400, (i) => i % 8), ...times(30, (i) => 20 + i / 2)];
		const codec = fitQuantile(column(cells), { protect: 5, fewValues: 60 }, random());
		expect([...codec.atoms]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
		expect(codec.counts[0]).toBe(30);
		expect(codec.x[0]).toBeGreaterThan(20);
	});

	test("takes for atoms what piles up, not the commonest of a few hundred rounded measurements", () => {
		// Flippers in millimetres: several lengths are on five rows and more of 172.
		const lengths = normals(172).map((z) => Math.round(200 + 10 * z));
		const most = Math.max(...lengths.map((x) => lengths.filter((y) => y === x).length));
		expect(most).toBeGreaterThanOrEqual(7);
		expect([...fitQuantile(column(lengths), { protect: 5 }, random()).atoms]).toEqual([]);
		// At 250 the device ends.
		const capped = [...lengths, ...times(12, () => 250)];
		expect([...fitQuantile(column(capped), { protect: 5 }, random()).atoms]).toEqual([250]);
		// Weights are in steps of 25 grams, which thin out at the ends.
		const weights = [...normals(172).map((z) => 25 * Math.round(170 + 32 * z)), ...times(20, () => 4000)];
		expect([...fitQuantile(column(weights), { protect: 5 }, random()).atoms]).toEqual([4000]);
	});

	test("takes any column of finite numbers and missing cells, and stays within its range", () => {
		const cell = fc.option(fc.double({ noNaN: true, min: -1e12, max: 1e12 }), { nil: null });
		fc.assert(
			fc.property(
				fc.array(cell, { minLength: 1, maxLength: 60 }),
				fc.float({ noNaN: true, min: -8, max: 8 }),
				(cells, z) => {
					const source = column(cells);
					const codec = fitQuantile(source, { protect: 5 }, random());
					const { scores, states } = encodeQuantile(codec, source.values, random());
					expect(scores.every(Number.isFinite)).toBe(true);
					const back = decodeQuantile(codec, scores, states);
					if (!codec.missing) expect(back.some(Number.isNaN)).toBe(false);
					const present = cells.filter((c) => c !== null);
					const drawn = decodeQuantile(codec, Float32Array.of(z), undefined)[0]!;
					const slack = 1e-6 * Math.max(...present.map(Math.abs));
					if (codec.x.length > 0) {
						expect(drawn).toBeGreaterThanOrEqual(Math.min(...present) - slack);
						expect(drawn).toBeLessThanOrEqual(Math.max(...present) + slack);
					}
				},
			),
			{ numRuns: 150 },
		);
	});
});

describe("the values codec", () => {
	test("takes columns of few values as they are, missing as one more", () => {
		const cells = times(200, (i) => (i % 4 === 3 ? null : i % 4));
		const codec = fitValues(column(cells, "integer"), { protect: 5 })!;
		expect([...codec.counts]).toEqual([50, 50, 50, 50]);
		expect([...decodeValues(codec, encodeValues(codec, column(cells).values))]).toEqual(
			cells.map((c) => c ?? Number.NaN),
		);
	});

	test("moves a value that few rows share to its neighbour", () => {
		const cells = [...times(100, () => 1), ...times(100, () => 2), 77];
		const codec = fitValues(column(cells), { protect: 5 })!;
		expect([...codec.values]).toEqual([1, 2]);
		expect([...codec.counts]).toEqual([100, 101]);
	});

	test("leaves nothing of a value that one subject has on many rows, nor of a gap of four", () => {
		const cells = column([...times(100, (i) => i % 2), ...times(6, () => 9), ...times(4, () => null)], "integer");
		const subjects = Int32Array.from(cells.values.keys(), (row) => (cells.values[row] === 9 ? 100 : row));
		const codec = fitValues(cells, { protect: 5 }, ownersOf({ rows: 110, columns: [], subjects }))!;
		expect([codec.missing, ...codec.values]).toEqual([false, 0, 1]);
		expect([...codec.counts]).toEqual([50, 60]);
		expect([...encodeValues(codec, Float64Array.of(9, Number.NaN))]).toEqual([1, 1]);
	});

	test("declines columns of many values, of few rows for each, or of many rare ones", () => {
		expect(
			fitValues(column([...times(400, (i) => i % 8), ...times(30, (i) => 20 + i / 2)]), { protect: 5, fewValues: 60 }),
		).toBeUndefined();
		expect(fitValues(column(times(500, (i) => i % 21)), { protect: 5 })).toBeUndefined();
		expect(fitValues(column([1, 2, 3]), { protect: 5 })).toBeUndefined();
	});
});
