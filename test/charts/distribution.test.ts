import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { distance, distribution } from "../../src/charts/distribution";
import type { LevelColumn, NumericColumn } from "../../src/table/table";

const numbers = (values: number[], kind: NumericColumn["kind"] = "number"): NumericColumn => ({
	name: "x",
	kind,
	values: Float64Array.from(values),
});
const words = (cells: (string | null)[]): LevelColumn => {
	const levels = [...new Set(cells.filter((cell) => cell !== null))];
	return {
		name: "x",
		kind: "category",
		levels,
		codes: Int32Array.from(cells, (cell) => (cell === null ? -1 : levels.indexOf(cell))),
	};
};
const total = (of: ReturnType<typeof distribution>, table: number) =>
	(of.shares[table] ?? []).reduce((sum, share) => sum + share, 0) + (of.missing[table] ?? 0) + (of.others[table] ?? 0);

describe("the distribution of a numeric column", () => {
	test("accounts for every row, whatever the values", () => {
		const cell = fc.oneof(
			fc.double({ noDefaultInfinity: true }),
			fc.constant(Number.NaN),
			fc.integer({ min: -3, max: 3 }),
		);
		fc.assert(
			fc.property(fc.array(cell, { minLength: 1 }), fc.array(cell, { minLength: 1 }), (a, b) => {
				const of = distribution([numbers(a), numbers(b)]);
				expect(total(of, 0)).toBeCloseTo(1, 9);
				expect(total(of, 1)).toBeCloseTo(1, 9);
				expect(of.labels.length).toBe(of.shares[0]?.length);
				expect(of.shares.flat().every((share) => share >= 0 && share <= 1)).toBe(true);
			}),
		);
	});

	test("spans the widest range there is", () => {
		const of = distribution([numbers([-Number.MAX_VALUE, 0, 0, Number.MAX_VALUE])]);
		expect(total(of, 0)).toBe(1);
		expect(of.edges.every(Number.isFinite)).toBe(true);
	});

	test("gives each whole number its own bin where there are few", () => {
		const of = distribution([numbers([0, 1, 1, 2, 2, 2], "integer")]);
		expect(of.labels).toEqual(["0", "1", "2"]);
		expect(of.shares[0]).toEqual([1 / 6, 2 / 6, 3 / 6]);
		expect(of.axis).toEqual(["0", "1", "2"]);
	});

	test("is not squeezed into one bin by one extreme value", () => {
		const of = distribution([numbers([...Array.from({ length: 999 }, (_, i) => i / 999), 1e9])]);
		expect(Math.max(...(of.shares[0] as number[]))).toBeLessThan(0.2);
	});

	test("counts missing values apart", () => {
		expect(distribution([numbers([1, Number.NaN, 2, Number.NaN])]).missing).toEqual([0.5]);
		expect(distribution([numbers([Number.NaN])]).missing).toEqual([1]);
	});

	test("writes datetimes as dates", () => {
		const day = 86_400_000;
		const of = distribution([numbers([0, 100 * day], "datetime")]);
		expect(of.axis?.[0]).toBe("1970-01-01");
		expect(of.axis?.[2]).toBe("1970-04-11");
	});
});

describe("the distribution of a column of levels", () => {
	test("lists the commonest first and sums up the rest", () => {
		const of = distribution([words(["a", "b", "b", "c", "c", "c", "d", null])], { levels: 2 });
		expect(of.labels).toEqual(["c", "b"]);
		expect(of.shares[0]).toEqual([3 / 8, 2 / 8]);
		expect(of.others[0]).toBeCloseTo(2 / 8, 12);
		expect(of.missing[0]).toBe(1 / 8);
	});

	test("pairs levels of two tables by name, not by code", () => {
		const of = distribution([words(["a", "a", "b"]), words(["b", "a", "a"])]);
		expect(of.shares).toEqual([
			[2 / 3, 1 / 3],
			[2 / 3, 1 / 3],
		]);
		expect(distance(of)).toBe(0);
	});

	test("shows levels that only the second table has", () => {
		const of = distribution([words(["a", "a"]), words(["a", "z"])]);
		expect(of.labels).toEqual(["a", "z"]);
		expect(of.shares[1]).toEqual([0.5, 0.5]);
	});
});

describe("the distance of two distributions", () => {
	test("is the total variation: 0 for the same, 1 for nothing in common, and as computed by hand between", () => {
		expect(distance(distribution([words(["a", "b"]), words(["b", "a"])]))).toBe(0);
		expect(distance(distribution([words(["a"]), words(["b"])]))).toBe(1);
		expect(distance(distribution([words(["a", "a", "b", "b"]), words(["a", "b", "b", "b"])]))).toBe(0.25);
		expect(distance(distribution([words(["a", "b"]), words(["a", null])]))).toBe(0.5);
	});
});
