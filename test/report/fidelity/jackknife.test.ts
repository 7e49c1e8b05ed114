import { expect, test } from "vitest";
import { jackknifeInterval } from "../../../src/report/fidelity/jackknife";

test("the interval of a mean is Student's, group by group", () => {
	// The mean of ten groups of equal size is the mean of their values; leaving one out leaves nine.
	const groups = Array.from({ length: 10 }, (_, g) => (g + 1) / 100);
	const total = groups.reduce((sum, g) => sum + g, 0);
	const without = groups.map((g) => (total - g) / 9);
	const [low, high] = jackknifeInterval(total / 10, without)!;
	// Standard error of the mean of 0.01 … 0.10: s/√10 = 0.0302765/3.1622777; t(9) = 2.2621572.
	expect((high - low) / 2).toBeCloseTo((2.2621572 * 0.0302765036) / Math.sqrt(10), 8);
});

test("it stays within 0 and 1 and is absent where a group has no score", () => {
	expect(jackknifeInterval(1, Array(10).fill(1))).toEqual([1, 1]);
	expect(jackknifeInterval(0.5, [...Array(9).fill(0.5), null])).toBeUndefined();
	expect(jackknifeInterval(null, Array(10).fill(0.5))).toBeUndefined();
});
