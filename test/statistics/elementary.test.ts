import { expect, test } from "vitest";
import { createRandom } from "../../src/random";
import { atan, cos, exp, expm1, log, log1p, pow, sigmoid, sin, tan, tanh } from "../../src/statistics/elementary";

const random = createRandom("elementary functions");

/** Largest |ours − engine's| in units in the last place of the engine's, over points drawn from [low, high]. */
function worstUlps(ours: (x: number) => number, engines: (x: number) => number, low: number, high: number): number {
	let worst = 0;
	for (let i = 0; i < 20_000; i++) {
		const x = low + (high - low) * random.uniform();
		const truth = engines(x);
		const ulp = 2 ** (Math.floor(Math.log2(Math.abs(truth))) - 52);
		worst = Math.max(worst, Math.abs(ours(x) - truth) / ulp);
	}
	return worst;
}

test.each([
	["exp", exp, Math.exp, -700, 700],
	["expm1 near 0", expm1, Math.expm1, -0.4, 0.4],
	["log", log, Math.log, 1e-9, 50],
	["log of large numbers", log, Math.log, 1, 1e300],
	["log1p near 0", log1p, Math.log1p, -0.3, 0.3],
	["tanh", tanh, Math.tanh, -6, 6],
	["atan", atan, Math.atan, -30, 30],
])("%s is within 8 units in the last place of the engine's", (_, ours, engines, low, high) => {
	expect(worstUlps(ours, engines, low, high)).toBeLessThan(8);
});

test.each([
	["sin", sin, Math.sin],
	["cos", cos, Math.cos],
])("%s is within 1e-15 of the engine's up to 10⁶", (_, ours, engines) => {
	for (const reach of [1, 100, 1e6])
		for (let i = 0; i < 5000; i++) {
			const x = reach * (2 * random.uniform() - 1);
			expect(Math.abs(ours(x) - engines(x))).toBeLessThan(1e-15);
		}
});

test("powers agree with the engine's to 1e-13, and exactly for small whole numbers", () => {
	for (let i = 0; i < 5000; i++) {
		const x = 20 * random.uniform();
		const y = 10 * random.uniform() - 5;
		expect(Math.abs(pow(x, y) / x ** y - 1)).toBeLessThan(1e-13);
	}
	expect([pow(-3, 3), pow(2, 10), pow(2, -2), pow(9, 0.5), pow(0, 0)]).toEqual([-27, 1024, 0.25, 3, 1]);
	expect(pow(0, -1)).toBeNaN();
	expect(pow(-8, 1 / 3)).toBeNaN();
});

test("limits and odd values follow IEEE 754", () => {
	expect([exp(-1000), exp(1000), exp(0), log(0), log(1), log(Number.POSITIVE_INFINITY)]).toEqual([
		0,
		Number.POSITIVE_INFINITY,
		1,
		Number.NEGATIVE_INFINITY,
		0,
		Number.POSITIVE_INFINITY,
	]);
	expect([exp(Number.NaN), log(-1), sin(Number.POSITIVE_INFINITY), tanh(Number.NaN)].every(Number.isNaN)).toBe(true);
	expect(exp(-745)).toBe(5e-324);
	expect(log(5e-324)).toBeCloseTo(-744.4400719213812, 12);
	expect([sigmoid(0), sigmoid(800), sigmoid(-800), tanh(50), tan(0)]).toEqual([0.5, 1, 0, 1, 0]);
});
