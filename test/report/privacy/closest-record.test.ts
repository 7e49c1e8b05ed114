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

const near = (first: Float64Array) => ({ first, second: first, nearest: new Int32Array(first.length) });

test("the share nearer to training rows counts ties half", () => {
	expect(training[1]).toBeCloseTo(0.141421, 6);
	expect(heldOut[1]).toBeCloseTo(0.412311, 6);
	expect(training[3]).toBeCloseTo(1.118034, 6);
	expect(closerShare(near(training), near(heldOut)).value).toBe(0.5);
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
	const { value, interval } = closerShare(near(new Float64Array(50)), near(new Float64Array(50).fill(1)));
	expect(value).toBe(1);
	expect(interval![0]).toBeLessThan(1);
	expect(interval![1]).toBe(1);
});

test("references that many rows share widen the interval", () => {
	const share = (nearest: Int32Array) => {
		const first = Float64Array.from({ length: 100 }, (_, i) => i % 2);
		const half = new Float64Array(100).fill(0.5);
		const two = new Float64Array(100).fill(2);
		return closerShare({ first, second: two, nearest }, { first: half, second: half, nearest }, 100).interval!;
	};
	const apart = share(Int32Array.from({ length: 100 }, (_, i) => i));
	const together = share(Int32Array.from({ length: 100 }, (_, i) => i % 20));
	// Without its nearest reference half the rows turn: 10 of 100 references carry 5 rows each. Rows alone: ¼ in 100.
	const expected = Math.sqrt(0.0025 + 0.99 * (10 * 0.05 ** 2 - 100 * 0.005 ** 2));
	expect((together[1] - together[0]) / 2 / 1.96).toBeCloseTo(expected, 3);
	expect(apart[1] - apart[0]).toBeLessThan(together[1] - together[0]);
});
