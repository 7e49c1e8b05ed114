import { expect, test } from "vitest";
import { Pace } from "../../src/nn/kernels/gpu/pace";

/** Submits work of `operations` and lets it take `ms`. */
function run(pace: Pace, at: number, operations: number, ms: number): number {
	pace.submitted(operations, at);
	pace.finished(at + ms);
	return at + ms;
}

test("a submission holds what the device was seen to do in 50 ms", () => {
	const pace = new Pace();
	run(pace, 0, 10e9, 100);
	expect(pace.budget).toBeCloseTo(5e9, -3);
});

test("work that overlaps counts as one stretch", () => {
	const pace = new Pace();
	for (const at of [0, 1, 2]) pace.submitted(1e9, at);
	for (const at of [28, 29, 30]) pace.finished(at);
	expect(pace.budget).toBeCloseTo(5e9, -3);
});

test("one slow stretch shrinks it little, a device that stays slow more and more", () => {
	const pace = new Pace();
	let now = run(pace, 0, 1e9, 10);
	now = run(pace, now, 1e9, 100);
	expect(pace.budget).toBeCloseTo(5e9 / 1.2, -3);
	for (let i = 0; i < 20; i++) now = run(pace, now, 1e9, 100);
	expect(pace.budget).toBeCloseTo(0.5e9, -3);
});

test("small work, whose time is all latency, is never cut up", () => {
	const pace = new Pace();
	run(pace, 0, 1000, 100);
	expect(pace.budget).toBe(50e6);
});
