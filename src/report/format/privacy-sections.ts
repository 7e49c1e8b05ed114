import type { Figure } from "../figure";
import { type Attack, TOO_WEAK } from "../privacy/attack";
import type { Rate } from "../privacy/intervals";
import { rateInterval } from "../privacy/intervals";
import type { MembershipPanel } from "../privacy/membership";
import type { Report } from "../report";
import { attacks } from "./cards";
import type { Block, Section } from "./document";
import { definition } from "./fidelity-sections";
import { intervalChart } from "./interval-chart";
import { count, decimal, figure, interval, NONE, notMeasured, percent } from "./text";

/** A rate with its interval. */
function rate(r: Rate | undefined): string {
	if (!r || r.trials === 0) return NONE;
	if (r.error === 0) return percent(r.rate);
	return `${percent(r.successes / r.trials)} (${interval(rateInterval(r), percent)})`;
}

type Tried = Partial<Attack>;

/** A risk in a long table: its reason is said once above it. */
function brief(risk: Figure): string {
	return risk.value === null && risk.reason === TOO_WEAK ? "cannot measure" : figure(risk);
}

const CANNOT = "“cannot measure”: no better than guessing, so too weak to show a leak";

function attackSection(report: Report): Section {
	const all = attacks(report);
	const { inference, attributeDisclosure, linkability } = report.privacy;
	const blocks: Block[] = [
		{
			kind: "text",
			text: "Each attack is tried on rows of the training table and on held-out real rows. What succeeds on both follows from the population and would work without anybody's row in the table; the risk is what training rows suffer beyond that. Where an attack does no better than guessing, it cannot measure anything.",
		},
		{
			kind: "chart",
			svg: intervalChart(
				all.map(({ name, result }) => ({ label: name, value: result.risk.value, interval: result.risk.interval })),
				"Risk of each attack with its 95 % interval",
			),
			table: {
				caption: "Attacks, shares with 95 % intervals",
				head: ["Attack", "Risk", "On training rows", "On held-out rows", "By guessing", "The attacker knows"],
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
	blocks.push(definition(report, "privacy.inference"));
	if (inference.secrets.length > 0) {
		blocks.push({
			kind: "table",
			table: {
				caption: `Inference by secret column, the surest risk first; with ${inference.secrets.length} columns tried, some interval misses by chance; ${CANNOT}`,
				head: ["Secret", "Risk", "On training rows", "On held-out rows", "By guessing"],
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
	blocks.push(definition(report, "privacy.attributeDisclosure"));
	if (attributeDisclosure.secrets.length > 0) {
		blocks.push({
			kind: "table",
			table: {
				caption: `Attribute disclosure by secret column, the surest risk first; ${CANNOT}`,
				head: ["Secret", "Known", "Risk", "On training rows", "On held-out rows", "By guessing", "Protection (CAP)"],
				rows: attributeDisclosure.secrets.map((s) => [
					s.secret,
					s.known.join(", "),
					brief(s.risk),
					rate(s.training),
					rate(s.heldOut),
					rate(s.baseline),
					percent(s.disclosureProtection),
				]),
			},
		});
	}
	return { title: "Attacks", blocks };
}

function membershipSection(report: Report): Section {
	const { membership } = report.privacy;
	const blocks: Block[] = [definition(report, "privacy.membership")];
	if (!("exposed" in membership)) {
		blocks.push({ kind: "text", text: notMeasured(membership.reason) });
		return { title: "Membership", blocks };
	}
	const row = (name: string, p: MembershipPanel): string[] => [
		`${name} (${count(p.members)} members, ${count(p.nonMembers)} others)`,
		figure(p.auc, decimal),
		figure(p.truePositiveRate),
		percent(p.falsePositiveRate),
		p.advantage.value === null ? (p.advantage.reason ?? NONE) : figure(p.advantage),
	];
	blocks.push(
		{ kind: "text", text: `The attacker knows ${membership.knowledge}.` },
		{
			kind: "chart",
			svg: intervalChart(
				[
					{
						label: "Most unusual people",
						value: membership.exposed.truePositiveRate.value,
						interval: membership.exposed.truePositiveRate.interval,
						mark: membership.exposed.falsePositiveRate,
					},
					{
						label: "Everybody",
						value: membership.all.truePositiveRate.value,
						interval: membership.all.truePositiveRate.interval,
						mark: membership.all.falsePositiveRate,
					},
				],
				"Members named at a low rate of wrongly named others; the tick is guessing",
			),
			table: {
				caption: "Membership inference",
				head: ["Rows", "Area under the ROC curve", "Members named", "wrongly naming at most", "Advantage"],
				rows: [row("Most unusual", membership.exposed), row("All", membership.all)],
			},
		},
	);
	return { title: "Membership", blocks };
}

function copiesSection(report: Report): Section {
	const { copies, closestRecord, identifiers } = report.privacy;
	const blocks: Block[] = [
		definition(report, "privacy.copies"),
		{
			kind: "table",
			table: {
				caption: "Rows that repeat a training row",
				head: ["Repeats", "Synthetic rows", "Held-out rows"],
				rows: [
					["in every column", figure(copies.exact), figure(copies.heldOutExact)],
					["with numbers within 1 %", figure(copies.near), figure(copies.heldOutNear)],
				],
			},
		},
		{ kind: "text", text: `${count(copies.repeatedRows)} different training rows are repeated exactly.` },
		definition(report, "privacy.closestRecord"),
	];
	if ("share" in closestRecord) {
		blocks.push({
			kind: "table",
			table: {
				caption: `Distances to the nearest of ${count(closestRecord.references)} training and as many held-out rows, ${count(closestRecord.queries)} synthetic rows asked`,
				head: ["Figure", "Synthetic rows", "Held-out rows"],
				rows: [
					["nearer to a training row (ties half)", figure(closestRecord.share), percent(0.5)],
					["SDMetrics overfitting protection", figure(closestRecord.overfittingProtection), NONE],
					["median distance to training rows", percent(closestRecord.medianToTraining), NONE],
					["median distance to held-out rows", percent(closestRecord.medianToHeldOut), NONE],
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
				rows: identifiers.map((i) => [i.column, percent(i.repeated)]),
			},
		});
	}
	return { title: "Copies and near copies", blocks };
}

/** Everything said on privacy. */
export function privacySections(report: Report): Section[] {
	return [attackSection(report), membershipSection(report), copiesSection(report)];
}
