import { beforeAll, describe, expect, test } from "vitest";
import { createRandom } from "../../src/random";
import { compareTables } from "../../src/report/compare";
import type { Figure } from "../../src/report/figure";
import type { ClosestRecord } from "../../src/report/privacy/closest-record";
import type { Membership } from "../../src/report/privacy/membership";
import type { Report } from "../../src/report/report";
import type { Utility } from "../../src/report/utility";
import { createRun } from "../../src/run";
import type { Table } from "../../src/table/table";
import { haveSharedData, sharedTable } from "./shared-data";
import { independentColumns, interpolated, parts, shuffledColumns, tenthCopied } from "./stand-ins";

const ROWS = 2000;

/** True where zero lies in the interval of a risk, or the attack measured nothing. */
const noRisk = ({ value, interval }: Figure): boolean => value === null || interval![0] === 0;

/** Lower end of an interval. */
const low = (f: Figure): number => f.interval![0];
const high = (f: Figure): number => f.interval![1];

interface Found {
	report: Report;
	utility: Utility;
	closest: ClosestRecord;
	membership: Membership;
}

describe.skipIf(!haveSharedData)("stand-ins of known quality land where they should", () => {
	let train: Table;
	let fresh: Table;
	let holdout: Table;
	beforeAll(async () => {
		[train, fresh] = parts(await sharedTable("adult.train"), [ROWS, ROWS], 1) as [Table, Table];
		[holdout] = parts(await sharedTable("adult.holdout"), [ROWS], 2) as [Table];
	});

	const found = async (synthetic: Table): Promise<Found> => {
		const run = createRun({ random: createRandom(9) });
		const report = await compareTables({ real: train, synthetic, holdout, target: "outcome" }, run);
		return {
			report,
			utility: report.utility as Utility,
			closest: report.privacy.closestRecord as ClosestRecord,
			membership: report.privacy.membership as Membership,
		};
	};

	test("a fresh real sample is as good as held-out rows and gives nobody away", async () => {
		const { report, utility, closest, membership } = await found(fresh);
		const { fidelity, privacy } = report;
		expect(fidelity.shape.score).toBeCloseTo(fidelity.shape.ceiling.value!, 2);
		expect(Math.abs(fidelity.trend.shared.score! - fidelity.trend.shared.ceiling.value!)).toBeLessThan(0.01);
		expect(fidelity.mutualInformation.score).toBeCloseTo(fidelity.mutualInformation.ceiling.value!, 2);
		expect(Math.abs(fidelity.detection.auc! - 0.5)).toBeLessThan(0.04);
		expect(Math.abs(fidelity.detection.ceiling.auc! - 0.5)).toBeLessThan(0.04);
		expect(low(utility.difference)).toBeLessThan(0);
		expect(high(utility.difference)).toBeGreaterThan(0);
		expect(privacy.copies.exact.value).toBeLessThan(0.003);
		expect(Math.abs(closest.share.value! - 0.5)).toBeLessThan(0.04);
		expect(noRisk(privacy.singlingOut.univariate.risk)).toBe(true);
		expect(noRisk(privacy.singlingOut.multivariate.risk)).toBe(true);
		expect(noRisk(privacy.linkability.risk)).toBe(true);
		expect(noRisk(privacy.inference.risk)).toBe(true);
		expect(noRisk(privacy.attributeDisclosure.risk)).toBe(true);
		expect(membership.exposed.advantage.value).toBeNull();
		expect(membership.all.advantage.value).toBeNull();
		expect(membership.all.advantage.reason).toMatch(/cannot measure/);
	});

	test("a verbatim copy scores perfectly and every attack succeeds", async () => {
		const { report, utility, closest, membership } = await found(parts(train, [ROWS], 3)[0]!);
		const { fidelity, privacy } = report;
		expect(fidelity.shape.score).toBe(1);
		expect(fidelity.trend.score).toBeCloseTo(1, 12);
		expect(fidelity.mutualInformation.score).toBe(1);
		// A copy of real rows is real: held-out rows cannot be told from it, and this figure does not claim to.
		expect(Math.abs(fidelity.detection.auc! - 0.5)).toBeLessThan(0.04);
		expect(Math.abs(utility.difference.value!)).toBeLessThan(0.01);
		expect(privacy.copies.exact.value).toBe(1);
		expect(privacy.copies.heldOutExact.value).toBeLessThan(0.003);
		expect(low(closest.share)).toBeGreaterThan(0.99);
		expect(closest.overfittingProtection.value).toBeLessThan(0.01);
		expect(closest.memorised.value).toBeGreaterThan(0.95);
		expect(low(privacy.singlingOut.univariate.risk)).toBeGreaterThan(0.9);
		expect(low(privacy.singlingOut.multivariate.risk)).toBeGreaterThan(0.9);
		expect(low(privacy.linkability.risk)).toBeGreaterThan(0.9);
		expect(low(privacy.inference.risk)).toBeGreaterThan(0.9);
		expect(privacy.attributeDisclosure.risk.value).toBeGreaterThan(0.03);
		expect(low(membership.exposed.truePositiveRate)).toBeGreaterThan(0.9);
		expect(low(membership.all.advantage)).toBeGreaterThan(0.7);
	});

	test("one copied row in ten shows in copies, distances, attacks and membership, and not in fidelity", async () => {
		const { report, closest, membership } = await found(tenthCopied(train, fresh));
		const { fidelity, privacy } = report;
		expect(fidelity.shape.score).toBeCloseTo(fidelity.shape.ceiling.value!, 2);
		expect(Math.abs(fidelity.detection.auc! - 0.5)).toBeLessThan(0.04);
		expect(privacy.copies.exact.value).toBeCloseTo(0.1, 2);
		expect(privacy.copies.repeatedRows).toBe(ROWS / 10);
		// A tenth always nearer, the rest one in two.
		expect(closest.share.value).toBeGreaterThan(0.52);
		expect(closest.memorised.value).toBeGreaterThan(closest.heldOutMemorised.value! + 0.05);
		expect(low(privacy.linkability.risk)).toBeGreaterThan(0);
		expect(low(privacy.inference.risk)).toBeGreaterThan(0);
		expect(low(membership.all.truePositiveRate)).toBeGreaterThan(0.06);
		expect(high(membership.all.truePositiveRate)).toBeLessThan(0.15);
		expect(low(membership.all.advantage)).toBeGreaterThan(0.02);
		expect(membership.exposed.advantage.value).not.toBeNull();
	});

	test("interpolated rows teach well and give people away", async () => {
		const { report, utility, closest, membership } = await found(interpolated(train, 4));
		const { fidelity, privacy } = report;
		expect(fidelity.shape.score).toBeGreaterThan(0.95);
		expect(utility.synthetic.value).toBeGreaterThan(0.85);
		expect(fidelity.detection.auc).toBeGreaterThan(0.6);
		expect(low(closest.share)).toBeGreaterThan(0.8);
		expect(closest.memorised.value).toBeGreaterThan(2 * closest.heldOutMemorised.value!);
		expect(low(privacy.singlingOut.multivariate.risk)).toBeGreaterThan(0.05);
		expect(low(privacy.linkability.risk)).toBeGreaterThan(0.3);
		expect(low(privacy.inference.risk)).toBeGreaterThan(0.3);
		expect(low(membership.exposed.advantage)).toBeGreaterThan(0.1);
		expect(low(membership.all.advantage)).toBeGreaterThan(0.05);
	});

	test.each(["shuffled", "independent"] as const)("%s columns have the shapes and nothing else", async (name) => {
		const synthetic = name === "shuffled" ? shuffledColumns(train, 6) : independentColumns(train, 5);
		const { report, utility, closest, membership } = await found(synthetic);
		const { fidelity, privacy } = report;
		if (name === "shuffled") expect(fidelity.shape.score).toBe(1);
		else expect(fidelity.shape.score).toBeGreaterThan(fidelity.shape.ceiling.value! - 0.01);
		expect(fidelity.trend.shared.score).toBeLessThan(fidelity.trend.shared.ceiling.value! - 0.02);
		expect(fidelity.mutualInformation.score).toBeLessThan(fidelity.mutualInformation.ceiling.value! - 0.02);
		expect(low(fidelity.detection as unknown as Figure)).toBeGreaterThan(0.9);
		expect(utility.synthetic.value).toBeLessThan(0.65);
		expect(high(utility.difference)).toBeLessThan(-0.2);
		expect(privacy.copies.exact.value).toBeLessThan(0.003);
		expect(Math.abs(closest.share.value! - 0.5)).toBeLessThan(0.04);
		// Shuffling keeps every rare real value: a single unusual number still points at its owner.
		expect(low(privacy.singlingOut.univariate.risk)).toBeGreaterThan(0.8);
		// The same extremes take part in conditions on several columns, where the rest is left to chance.
		expect(privacy.singlingOut.multivariate.risk.value ?? 0).toBeLessThan(0.2);
		expect(noRisk(privacy.linkability.risk)).toBe(true);
		expect(noRisk(privacy.inference.risk)).toBe(true);
		expect(noRisk(privacy.attributeDisclosure.risk)).toBe(true);
		expect(membership.all.advantage.value).toBeNull();
	});
});
