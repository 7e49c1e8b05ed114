import { expect, test } from "vitest";
import { align } from "../../../src/report/align";
import { informationSimilarity, normalisedInformation } from "../../../src/report/fidelity/mutual-information";
import { tableOf } from "../tables";

test("normalised mutual information is 1 for a renaming, 0 for independence", () => {
	const a = Uint8Array.of(0, 0, 1, 1);
	expect(normalisedInformation(a, Uint8Array.of(1, 1, 0, 0), 2, 2)).toBeCloseTo(1, 12);
	expect(normalisedInformation(a, Uint8Array.of(0, 1, 0, 1), 2, 2)).toBeCloseTo(0, 12);
	// sklearn.metrics.normalized_mutual_info_score([0,0,1,1], [0,0,1,2]) = 0.8
	expect(normalisedInformation(a, Uint8Array.of(0, 0, 1, 2), 2, 3)).toBeCloseTo(0.8, 12);
});

test("it sees a dependence without correlation being lost", () => {
	const x = Array.from({ length: 400 }, (_, i) => (i % 40) - 19.5);
	const real = tableOf({ x, y: x.map((v) => v * v) });
	const synthetic = tableOf({ x, y: x.map((_, i) => x[(i * 7 + 3) % 400]! ** 2) });
	expect(informationSimilarity(align([real, real])).score).toBe(1);
	expect(informationSimilarity(align([real, synthetic])).score).toBeLessThan(0.7);
});
