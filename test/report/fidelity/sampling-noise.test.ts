import { expect, test } from "vitest";
import { createRandom } from "../../../src/random";
import { ksStatistic } from "../../../src/report/fidelity/ks";
import { accuracy, expectedAccuracy, expectedKsComplement } from "../../../src/report/fidelity/sampling-noise";

// Expected numbers: MOSTLY AI QA (commit d57f6b5).
test.each([
	[1, 0.92337],
	[10, 0.97577],
])("accuracy and its ceiling at %i times the counts", (times, ceiling) => {
	const real = [50, 30, 20].map((c) => c * times);
	const synthetic = [45, 35, 20].map((c) => c * times);
	expect(accuracy(real, synthetic)).toBeCloseTo(0.95, 12);
	expect(expectedAccuracy(real, 100 * times)).toBeCloseTo(ceiling, 5);
});

test("the expected KSComplement is what fresh samples of one distribution average", () => {
	const random = createRandom(3);
	const sample = (n: number) => Float64Array.from({ length: n }, () => random.uniform()).sort();
	let sum = 0;
	for (let i = 0; i < 300; i++) sum += 1 - ksStatistic(sample(400), sample(300))!;
	// Kolmogorov's limit overstates the distance of finite samples slightly: hence two decimals.
	expect(sum / 300).toBeCloseTo(expectedKsComplement(400, 300), 2);
});
