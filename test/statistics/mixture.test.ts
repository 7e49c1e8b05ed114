import { expect, test } from "vitest";
import { createRandom } from "../../src/random";
import { fitMixture, responsibilities } from "../../src/statistics/mixture";

/** n values of a mixture. */
function sampleMixture(n: number, parts: readonly (readonly [number, number, number])[], seed: string): Float64Array {
	const random = createRandom(seed);
	return Float64Array.from({ length: n }, () => {
		let left = random.uniform();
		const part = parts.find(([weight]) => {
			left -= weight;
			return left < 0;
		});
		const [, mean, deviation] = part ?? parts.at(-1)!;
		return mean + deviation * random.normal();
	});
}

test("three components that lie apart are found again, with their weights, means and deviations", () => {
	const parts = [
		[0.2, -5, 0.5],
		[0.5, 0, 1],
		[0.3, 6, 0.25],
	] as const;
	const fitted = fitMixture(sampleMixture(20_000, parts, "apart"), { components: 3 });
	const order = Array.from(fitted.means.keys()).sort((a, b) => fitted.means[a]! - fitted.means[b]!);
	expect(order).toHaveLength(3);
	order.forEach((k, i) => {
		expect(fitted.weights[k]).toBeCloseTo(parts[i]![0], 1.7);
		expect(Math.abs(fitted.means[k]! - parts[i]![1])).toBeLessThan(0.03);
		expect(Math.abs(fitted.deviations[k]! - parts[i]![2])).toBeLessThan(0.02);
	});
});

test("with components to spare the density is the same", () => {
	const parts = [
		[0.6, -2, 0.5],
		[0.4, 2, 0.5],
	] as const;
	const fitted = fitMixture(sampleMixture(20_000, parts, "spare"), { components: 10 });
	const density = (x: number, all: readonly (readonly [number, number, number])[]) =>
		all.reduce((sum, [w, m, s]) => sum + (w / s) * Math.exp(-(((x - m) / s) ** 2) / 2), 0);
	const found = Array.from(fitted.weights, (w, k) => [w, fitted.means[k]!, fitted.deviations[k]!] as const);
	for (let x = -4; x <= 4; x += 0.25) expect(Math.abs(density(x, found) - density(x, parts))).toBeLessThan(0.08);
});

test("two values need two components", () => {
	const twoValues = Float64Array.from({ length: 1000 }, (_, i) => i % 2);
	const { weights, means } = fitMixture(twoValues, { components: 10, leastWeight: 0.02 });
	expect(weights).toHaveLength(2);
	expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
	for (const mean of means) expect(Math.min(Math.abs(mean), Math.abs(mean - 1))).toBeLessThan(0.1);
});

test.each([
	["no values", []],
	["one value", [3]],
	["one value many times", new Array(50).fill(3)],
])("%s give one component", (_, values) => {
	const { weights, deviations } = fitMixture(Float64Array.from(values));
	expect([...weights]).toEqual([1]);
	expect([...deviations]).toEqual([1]);
});

test("responsibilities are the posterior of the components", () => {
	const r = new Float64Array(2);
	const mixture = {
		weights: Float64Array.of(0.25, 0.75),
		means: Float64Array.of(0, 1),
		deviations: Float64Array.of(1, 2),
	};
	responsibilities(mixture, 0.5, r);
	// Bayes by hand: .25·φ(.5) = .08801 against .75·φ(.25)/2 = .14500.
	expect(r[0]).toBeCloseTo(0.3777, 3);
	expect(r[0]! + r[1]!).toBeCloseTo(1, 12);
});
