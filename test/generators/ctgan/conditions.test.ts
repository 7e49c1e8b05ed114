import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boundedChances } from "../../../src/generators/ctgan/conditions";

const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);

describe("chances of levels while training", () => {
	test("are log(1 + count) where no row is met too often, as published", () => {
		const counts = Float64Array.of(900, 100);
		const chances = boundedChances(counts, 1000);
		const total = Math.log(901) + Math.log(101);
		expect(chances[0]).toBeCloseTo(Math.log(901) / total, 12);
		expect(chances[1]).toBeCloseTo(Math.log(101) / total, 12);
	});

	test("are the frequencies where every row is to be met alike", () => {
		expect([...boundedChances(Float64Array.of(900, 90, 10, 0), 1)]).toEqual([0.9, 0.09, 0.01, 0]);
	});

	test("never let a row be met more than `exposure` times as often as the average row", () => {
		const counts = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 40 });
		fc.assert(
			fc.property(counts, fc.double({ min: 1, max: 50, noNaN: true }), (list, exposure) => {
				fc.pre(list.some((count) => count > 0));
				const n = list.reduce((a, b) => a + b, 0);
				const chances = boundedChances(Float64Array.from(list), exposure);
				expect(sum(chances)).toBeCloseTo(1, 9);
				chances.forEach((chance, k) => {
					expect(chance).toBeLessThanOrEqual((exposure * list[k]!) / n + 1e-9);
				});
			}),
		);
	});
});
