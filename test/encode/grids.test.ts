import { describe, expect, test } from "vitest";
import { decodeQuantile, encodeQuantile, fitQuantile, rangeOf } from "../../src/encode/quantile";
import { fitScale, positionOf, valueAt } from "../../src/encode/scale";
import { sentinelsOf } from "../../src/encode/sentinels";
import { createRandom } from "../../src/random";
import type { NumericColumn } from "../../src/table/table";
import { numeric, times } from "./tables";

const DAY = 86_400_000;
const column = (cells: (number | null)[], kind?: NumericColumn["kind"], decimals?: number) =>
	numeric("x", cells, kind, decimals) as NumericColumn;
const stream = createRandom(7);
const drawn = (n: number, of: () => number) => times(n, of);

/** Values that the codec of a column gives for `n` scores of a normal variate. */
function again(source: NumericColumn, n = 4000): Float64Array {
	const codec = fitQuantile(source, { protect: 5, fewValues: 0, atomShare: 1 }, createRandom(1));
	const normal = createRandom(2);
	return decodeQuantile(
		codec,
		Float32Array.from({ length: n }, () => normal.normal()),
		undefined,
	);
}
const share = (values: ArrayLike<number>, is: (v: number) => boolean) =>
	Array.from(values).filter(is).length / values.length;

describe("a grid with an offset", () => {
	const minutes = drawn(400, () => stream.int(700) * 15);
	const grids: [string, NumericColumn, (v: number) => boolean][] = [
		[
			"odd numbers",
			column(
				drawn(400, () => 2 * stream.int(300) + 1),
				"integer",
			),
			(v) => v % 2 === 1,
		],
		[
			"prices that end in .99",
			column(
				drawn(400, () => stream.int(200) + 0.99),
				"number",
				2,
			),
			(v) => Math.round(v * 100) % 100 === 99,
		],
		[
			"prices that end in .49 or .99",
			column(
				drawn(400, () => stream.int(200) + (stream.int(2) ? 0.49 : 0.99)),
				"number",
				2,
			),
			(v) => Math.round(v * 100) % 50 === 49,
		],
		[
			"negative ones too",
			column(
				drawn(400, () => 4 * (stream.int(300) - 150) + 1),
				"integer",
			),
			(v) => (v + 4000) % 4 === 1,
		],
		[
			"quarter hours",
			column(
				minutes.map((m) => Date.UTC(2023, 0, 1) + m * 60_000),
				"datetime",
			),
			(v) => v % 900_000 === 0,
		],
		[
			"weekdays",
			column(
				drawn(600, () => {
					const day = stream.int(700);
					return (day - (day % 7) + ((day % 7) % 5) + 4) * DAY;
				}),
				"datetime",
			),
			(v) => ![0, 6].includes(new Date(v).getUTCDay()),
		],
		[
			"ends of months",
			column(
				drawn(300, () => Date.UTC(2020, stream.int(40) + 1, 0)),
				"datetime",
			),
			(v) => new Date(v + DAY).getUTCDate() === 1,
		],
		[
			"days at nine",
			column(
				drawn(300, () => Date.UTC(2020, 0, stream.int(400), 9)),
				"datetime",
			),
			(v) => v % DAY === 9 * 3_600_000,
		],
		[
			"quarter hours of a day, in seconds",
			{
				...column(
					drawn(400, () => 900 * stream.int(96)),
					"number",
				),
				notation: { type: "time", format: "HH:mm" },
			},
			(v) => v % 900 === 0 && v < 86_400,
		],
	];

	test.each(grids)("holds every value drawn anew: %s", (_name, source, on) => {
		expect(Array.from(source.values).every(on)).toBe(true);
		const values = again(source);
		expect(share(values, on)).toBe(1);
		// As wide as it was, and not one value for all.
		expect(new Set(values).size).toBeGreaterThan(0.5 * new Set(source.values).size);
	});

	test.each(grids)("has whole positions in the values' order, both ways: %s", (_name, source) => {
		const scale = fitScale(source);
		if (!scale.grid) return;
		const sorted = source.values.toSorted();
		for (const value of sorted) {
			expect(Number.isInteger(positionOf(scale, value))).toBe(true);
			expect(valueAt(scale, positionOf(scale, value))).toBe(value);
		}
		const positions = sorted.map((value) => positionOf(scale, value));
		expect(positions).toEqual(positions.toSorted());
	});

	test("is kept by weekdays in their shares", () => {
		const days = drawn(5000, () => {
			const day = stream.int(3000);
			return (day - (day % 7) + ((day % 7) % 5) + 4) * DAY;
		});
		const source = column(days, "datetime");
		for (const weekday of [1, 5]) {
			const is = (v: number) => new Date(v).getUTCDay() === weekday;
			expect(share(again(source), is)).toBeCloseTo(share(days, is), 1);
		}
	});

	test("bounds ranges by its own values", () => {
		const codec = fitQuantile(grids[0]![1], { protect: 5 }, createRandom(1));
		expect(rangeOf(codec, { min: 100, max: 110 })?.ends).toEqual([101, 109]);
		expect(rangeOf(codec, { min: 100.1, max: 100.9 })).toBeUndefined();
	});
});

describe("heaps", () => {
	test("ages that are whole but for one in twenty come out so", () => {
		const ages = drawn(900, () => 1 + stream.int(70) + (stream.int(25) === 0 ? 0.5 : 0));
		const source = column(ages, "number", 1);
		const whole = share(again(source), Number.isInteger);
		expect(whole).toBeCloseTo(share(ages, Number.isInteger), 1);
		expect(whole).toBeGreaterThan(0.92);
	});

	test("prices that recur keep their shares, those between them their distribution", () => {
		const recurring = drawn(100, () => Math.round(10_000 * stream.uniform()) / 100);
		const prices = drawn(4000, () =>
			stream.int(10) < 8 ? recurring[stream.int(100)]! : Math.round(10_000 * stream.uniform()) / 100,
		);
		const source = column(prices, "number", 2);
		const set = new Set(recurring);
		const values = again(source);
		expect(Math.abs(share(values, (v) => set.has(v)) - share(prices, (v) => set.has(v)))).toBeLessThan(0.03);
		expect(share(values, (v) => v < 50)).toBeCloseTo(
			share(prices, (v) => v < 50),
			1,
		);
	});

	test("multiples of five among other numbers stay as many", () => {
		const counts = drawn(3000, () => (stream.int(3) ? 5 * stream.int(40) : stream.int(200)));
		const five = (v: number) => v % 5 === 0;
		expect(Math.abs(share(again(column(counts, "integer")), five) - share(counts, five))).toBeLessThan(0.03);
	});

	test("a value that rows share decodes to itself", () => {
		const ages = drawn(2000, () => 18 + stream.int(60));
		const codec = fitQuantile(column(ages, "integer"), { protect: 5 }, createRandom(1));
		const inner = Float64Array.from(ages.filter((age) => age > 20 && age < 75));
		const { scores, states } = encodeQuantile(codec, inner, createRandom(3));
		expect(decodeQuantile(codec, scores, states)).toEqual(inner);
	});

	test("a value on fewer rows than protection asks for is never a knot of its own", () => {
		const cells = [...drawn(500, () => 10 * stream.int(20)), 73.25, 73.25];
		const codec = fitQuantile(column(cells, "number", 2), { protect: 5, fewValues: 0, atomShare: 1 }, createRandom(1));
		expect(codec.x).not.toContain(73.25);
	});
});

describe("sentinels", () => {
	test.each<[string, NumericColumn, number[]]>([
		["-999 among measures", column([...drawn(200, () => 18 + stream.uniform() * 20), -999]), [-999]],
		["9999 among small numbers", column([...drawn(200, () => stream.int(50)), 9999], "integer"), [9999]],
		["-1 twice among counts", column([...drawn(200, () => stream.int(50)), -1, -1], "integer"), [-1]],
		[
			"9999-12-31 among dates",
			column([...drawn(200, () => stream.int(9000) * DAY), Date.parse("9999-12-31")], "datetime"),
			[Date.parse("9999-12-31")],
		],
		[
			"no number in the midst of others",
			column(
				drawn(2000, () => stream.int(2000)),
				"integer",
			),
			[],
		],
		["no single age of 77", column([1, 2, 3, 4, 77], "integer"), []],
	])("%s", (_name, source, expected) => {
		expect([...sentinelsOf(source)]).toEqual(expected);
		const values = again(source);
		for (const v of expected) expect(share(values, (x) => x !== v && Math.abs(x - v) < Math.abs(v) / 2)).toBe(0);
	});

	test("are values of their own, and not repeated where fewer than five have one", () => {
		const measured = drawn(2000, () => Math.round(180 + stream.uniform() * 200) / 10);
		for (const rows of [5, 4]) {
			const source = column([...measured, ...times(rows, () => -999)], "number", 1);
			const codec = fitQuantile(source, { protect: 5 }, createRandom(1));
			expect([...codec.atoms]).toEqual(rows < 5 ? [] : [-999]);
			expect(codec.x[0]).toBeGreaterThan(10);
		}
	});
});
