import { expect, test } from "vitest";
import { createRandom } from "../../../src/random";
import { align } from "../../../src/report/align";
import { compareTables } from "../../../src/report/compare";
import { diagnostic } from "../../../src/report/fidelity/diagnostic";
import { createRun } from "../../../src/worker/run";
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

test("identifiers that repeat in the real table are not asked to be unique, and hold-out rows score by the same measure", async () => {
	const person = (rows: number, from: number) => Array.from({ length: rows }, (_, row) => `p${from + (row >> 1)}`);
	const made = (rows: number, from: number) =>
		tableOf(
			{
				person: person(rows, from),
				x: Array.from({ length: rows }, (_, row) => (row === 0 ? from : 0.9 * row - from / 1e3)),
			},
			{ person: "id" },
		);
	const [real, synthetic, holdout] = [made(40, 0), made(40, 100), made(20, 200)];
	const run = createRun({ random: createRandom(1) });
	const { fidelity } = await compareTables({ real, synthetic, holdout }, run);
	expect(fidelity.diagnostic).toMatchObject({ validity: 39 / 40, keyUniqueness: [], ceiling: { value: 19 / 20 } });
	const { fidelity: swapped } = await compareTables({ real, synthetic: holdout, holdout: synthetic }, run);
	expect(swapped.diagnostic).toMatchObject({ validity: 19 / 20, ceiling: { value: 39 / 40 } });
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
