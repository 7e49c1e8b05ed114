import { expect, test } from "vitest";
import { align } from "../../../src/report/align";
import { closerShare, nearestDistances, overfittingProtection } from "../../../src/report/privacy/closest-record";
import { createSpace } from "../../../src/report/privacy/space";
import { fixture, tableOf } from "../tables";

test("distances to the closest record are SDMetrics 0.29's on its fixture", async () => {
	const space = createSpace(align([fixture.real, fixture.synthetic]));
	const { first } = await nearestDistances(space.points[0]!, space.points[1]!, space.columns, async () => {});
	const expected = [0.037037, 0.148148, 0.074074, 0.518519, 0.037037, 0.074074, 0.074074, 0.037037, 0.407407, 0.37037];
	expected.forEach((d, i) => {
		expect(first[i]).toBeCloseTo(d, 6);
	});
});

// Distances of MOSTLY AI QA (commit d57f6b5) on its example of four training, four held-out and five synthetic points.
const training = Float64Array.of(0, Math.hypot(0.1, 0.1), 0.4, Math.hypot(1, 0.5), 0.5);
const heldOut = Float64Array.of(0.5, Math.hypot(0.4, 0.1), 0.1, 0.5, 0.5);

test("the share nearer to training rows counts ties half", () => {
	expect(training[1]).toBeCloseTo(0.141421, 6);
	expect(heldOut[1]).toBeCloseTo(0.412311, 6);
	expect(training[3]).toBeCloseTo(1.118034, 6);
	expect(closerShare(training, heldOut).value).toBe(0.5);
});

test("SDMetrics' overfitting protection lets ties speak for the synthetic table", () => {
	expect(overfittingProtection(training, heldOut)).toBe(1);
	expect(overfittingProtection(Float64Array.of(0, 0, 0), Float64Array.of(1, 1, 0))).toBeCloseTo(2 / 3, 12);
});

test("both missing are no distance apart, one missing is the whole", async () => {
	const real = tableOf({ x: [null, 1, 5], b: ["p", null, "q"] });
	const synthetic = tableOf({ x: [null, null, 3], b: ["p", null, "r"] });
	const space = createSpace(align([real, synthetic]));
	const { first } = await nearestDistances(space.points[0]!, space.points[1]!, space.columns, async () => {});
	expect(Array.from(first)).toEqual([0, 0.5, 0.75]);
});

test("an interval is left even where every row is nearer to training rows", () => {
	const { value, interval } = closerShare(new Float64Array(50), new Float64Array(50).fill(1));
	expect(value).toBe(1);
	expect(interval![0]).toBeLessThan(1);
	expect(interval![1]).toBe(1);
});
