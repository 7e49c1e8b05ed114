import { intervalChart } from "../../charts/interval-chart";
import { formatCount, formatShare, NONE } from "../../charts/scale";
import type { Figure } from "../figure";
import { type Attack, TOO_WEAK } from "../privacy/attack";
import { hasExposed } from "../privacy/has-exposed";
import type { Rate } from "../privacy/intervals";
import { rateInterval } from "../privacy/intervals";
import type { MembershipPanel } from "../privacy/membership";
import type { Report } from "../report";
import { attacks } from "./attacks";
import type { Block, Section } from "./document";
import { definition } from "./fidelity-sections";
import { decimal, figure, interval, notMeasured } from "./text";

/** A rate with its interval. */
function rate(r: Rate | undefined): string {
	if (!r || r.trials === 0) return NONE;
	if (r.error === 0) return formatShare(r.rate);
	return `${formatShare(r.successes / r.trials)} (${interval(rateInterval(r), formatShare)})`;
}

type Tried = Partial<Attack>;

/** A risk in a long table: its reason is said once above it. */
function brief(risk: Figure): string {
	return risk.value === null && risk.reason === TOO_WEAK ? "cannot measure" : figure(risk);
}

const CANNOT = "“cannot measure”: no better than guessing, so too weak to show a leak";

/** Where the axis of risks ends: most are small. */
function riskEnd(all: ReturnType<typeof attacks>): number {
	const highest = Math.max(0.1, ...all.map(({ result: { risk } }) => risk.interval?.[1] ?? risk.value ?? 0));
	return Math.min(1, 1.1 * highest);
}

function attackSection(report: Report, width: number): Section {
	const all = attacks(report);
	const { linkability } = report.privacy;
	const blocks: Block[] = [
		{
			kind: "text",
			text: "Each attack is tried on rows of the training table and on hold-out real rows. What succeeds on both follows from the population and would work without anybody's row in the table; the risk is what training rows suffer beyond that. Where an attack does no better than guessing, it cannot measure anything.",
		},
		{
			kind: "chart",
			chart: intervalChart(
				all.map(({ name, result: { risk } }) => ({
					label: name,
					value: risk.value ?? undefined,
					interval: risk.interval,
				})),
				{ label: "Risk of each attack with its 95 % interval", domain: [0, riskEnd(all)], width },
			),
			table: {
				caption: "Attacks, shares with 95 % intervals",
				head: ["Attack", "Risk", "On training rows", "On hold-out rows", "By guessing", "The attacker knows"],
				rows: all.map(({ name, result }) => {
					const tried = result as Tried;
					return [
						name,
						figure(result.risk),
						rate(tried.training),
						rate(tried.heldOut),
						rate(tried.baseline),
						tried.knowledge ?? NONE,
					];
				}),
			},
		},
		definition(report, "privacy.singlingOut"),
		definition(report, "privacy.linkability"),
	];
	if (linkability.columnsA && linkability.columnsB) {
		blocks.push({
			kind: "text",
			text: `The halves that were linked: ${linkability.columnsA.join(", ")}; and ${linkability.columnsB.join(", ")}.`,
		});
	}
	blocks.push(definition(report, "privacy.inference"), definition(report, "privacy.attributeDisclosure"));
	return { id: "attacks", title: "Attacks", blocks };
}

/** The attacks on single columns: long tables. */
function secretsSection({ privacy: { inference, attributeDisclosure } }: Report): Section[] {
	const blocks: Block[] = [];
	if (inference.secrets.length > 0) {
		blocks.push({
			kind: "table",
			table: {
				caption: `Inference by secret column, the surest risk first; with ${inference.secrets.length} columns tried, some interval misses by chance; ${CANNOT}`,
				head: ["Secret", "Risk", "On training rows", "On hold-out rows", "By guessing"],
				rows: inference.secrets.map((s) => [
					s.secret,
					brief(s.risk),
					rate(s.training),
					rate(s.heldOut),
					rate(s.baseline),
				]),
			},
		});
	}
	if (attributeDisclosure.secrets.length > 0) {
		blocks.push({
			kind: "table",
			table: {
				caption: `Attribute disclosure by secret column, the surest risk first; ${CANNOT}`,
				head: ["Secret", "Known", "Risk", "On training rows", "On hold-out rows", "By guessing", "Protection (CAP)"],
				rows: attributeDisclosure.secrets.map((s) => [
					s.secret,
					s.known.join(", "),
					brief(s.risk),
					rate(s.training),
					rate(s.heldOut),
					rate(s.baseline),
					formatShare(s.disclosureProtection),
				]),
			},
		});
	}
	return blocks.length > 0 ? [{ id: "secrets", title: "Attacks on single columns", appendix: true, blocks }] : [];
}

function membershipSection(report: Report, width: number): Section {
	const { membership } = report.privacy;
	const blocks: Block[] = [definition(report, "privacy.membership")];
	if (!("exposed" in membership)) {
		blocks.push({ kind: "text", text: notMeasured(membership.reason) });
		return { id: "membership", title: "Membership inference", blocks };
	}
	const panels = [
		...(hasExposed(membership) ? [["Most unusual people", membership.exposed] as const] : []),
		["Everybody", membership.all] as const,
	];
	const row = (name: string, p: MembershipPanel): string[] => [
		`${name} (${formatCount(p.members)} members, ${formatCount(p.nonMembers)} others)`,
		figure(p.auc, decimal),
		figure(p.truePositiveRate),
		formatShare(p.falsePositiveRate),
		p.advantage.value === null ? (p.advantage.reason ?? NONE) : figure(p.advantage),
	];
	blocks.push(
		{ kind: "text", text: `The attacker knows ${membership.knowledge}.` },
		{
			kind: "chart",
			chart: intervalChart(
				panels.map(
					([
						label,
						{
							truePositiveRate: { value, interval },
							falsePositiveRate,
						},
					]) => ({
						label,
						value: value ?? undefined,
						interval,
						mark: falsePositiveRate,
					}),
				),
				{ label: "Members named at a low rate of wrongly named others; the tick is guessing", width },
			),
			table: {
				caption: "Membership inference",
				head: ["Rows", "Area under the ROC curve", "Members named", "wrongly naming at most", "Advantage"],
				rows: panels.map(([name, panel]) => row(name, panel)),
			},
		},
	);
	return { id: "membership", title: "Membership inference", blocks };
}

/** What is said of rows copied in part. */
function partialBlocks(report: Report): Block[] {
	const { partialCopies: found } = report.privacy;
	const told = definition(report, "privacy.partialCopies");
	if ("reason" in found) return [told, { kind: "text", text: notMeasured(found.reason) }];
	const shown = (rate: Rate) => {
		const value = rate.successes / rate.trials;
		return figure({ value, interval: rateInterval(rate) });
	};
	const table = {
		caption: "Rows that agree with one real row more closely than 98 % of the real rows with another",
		head: ["Synthetic rows", "Real rows", "Columns in which they agree, median"],
		rows: [[shown(found.synthetic), shown(found.real), `${found.columns} of ${found.of}`]],
	};
	return [told, { kind: "table", table }];
}

function copiesSection(report: Report): Section {
	const { copies, closestRecord, identifiers } = report.privacy;
	const blocks: Block[] = [
		definition(report, "privacy.copies"),
		{
			kind: "table",
			table: {
				caption: "Rows that repeat a training row",
				head: ["Repeats", "Synthetic rows", "Hold-out rows"],
				rows: [
					["in every column", figure(copies.exact), figure(copies.heldOutExact)],
					["with numbers within 1 %", figure(copies.near), figure(copies.heldOutNear)],
				],
			},
		},
		{ kind: "text", text: `${formatCount(copies.repeatedRows)} different training rows are repeated exactly.` },
		...partialBlocks(report),
		definition(report, "privacy.closestRecord"),
	];
	if ("share" in closestRecord) {
		blocks.push({
			kind: "table",
			table: {
				caption: `Distances to the nearest of ${formatCount(closestRecord.references)} training and as many hold-out rows, ${formatCount(closestRecord.queries)} synthetic rows asked`,
				head: ["Figure", "Synthetic rows", "Hold-out rows"],
				rows: [
					["nearer to a training row (ties half)", figure(closestRecord.share), formatShare(0.5)],
					["SDMetrics overfitting protection", figure(closestRecord.overfittingProtection), NONE],
					["median distance to training rows", formatShare(closestRecord.medianToTraining), NONE],
					["median distance to hold-out rows", formatShare(closestRecord.medianToHeldOut), NONE],
					[
						"nearest over second nearest, 5th percentile",
						figure(closestRecord.ratio, decimal),
						figure(closestRecord.heldOutRatio, decimal),
					],
					[
						"nearest under a third of second nearest",
						figure(closestRecord.memorised),
						figure(closestRecord.heldOutMemorised),
					],
				],
			},
		});
	} else blocks.push({ kind: "text", text: notMeasured(closestRecord.reason) });
	if (identifiers.length > 0) {
		blocks.push({
			kind: "table",
			table: {
				caption:
					"Identifiers and text: synthetic values that occur in the real table (running numbers repeat by themselves)",
				head: ["Column", "Share repeated"],
				rows: identifiers.map((i) => [i.column, formatShare(i.repeated)]),
			},
		});
	}
	return { id: "copies", title: "Copies and near copies", blocks };
}

/** Everything said on privacy. */
export function privacySections(report: Report, width: number): Section[] {
	return [
		attackSection(report, width),
		...secretsSection(report),
		membershipSection(report, width),
		copiesSection(report),
	];
}
