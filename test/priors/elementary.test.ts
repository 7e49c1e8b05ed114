import { expect, test } from "vitest";
import * as e from "../../src/priors/elementary";

const relative = (a: number, b: number) => Math.abs(a - b) / Math.max(Math.abs(b), 1e-300);

test("exp, log, sin, sigmoid and power agree with the engine's to 1e-10", () => {
	let worst = 0;
	const see = (error: number) => {
		worst = Math.max(worst, error);
	};
	for (let i = 0; i < 20_000; i++) {
		const x = (i - 10_000) / 100 + 0.00137;
		see(relative(e.exp(x), Math.exp(x)));
		see(relative(e.log(Math.exp(x)), x));
		see(Math.abs(e.sin(x * 37) - Math.sin(x * 37)));
		see(Math.abs(e.sigmoid(x) - 1 / (1 + Math.exp(-x))));
		see(relative(e.power(Math.abs(x), 1.7), Math.abs(x) ** 1.7));
	}
	expect(worst).toBeLessThan(1e-10);
});

test("the edges are those of the functions", () => {
	expect(e.exp(Number.NEGATIVE_INFINITY)).toBe(0);
	expect(e.exp(800)).toBe(Number.POSITIVE_INFINITY);
	expect(e.exp(Number.NaN)).toBeNaN();
	expect(e.log(0)).toBe(Number.NEGATIVE_INFINITY);
	expect(e.log(-1)).toBeNaN();
	expect(e.log(5e-324)).toBeCloseTo(-744.4400719213812, 9);
	expect(e.power(0, 0.5)).toBe(0);
});
