import { expect, test } from "vitest";
import { rocAuc } from "../../../src/statistics/trees/auc";
import { rSquared } from "../../../src/statistics/trees/scores";

// Expected areas: sklearn.metrics.roc_auc_score 1.2.1 on the same numbers.
test("the area under the ROC curve counts ties half", () => {
	expect(rocAuc(Float64Array.of(0.1, 0.4, 0.35, 0.8), [0, 0, 1, 1])?.auc).toBe(0.75);
	expect(rocAuc(Float64Array.of(1, 1, 1, 1), [0, 1, 0, 1])?.auc).toBe(0.5);
	expect(rocAuc(Float64Array.of(1, 2, 2, 3, 4), [0, 1, 0, 0, 1])?.auc).toBe(0.75);
});

test("it is null where a class is missing", () => {
	expect(rocAuc(Float64Array.of(1, 2), [1, 1])).toBeNull();
	expect(rocAuc(new Float64Array(0), [])).toBeNull();
});

test("weights count rows as often as they say", () => {
	const twice = rocAuc(Float64Array.of(1, 2, 2, 2, 3), [0, 1, 1, 0, 0])!.auc;
	const weighted = rocAuc(Float64Array.of(1, 2, 2, 3), [0, 1, 0, 0], Float64Array.of(1, 2, 1, 1))!.auc;
	expect(weighted).toBe(twice);
});

test("DeLong's standard error agrees with placements worked by hand", () => {
	// Positives 3, 4 against negatives 1, 2, 3.5: placements of positives 2/3, 1; of negatives 1, 1, 1/2.
	const { auc, standardError } = rocAuc(Float64Array.of(1, 2, 3.5, 3, 4), [0, 0, 0, 1, 1])!;
	expect(auc).toBeCloseTo(5 / 6, 12);
	// s² of (2/3, 1) is 1/18, of (1, 1, 1/2) is 1/12; variance = 1/18/2 + 1/12/3.
	expect(standardError).toBeCloseTo(Math.sqrt(1 / 36 + 1 / 36), 12);
});

test("R² is 1 for the truth, 0 for the mean and null for a constant truth", () => {
	const y = Float64Array.of(1, 2, 3);
	expect(rSquared(y, y)).toBe(1);
	expect(rSquared(y, Float64Array.of(2, 2, 2))).toBe(0);
	expect(rSquared(Float64Array.of(2, 2), y)).toBeNull();
});
