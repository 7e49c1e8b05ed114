import { expect, test } from "vitest";
import { truncatedNormalCdf, truncatedNormalQuantile } from "../../src/statistics/quantile/truncated-normal";

test("far tails lie at the end nearer to the mean", () => {
	// Median: P(Z > z) = P(Z > 40) / 2, so about 40 + ln 2 / 40 = 40.0173; the next term of the expansion takes 0.00001.
	expect(truncatedNormalQuantile(0.5, 40, 1000)).toBeCloseTo(40.0173, 4);
	expect(truncatedNormalQuantile(0.5, -51, -50)).toBeCloseTo(-50.0139, 4);
	expect(truncatedNormalQuantile(0.5, 1e6, Number.POSITIVE_INFINITY)).toBeCloseTo(1e6 + Math.LN2 / 1e6, 8);
});

test.each([
	[-1, 2],
	[0.5, 3],
	[5.9, 7],
	[6, 7],
	[40, 1000],
	[-51, -50],
	[-8, Number.POSITIVE_INFINITY],
])("quantile and distribution function are inverse on [%d, %d], and rise", (low, high) => {
	let before = low;
	for (const u of [1e-6, 0.01, 0.3, 0.5, 0.9, 0.999]) {
		const z = truncatedNormalQuantile(u, low, high);
		expect(z).toBeGreaterThan(before);
		expect(z).toBeLessThanOrEqual(high);
		expect(truncatedNormalCdf(z, low, high)).toBeCloseTo(u, 6);
		before = z;
	}
});
