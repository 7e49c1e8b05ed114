import { expect, test } from "vitest";
import { tilt } from "../../src/statistics/tilt";

test("tilts values 0, 1, 2 with shares .5, .3, .2 to a mean of 1.2", () => {
	// e^λ = r solves .16 r² − .06 r − .6 = 0: r = 2.1330478, shares .2439152, .3121696, .4439152.
	const values = Float64Array.from([...Array(5).fill(0), ...Array(3).fill(1), ...Array(2).fill(2)]);
	const { lambda, weights, effective } = tilt([values], [1.2])!;
	expect(Math.exp(lambda[0]!)).toBeCloseTo(2.1330478, 6);
	const share = (value: number) => weights.reduce((sum, w, r) => sum + (values[r] === value ? w : 0), 0) / 10;
	expect([share(0), share(1), share(2)].map((s) => s.toFixed(7))).toEqual(["0.2439152", "0.3121696", "0.4439152"]);
	expect(effective).toBeCloseTo(10 / weights.reduce((sum, w) => sum + w * w, 0), 12);
});

test("meets several targets at once, to 1e-9", () => {
	const a = Float64Array.from({ length: 1000 }, (_, r) => (r % 5 === 0 ? 1 : 0));
	const b = Float64Array.from({ length: 1000 }, (_, r) => 100 + ((r * 37) % 91));
	const { weights } = tilt([a, b], [0.4, 150])!;
	const mean = (g: Float64Array) => g.reduce((sum, x, r) => sum + x * weights[r]!, 0) / 1000;
	expect(mean(a)).toBeCloseTo(0.4, 9);
	expect(mean(b)).toBeCloseTo(150, 6);
});

test("what no weights can reach has no answer", () => {
	expect(tilt([Float64Array.of(0, 1, 2)], [2.5])).toBeUndefined();
	expect(tilt([Float64Array.of(1, 1, 1)], [0.5])).toBeUndefined();
});
