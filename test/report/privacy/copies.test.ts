import fc from "fast-check";
import { expect, test } from "vitest";
import { createRandom } from "../../../src/random";
import { align } from "../../../src/report/align";
import { copies, exactCopies, nearCopies } from "../../../src/report/privacy/copies";
import { fixture, tableOf } from "../tables";

test("SDMetrics 0.29 finds every row of its fixture new, and so do we", () => {
	const aligned = align([fixture.real, fixture.synthetic]);
	expect(1 - nearCopies(aligned, 0, 1).reduce((n, f) => n + f, 0) / 10).toBe(1);
});

test("a near copy has equal levels and numbers within one per cent of the synthetic one", () => {
	const real = tableOf({ x: [100, -50, null, 0], b: ["p", "q", "q", null] });
	const synthetic = tableOf({ x: [100.9, -50.4, null, 0, 100, 101.1, null], b: ["p", "q", "q", null, "q", "p", "p"] });
	const aligned = align([real, synthetic]);
	expect(Array.from(nearCopies(aligned, 0, 1))).toEqual([1, 1, 1, 1, 0, 0, 0]);
	expect(Array.from(exactCopies(aligned, 0, 1).flags)).toEqual([0, 0, 1, 1, 0, 0, 0]);
});

test("dates are near within one per cent of their range", () => {
	const day = 86_400_000;
	const at = (...days: number[]) => tableOf({ d: days.map((n) => 1.6e12 + n * day) }, { d: "datetime" });
	expect(Array.from(nearCopies(align([at(0, 500, 1000), at(9, 11, 495, 980)]), 0, 1))).toEqual([1, 0, 1, 0]);
});

test("grouping and sorting find the near copies that comparing all pairs finds", () => {
	fc.assert(
		fc.property(fc.integer(), (seed) => {
			const random = createRandom(seed);
			const make = (rows: number) =>
				tableOf({
					x: Array.from({ length: rows }, () => (random.int(8) === 0 ? null : 1 + random.int(40) / 200)),
					y: Array.from({ length: rows }, () => random.int(3) - 1),
					b: Array.from({ length: rows }, () => ["p", "q"][random.int(2)]!),
				});
			const [real, synthetic] = [make(60), make(40)];
			const value = (t: typeof real, c: number, i: number) => {
				const column = t.columns[c]!;
				return "values" in column ? column.values[i]! : column.levels[column.codes[i]!];
			};
			const near = (s: unknown, r: unknown): boolean =>
				typeof s === "number" && typeof r === "number"
					? Number.isNaN(s) || Number.isNaN(r)
						? Number.isNaN(s) && Number.isNaN(r)
						: Math.abs(r - s) <= 0.01 * Math.abs(s)
					: s === r;
			const expected = Array.from({ length: 40 }, (_, i) =>
				Number(
					Array.from({ length: 60 }, (_, j) => j).some((j) =>
						[0, 1, 2].every((c) => near(value(synthetic, c, i), value(real, c, j))),
					),
				),
			);
			expect(Array.from(nearCopies(align([real, synthetic]), 0, 1))).toEqual(expected);
		}),
		{ numRuns: 30, seed: 5 },
	);
});

test("copies are counted beside those coincidence gives held-out rows", async () => {
	const real = tableOf({ b: ["p", "q", "r"] });
	const synthetic = tableOf({ b: ["p", "p", "s", "q"] });
	const heldOut = tableOf({ b: ["p", "s"] });
	const found = await copies(align([real, synthetic, heldOut]), { real: 0, synthetic: 1, heldOut: 2 }, async () => {});
	expect(found.exact.value).toBe(0.75);
	expect(found.heldOutExact.value).toBe(0.5);
	expect(found.repeatedRows).toBe(2);
});
