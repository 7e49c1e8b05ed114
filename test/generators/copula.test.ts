import fc from "fast-check";
import { expect, test } from "vitest";
import { sampleTruncated } from "../../src/generators/copula/truncated";
import { createRandom } from "../../src/random";
import { choleskySteps, correlationSteps, symmetricEigen } from "../../src/statistics/correlation-matrix";
import { normalCdf, normalQuantile } from "../../src/statistics/quantile/normal";
import { finish } from "../../src/table/pause";

/** A correlation matrix of three variables from any nine numbers. */
const matrices = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 9, maxLength: 9 }).map((a) => {
	const product = Float64Array.from({ length: 9 }, (_, at) => {
		const [i, j] = [Math.floor(at / 3), at % 3];
		return a[3 * i]! * a[3 * j]! + a[3 * i + 1]! * a[3 * j + 1]! + a[3 * i + 2]! * a[3 * j + 2]! + (i === j ? 0.2 : 0);
	});
	return product.map((v, at) => v / Math.sqrt(product[4 * Math.floor(at / 3)]! * product[4 * (at % 3)]!));
});

/** The normal number that the sampler takes for the free variable: its first. */
const normalAfterCandidate = (seed: string) => createRandom(seed).normal();

test("known values move the others to the mean that the inverse of their block gives, to 1e-9", () => {
	fc.assert(
		fc.property(
			matrices,
			fc.double({ min: -3, max: 3, noNaN: true }),
			fc.double({ min: -3, max: 3, noNaN: true }),
			(R, a, b) => {
				const L = finish(choleskySteps(R, [0, 1, 2], 3));
				const [r01, r02, r12] = [R[1]!, R[2]!, R[5]!];
				const det = 1 - r01 * r01;
				const mean = (a * (r02 - r01 * r12) + b * (r12 - r01 * r02)) / det;
				const variance = 1 - (r02 * (r02 - r01 * r12) + r12 * (r12 - r01 * r02)) / det;
				const z = new Float64Array(3);
				// The free variable is its mean and a normal number times its deviation: two samples tell both.
				const rows = ["one", "two"].map((seed) => {
					sampleTruncated(L, [{ z: a }, { z: b }, undefined], createRandom(seed), z);
					return { value: z[2]!, normal: normalAfterCandidate(seed) };
				});
				for (const { value, normal } of rows) {
					expect(Math.abs(value - (mean + Math.sqrt(variance) * normal))).toBeLessThan(1e-9 * (1 + 1 / det));
				}
				expect(Math.abs(z[0]! - a) + Math.abs(z[1]! - b)).toBeLessThan(1e-9);
			},
		),
		{ numRuns: 100, seed: 1 },
	);
});

test("one interval is sampled from its truncated normal: equally often in each of its tenths", () => {
	const random = createRandom(1);
	const [from, to] = [0.7, 0.9];
	const counts = new Float64Array(10);
	const z = new Float64Array(1);
	for (let i = 0; i < 20_000; i++) {
		sampleTruncated(Float64Array.of(1), [{ intervals: [[from, to]] }], random, z);
		const share = (normalCdf(z[0]!) - from) / (to - from);
		expect(share).toBeGreaterThanOrEqual(-1e-9);
		expect(share).toBeLessThanOrEqual(1 + 1e-9);
		counts[Math.min(9, Math.floor(share * 10))]!++;
	}
	const chiSquare = counts.reduce((sum, n) => sum + (n - 2000) ** 2 / 2000, 0);
	expect(chiSquare).toBeLessThan(27.9); // 99.9 % of χ² with 9 degrees of freedom
});

test("an interval far from what known values let expect is sampled from its own tail", () => {
	const rho = 0.95;
	const L = finish(choleskySteps(Float64Array.of(1, rho, rho, 1), [0, 1], 2));
	const scale = Math.sqrt(1 - rho * rho);
	const random = createRandom(3);
	const z = new Float64Array(2);
	const from = 0.999999;
	const low = normalQuantile(from);
	// 33 deviations out, where the mass is 1e-244, what lies beyond the end is exponential with mean scale / 33.
	const far = (low + rho * 6) / scale;
	let beyond = 0;
	for (let i = 0; i < 2000; i++) {
		sampleTruncated(L, [{ z: -6 }, { intervals: [[from, 1]] }], random, z);
		expect(z[1]! - low).toBeGreaterThan(-1e-9);
		beyond += (z[1]! - low) / 2000;
	}
	expect(beyond * (far / scale)).toBeGreaterThan(0.9);
	expect(beyond * (far / scale)).toBeLessThan(1.1);
	// Of two such intervals the nearer one has all the mass.
	for (let i = 0; i < 50; i++) {
		sampleTruncated(
			L,
			[
				{ z: -6 },
				{
					intervals: [
						[0.999, 0.9991],
						[from, 1],
					],
				},
			],
			random,
			z,
		);
		expect(z[1]!).toBeLessThan(low);
	}
});

test("two intervals follow the bivariate normal's own shares", () => {
	// P(z0 > 0, z1 > 0) = 1/4 + asin(ρ)/2π (Sheppard 1899); under z0 > −1 and z1 > −1 the share with both above 0.
	const rho = 0.6;
	const L = finish(choleskySteps(Float64Array.of(1, rho, rho, 1), [0, 1], 2));
	const z = new Float64Array(2);
	const random = createRandom(2);
	const n = 20_000;
	let both = 0;
	const above = { intervals: [[normalCdf(-1), 1]] } as const;
	for (let i = 0; i < n; i++) {
		sampleTruncated(L, [above, above], random, z);
		if (z[0]! > 0 && z[1]! > 0) both++;
	}
	const step = 0.001;
	let inside = 0;
	for (let u = normalCdf(-1) + step / 2; u < 1; u += step) {
		inside += step * normalCdf((1 + rho * normalQuantile(u)) / Math.sqrt(1 - rho * rho));
	}
	const expected = (0.25 + Math.asin(rho) / (2 * Math.PI)) / inside;
	expect(Math.abs(both / n - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / n));
});

test("estimated correlations that cannot be become ones that can", () => {
	const impossible = Float64Array.of(1, 0.9, -0.9, 0.9, 1, 0.9, -0.9, 0.9, 1);
	const mended = finish(correlationSteps(impossible, 3, 100));
	expect(Math.min(...symmetricEigen(mended, 3).values)).toBeGreaterThan(-1e-12);
	for (const i of [0, 4, 8]) expect(mended[i]).toBe(1);
});

test("of more columns than rows correlations are shrunk, evenly, to ones that can be, with a stop for breath each row", () => {
	const [d, rows] = [200, 30];
	const random = createRandom(8);
	const x = Array.from({ length: d }, () => Float64Array.from({ length: rows }, () => random.normal()));
	const length = x.map((column) => Math.sqrt(column.reduce((sum, v) => sum + v * v, 0)));
	const estimated = Float64Array.from({ length: d * d }, (_, at) => {
		const [i, j] = [Math.floor(at / d), at % d];
		return i === j ? 1 : x[i]!.reduce((sum, v, r) => sum + v * x[j]![r]!, 0) / length[i]! / length[j]!;
	});
	const steps = correlationSteps(estimated, d, rows);
	let breaths = 0;
	let step = steps.next();
	for (; !step.done; step = steps.next()) breaths++;
	expect(breaths).toBeGreaterThan(d);
	const kept = step.value[1]! / estimated[1]!;
	// Of 30 rows a correlation of 0 varies by 1/29, and so do the squares: nearly all of it is noise.
	expect(kept).toBeLessThan(0.2);
	for (const at of [2, d + 7, 5 * d + 100]) expect(step.value[at]! / estimated[at]!).toBeCloseTo(kept, 12);
	expect(
		Math.min(...finish(choleskySteps(step.value, [...Array(d).keys()], d)).filter((_, at) => at % (d + 1) === 0)),
	).toBeGreaterThan(1e-3);
});
