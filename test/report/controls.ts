/** Stand-ins of known quality, and where each of their figures should land: one list for the test and the bench. */
import { createRandom } from "../../src/random";
import { compareTables } from "../../src/report/compare";
import type { Figure } from "../../src/report/figure";
import type { ClosestRecord } from "../../src/report/privacy/closest-record";
import type { Membership } from "../../src/report/privacy/membership";
import type { Report } from "../../src/report/report";
import type { Utility } from "../../src/report/utility";
import type { Table } from "../../src/table/table";
import { createRun } from "../../src/worker/run";
import { independentColumns, interpolated, parts, shuffledColumns, tenthCopied } from "./stand-ins";

/** Rows of each of the three tables. */
const ROWS = 2000;

/** The report with the parts that may be absent at hand. */
interface Found extends Report {
	readonly used: Utility;
	readonly closest: ClosestRecord;
	readonly members: Membership;
}

/** A figure and the closed interval it must lie in. */
export interface Check {
	readonly figure: string;
	readonly value: (found: Found) => number;
	readonly from: number;
	readonly to: number;
	/** The bound is the end of a 95 % interval that a fortieth of all samples miss by chance. */
	readonly byChance?: boolean;
}

export interface Control {
	readonly name: string;
	/** Makes the stand-in from the training rows, or from others of the same table. */
	readonly make: (train: Table, fresh: Table, seed: number) => Table;
	readonly checks: readonly Check[];
}

const check = (figure: string, value: (found: Found) => number | null | undefined, from: number, to = 1): Check => ({
	figure,
	value: (found) => value(found) ?? Number.NaN,
	from,
	to,
});

const low = ({ interval }: { interval?: readonly [number, number] }): number => interval?.[0] ?? Number.NaN;
const high = ({ interval }: { interval?: readonly [number, number] }): number => interval?.[1] ?? Number.NaN;

/** Zero lies in the interval of a risk, or the attack could not measure. */
const noRisk = (attack: string, risk: (found: Found) => Figure): Check => ({
	...check(`${attack}: lower end of the risk`, (f) => (risk(f).value === null ? 0 : low(risk(f))), 0, 0),
	byChance: true,
});

const fairShare = check("closer share", (f) => f.closest.share.value, 0.44, 0.56);
/** One half lies in the share's interval: how far it is from the nearer end, 0 inside. */
const half: Check = {
	...check(
		"closer share: distance of ½ from the interval",
		(f) => Math.max(0, low(f.closest.share) - 0.5, 0.5 - high(f.closest.share)),
		0,
		0,
	),
	byChance: true,
};
const untold = check("detection AUC", (f) => f.fidelity.detection.auc, 0.46, 0.54);
/** Held-out rows meet their own coincidences: 6 of 2,000 at most. */
const noCopies = check("exact copies", (f) => f.privacy.copies.exact.value, 0, 0.003);
const shapeGap = ({ fidelity }: Found): number => fidelity.shape.score! - fidelity.shape.ceiling.value!;
const shapeAsFresh = check("shape less its ceiling", shapeGap, -0.01, 0.01);
/** Zero is the lower end of what is named beyond chance, or the attack could not measure. */
const noMembers = (who: "all" | "exposed"): Check => ({
	...check(
		`members named, ${who}: lower end of the advantage`,
		(f) => (f.members[who].advantage.value === null ? 0 : low(f.members[who].advantage)),
		0,
		0,
	),
	byChance: true,
});

const noDependence: readonly Check[] = [
	check("trend less its ceiling", (f) => trendGap(f), -1, -0.02),
	check(
		"information less its ceiling",
		(f) => f.fidelity.mutualInformation.score! - f.fidelity.mutualInformation.ceiling.value!,
		-1,
		-0.02,
	),
	check("detection AUC, lower end", (f) => low(f.fidelity.detection), 0.9),
	check("utility", (f) => f.used.synthetic.value, 0, 0.65),
	check("utility's difference, upper end", (f) => high(f.used.difference), -1, -0.2),
	noCopies,
	fairShare,
	half,
	// Shuffling keeps every rare real value: a single unusual number still points at its owner.
	check("singling out, one condition: lower end of the risk", (f) => low(f.privacy.singlingOut.univariate.risk), 0.8),
	noRisk("linking", (f) => f.privacy.linkability.risk),
	noRisk("inference", (f) => f.privacy.inference.risk),
	noRisk("attribute disclosure", (f) => f.privacy.attributeDisclosure.risk),
	noMembers("all"),
];

const trendGap = ({ fidelity }: Found): number => fidelity.trend.shared.score! - fidelity.trend.shared.ceiling.value!;

export const controls: readonly Control[] = [
	{
		name: "a fresh real sample",
		make: (_, fresh) => fresh,
		checks: [
			shapeAsFresh,
			check("trend less its ceiling", trendGap, -0.01, 0.01),
			check(
				"information less its ceiling",
				(f) => f.fidelity.mutualInformation.score! - f.fidelity.mutualInformation.ceiling.value!,
				-0.005,
				0.005,
			),
			untold,
			check("detection AUC of the ceiling", (f) => f.fidelity.detection.ceiling.auc, 0.46, 0.54),
			{ ...check("utility's difference, lower end", (f) => low(f.used.difference), -1, 0), byChance: true },
			{ ...check("utility's difference, upper end", (f) => high(f.used.difference), 0, 1), byChance: true },
			noCopies,
			fairShare,
			half,
			noRisk("singling out, one condition", (f) => f.privacy.singlingOut.univariate.risk),
			noRisk("singling out, several", (f) => f.privacy.singlingOut.multivariate.risk),
			noRisk("linking", (f) => f.privacy.linkability.risk),
			noRisk("inference", (f) => f.privacy.inference.risk),
			noRisk("attribute disclosure", (f) => f.privacy.attributeDisclosure.risk),
			noMembers("exposed"),
			noMembers("all"),
		],
	},
	{
		name: "a verbatim copy",
		make: (train, _, seed) => parts(train, [train.rows], seed)[0]!,
		checks: [
			check("shape", (f) => f.fidelity.shape.score, 1),
			check("trend", (f) => f.fidelity.trend.score, 1 - 1e-12, 1 + 1e-12),
			check("information", (f) => f.fidelity.mutualInformation.score, 1),
			// A copy of real rows is real: held-out rows cannot be told from it, and this figure does not claim to.
			untold,
			check("utility's difference", (f) => f.used.difference.value, -0.01, 0.01),
			check("exact copies", (f) => f.privacy.copies.exact.value, 1),
			check("exact copies among held-out rows", (f) => f.privacy.copies.heldOutExact.value, 0, 0.003),
			check("closer share, lower end", (f) => low(f.closest.share), 0.95),
			check("overfitting protection", (f) => f.closest.overfittingProtection.value, 0, 0.01),
			check("memorised", (f) => f.closest.memorised.value, 0.95),
			check("singling out, one condition: lower end", (f) => low(f.privacy.singlingOut.univariate.risk), 0.9),
			check("singling out, several: lower end", (f) => low(f.privacy.singlingOut.multivariate.risk), 0.9),
			check("linking: lower end", (f) => low(f.privacy.linkability.risk), 0.9),
			check("inference: lower end", (f) => low(f.privacy.inference.risk), 0.9),
			check("attribute disclosure: risk", (f) => f.privacy.attributeDisclosure.risk.value, 0.03),
			check("members named, exposed: lower end", (f) => low(f.members.exposed.truePositiveRate), 0.9),
			check("members named, all: lower end of the advantage", (f) => low(f.members.all.advantage), 0.7),
		],
	},
	{
		name: "one copied row in ten",
		make: (train, fresh) => tenthCopied(train, fresh),
		checks: [
			shapeAsFresh,
			untold,
			check("exact copies", (f) => f.privacy.copies.exact.value, 0.1, 0.103),
			check("different rows repeated", (f) => f.privacy.copies.repeatedRows, ROWS / 10, ROWS / 10 + 6),
			// A tenth always nearer, the rest one in two.
			check("closer share", (f) => f.closest.share.value, 0.51, 0.6),
			check(
				"memorised beyond held-out rows",
				(f) => f.closest.memorised.value! - f.closest.heldOutMemorised.value!,
				0.05,
			),
			// How sure the attacks are of a tenth depends on how often they succeed on people at large.
			check("linking: risk", (f) => f.privacy.linkability.risk.value, 0.02, 0.2),
			check("inference: risk", (f) => f.privacy.inference.risk.value, 0.02, 0.15),
			check("members named, all: lower end", (f) => low(f.members.all.truePositiveRate), 0.06),
			check("members named, all: upper end", (f) => high(f.members.all.truePositiveRate), 0, 0.15),
			check("members named, all: lower end of the advantage", (f) => low(f.members.all.advantage), 0.02),
			// Some 200 exposed members, of which 20 are copies, more or less.
			check("members named, exposed", (f) => f.members.exposed.truePositiveRate.value, 0.04, 0.2),
		],
	},
	{
		name: "interpolated rows",
		make: (train, _, seed) => interpolated(train, seed),
		checks: [
			check("shape", (f) => f.fidelity.shape.score, 0.95),
			check("utility", (f) => f.used.synthetic.value, 0.85),
			check("detection AUC", (f) => f.fidelity.detection.auc, 0.6),
			check("closer share, lower end", (f) => low(f.closest.share), 0.8),
			check(
				"memorised beyond twice held-out rows",
				(f) => f.closest.memorised.value! - 2 * f.closest.heldOutMemorised.value!,
				1e-9,
			),
			check("singling out, several: lower end", (f) => low(f.privacy.singlingOut.multivariate.risk), 0.05),
			check("linking: lower end", (f) => low(f.privacy.linkability.risk), 0.3),
			check("inference: lower end", (f) => low(f.privacy.inference.risk), 0.3),
			check("members named, exposed", (f) => f.members.exposed.truePositiveRate.value, 0.1),
			check("members named, all: lower end of the advantage", (f) => low(f.members.all.advantage), 0.05),
		],
	},
	{
		name: "shuffled columns",
		make: (train, _, seed) => shuffledColumns(train, seed),
		checks: [
			check("shape", (f) => f.fidelity.shape.score, 1),
			...noDependence,
			// The same extremes take part in conditions on several columns, where the rest is left to chance.
			check("singling out, several: risk", (f) => f.privacy.singlingOut.multivariate.risk.value ?? 0, 0, 0.2),
		],
	},
	{
		name: "independent columns",
		make: (train, _, seed) => independentColumns(train, seed),
		checks: [
			// Drawn from the training rows, columns come closer to them than held-out rows do.
			check("shape less its ceiling", shapeGap, -0.01, 0.05),
			...noDependence,
			check("singling out, several: risk", (f) => f.privacy.singlingOut.multivariate.risk.value ?? 0, 0, 0.2),
		],
	},
];

/** The value of every check of one control, on rows, stand-in and attacks drawn by `seed`. */
export async function tryControl(
	{ make, checks }: Control,
	adult: { train: Table; holdout: Table },
	seed: number,
): Promise<{ check: Check; value: number; holds: boolean }[]> {
	const [real, fresh] = parts(adult.train, [ROWS, ROWS], 10 * seed) as [Table, Table];
	const [holdout] = parts(adult.holdout, [ROWS], 10 * seed + 1);
	const synthetic = make(real, fresh, 1000 * seed);
	const run = createRun({ random: createRandom(seed) });
	const report = await compareTables({ real, synthetic, holdout: holdout!, target: "outcome" }, run);
	const found: Found = {
		...report,
		used: report.utility as Utility,
		closest: report.privacy.closestRecord as ClosestRecord,
		members: report.privacy.membership as Membership,
	};
	return checks.map((check) => {
		const value = check.value(found);
		return { check, value, holds: value >= check.from && value <= check.to };
	});
}
