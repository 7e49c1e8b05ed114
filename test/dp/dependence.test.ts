import fc from "fast-check";
import { expect, test } from "vitest";
import { rowsMisplaced, SENSITIVITY_OF_R } from "../../src/dp/dependence";
import { consistentTables, nearestTable } from "../../src/statistics/consistent-tables";

/** R = ½ Σ |n_xp / n − n_x n_p / n²|, plainly. */
function misplaced(rows: readonly (readonly [number, number])[]): number {
	const count = (test: (row: readonly [number, number]) => boolean) => rows.filter(test).length;
	let sum = 0;
	for (let x = 0; x < 3; x++) {
		for (let p = 0; p < 4; p++) {
			const expected = (count(([a]) => a === x) * count(([, b]) => b === p)) / rows.length ** 2;
			sum += Math.abs(count(([a, b]) => a === x && b === p) / rows.length - expected);
		}
	}
	return sum / 2;
}

function counted(rows: readonly (readonly [number, number])[]): Float64Array {
	const counts = new Float64Array(12);
	for (const [x, p] of rows) counts[p * 3 + x]!++;
	return counts;
}

const row = fc.tuple(fc.nat(2), fc.nat(3));
const rowsOf = fc.oneof(
	fc.array(row, { minLength: 1, maxLength: 60 }),
	// A child that follows its parents, where one row more moves most.
	fc.array(
		fc.nat(2).map((x) => [x, x] as const),
		{ minLength: 1, maxLength: 60 },
	),
);

test("the score R of PrivBayes is exact, and one row more changes n R by no more than is said", () => {
	fc.assert(
		fc.property(rowsOf, row, (rows, more) => {
			const [without, withRow] = [rowsMisplaced(counted(rows), 3), rowsMisplaced(counted([...rows, more]), 3)];
			expect(Number(without)).toBe(Math.floor(misplaced(rows) * rows.length + 1e-9));
			const change = withRow - without;
			expect(change <= SENSITIVITY_OF_R && -change <= SENSITIVITY_OF_R).toBe(true);
		}),
	);
});

test("with a row replaced R changes by at most 3/n + 2/n², as the paper has it", () => {
	// PrivBayes, theorem 5.3; the value for Adult's 32,561 rows by hand.
	expect(3 / 32_561 + 2 / 32_561 ** 2).toBeCloseTo(9.21366e-5, 9);
	fc.assert(
		fc.property(rowsOf, row, (rows, other) => {
			const n = rows.length;
			const change = Math.abs(misplaced(rows) - misplaced([...rows.slice(1), other]));
			expect(change).toBeLessThanOrEqual(3 / n + 2 / n ** 2 + 1e-12);
		}),
	);
});

test("the nearest table without negative cells is the Euclidean projection", () => {
	const nearest = nearestTable(Float64Array.of(10, -3, 5, 2, 0, 6), 20);
	expect(Array.from(nearest)).toEqual([9.25, 0, 4.25, 1.25, 0, 5.25]);
});

test("tables with noise agree after they were made consistent, and none has negative cells", () => {
	const count = fc.integer({ min: -10, max: 100 });
	const table = (variables: number[], cells: number) =>
		fc
			.tuple(fc.array(count, { minLength: cells, maxLength: cells }), fc.double({ min: 0.5, max: 50, noNaN: true }))
			.map(([values, variance]) => ({ variables, values: Float64Array.from(values), variance }));
	const sizes = [2, 3, 2];
	fc.assert(
		fc.property(table([0, 1], 6), table([1, 2], 6), table([0], 2), table([1], 3), (...measurements) => {
			const { tables, margins, total } = consistentTables(measurements, sizes);
			for (const cells of tables) expect(Math.min(...cells)).toBeGreaterThanOrEqual(0);
			for (let s = 0; s < 3; s++) {
				const left = tables[0]![s]! + tables[0]![3 + s]!;
				const right = tables[1]![2 * s]! + tables[1]![2 * s + 1]!;
				// Raking ends before the last digit.
				expect(Math.abs(left - margins[1]![s]!)).toBeLessThan(0.01 * total);
				expect(Math.abs(right - margins[1]![s]!)).toBeLessThan(0.01 * total);
			}
			expect(margins[0]![0]! + margins[0]![1]!).toBeCloseTo(total, 6);
		}),
		{ numRuns: 50 },
	);
});
