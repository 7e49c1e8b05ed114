import { expect, test } from "vitest";
import { align } from "../../../src/report/align";
import { disclosureProtection } from "../../../src/report/privacy/disclosure";
import { fixture } from "../tables";

const aligned = align([fixture.real, fixture.synthetic]);

// Expected numbers: SDMetrics 0.29 (commit 54362a3), numbers in three bins.
test("CAP leaves rows without a match out", () => {
	const found = disclosureProtection(aligned, ["b"], "a", { bins: 3 })!;
	expect(found.protection).toBeCloseTo(0.4333, 4);
	expect(found.baseline).toBeCloseTo(0.6667, 4);
	expect(found.score).toBeCloseTo(0.65, 10);
});

test("zero CAP counts them as protected", () => {
	expect(disclosureProtection(aligned, ["b", "c"], "a", { bins: 3, method: "zero-cap" })!.score).toBeCloseTo(0.6, 10);
});

test("generalized CAP takes the nearest keys instead", () => {
	const found = disclosureProtection(aligned, ["b", "c"], "a", { bins: 3, method: "generalized-cap" })!;
	expect(found.score).toBeCloseTo(0.5025, 4);
});
