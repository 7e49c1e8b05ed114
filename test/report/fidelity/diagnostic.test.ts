import { expect, test } from "vitest";
import { align } from "../../../src/report/align";
import { diagnostic } from "../../../src/report/fidelity/diagnostic";
import { fixture, tableOf } from "../tables";

// Expected numbers: SDMetrics 0.29 (commit 54362a3).
test("diagnostics give SDMetrics' figures on its fixture", () => {
	const { columns } = diagnostic(fixture.real, fixture.synthetic, align([fixture.real, fixture.synthetic]));
	const [a, b, c] = columns;
	expect(a!.boundaryAdherence).toBeCloseTo(0.8, 10);
	expect(c!.boundaryAdherence).toBeCloseTo(0.888889, 6);
	expect(b!.categoryAdherence).toBeCloseTo(0.9, 10);
	expect(b!.categoryCoverage).toBe(1);
	expect(a!.rangeCoverage).toBe(1);
	expect(c!.missingValueSimilarity).toBe(1);
	expect(a!.meanSimilarity).toBeCloseTo(0.9444444, 6);
	expect(a!.standardDeviationSimilarity).toBeCloseTo(0.8858305927, 9);
	expect(a!.medianSimilarity).toBeCloseTo(0.9444444, 6);
});

test("a repeated or missing identifier lowers key uniqueness and validity", () => {
	const real = tableOf({ key: ["a", "b", "c", "d"], x: [1, 2, 3, 4] }, { key: "id" });
	const synthetic = tableOf({ key: ["e", "e", "f", null], x: [1, 2, 3, 4] }, { key: "id" });
	const { keyUniqueness, validity } = diagnostic(real, synthetic, align([real, synthetic]));
	expect(keyUniqueness).toEqual([{ column: "key", value: 0.25 }]);
	expect(validity).toBe((0.25 + 1) / 2);
});

test("structure is what both tables have of the columns either has", () => {
	const real = tableOf({ x: [1], y: [2], b: ["p"] });
	const synthetic = tableOf({ x: [1], y: ["2"], z: [3] });
	expect(diagnostic(real, synthetic, align([real, synthetic])).structure).toBe(1 / 5);
});

test("constant and empty columns have no range figures rather than wrong ones", () => {
	const real = tableOf({ x: [2, 2], y: [null, null] }, { y: "number" });
	const { columns } = diagnostic(real, real, align([real, real]));
	expect(columns[0]).toMatchObject({ boundaryAdherence: 1, rangeCoverage: null, meanSimilarity: null });
	expect(columns[1]).toMatchObject({ boundaryAdherence: null, missingReal: 1, missingValueSimilarity: 1 });
});
