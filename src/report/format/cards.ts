import { formatCount, formatShare, NONE } from "../../charts/scale";
import { hasExposed } from "../privacy/has-exposed";
import type { Report } from "../report";
import { attacks } from "./attacks";
import type { Card } from "./document";
import { decimal, interval, notMeasured, points } from "./text";

/** What hold-out rows score on the same scale, where it was measured; a score above that owes it to the tables' sizes. */
const beside = (ceiling: number | null, score: number) =>
	ceiling === null
		? {}
		: {
				beside: `hold-out rows score ${points(ceiling)}${score > ceiling ? "; the difference comes from the tables' sizes" : ""}`,
			};

function columnsCard({ fidelity }: Report): Card {
	const title = "Distributions of columns";
	const { score, ceiling, columns } = fidelity.shape;
	if (score === null) return { title, value: NONE, text: "No column could be compared." };
	const worst = columns.reduce((a, b) => ((b.score ?? 2) < (a.score ?? 2) ? b : a));
	return {
		title,
		value: `${points(score)} of 100`,
		...beside(ceiling.value, score),
		text: `Average similarity of each column's distribution to the real table's; 100 means equal.${columns.length > 1 ? ` Least similar: ${worst.column}.` : ""}`,
	};
}

function pairsCard({ fidelity }: Report): Card {
	const title = "Dependence between columns";
	const { score, ceiling } = fidelity.trend.shared;
	if (score === null) return { title, value: NONE, text: "No pair of columns could be compared." };
	return {
		title,
		value: `${points(score)} of 100`,
		...beside(ceiling.value, score),
		text: "Average similarity of pairwise dependence to the real table's; 100 means equal.",
	};
}

function detectionCard({ fidelity }: Report): Card {
	const title = "Distinguishing synthetic from real rows";
	const { auc, reason, ceiling } = fidelity.detection;
	if (auc === null) return { title, value: NONE, text: notMeasured(reason) };
	return {
		title,
		value: `Detection AUC ${decimal(auc, 2)}`,
		...(ceiling.auc !== null && { beside: `real rows against real rows ${decimal(ceiling.auc, 2)}` }),
		text: `A classifier that is shown one synthetic and one real row is right about which is which ${formatShare(auc)} of the time; guessing is right 50 % of the time.${auc <= 0.5 ? " It cannot distinguish them." : " The closer to that, the better."}`,
	};
}

function utilityCard({ utility }: Report): Card {
	const title = "Use for prediction";
	if (!("measure" in utility)) return { title, value: NONE, text: notMeasured(utility.reason) };
	const { synthetic, real, difference, measure, target, noSkill } = utility;
	if (synthetic.value === null) return { title, value: NONE, text: notMeasured(synthetic.reason) };
	const apart =
		difference.value === null
			? ""
			: ` The difference is ${decimal(difference.value)} (95 % interval ${interval(difference.interval, decimal)}).`;
	return {
		title,
		value: decimal(synthetic.value),
		beside: `trained on real rows ${decimal(real.value)}`,
		text: `${measure} of predicting ${target} in hold-out real rows, trained on synthetic rows (TSTR); 1 is perfect, ${noSkill} is no better than guessing.${apart}`,
	};
}

function copiesCard({ privacy, tables }: Report): Card {
	const title = "Copied rows";
	const { exact, heldOutExact } = privacy.copies;
	if (exact.value === null) return { title, value: NONE, text: notMeasured(exact.reason) };
	const { rows } = tables.synthetic;
	const copied = Math.round(exact.value * rows);
	return {
		title,
		value: `${formatCount(copied)} of ${formatCount(rows)}`,
		...(heldOutExact.value !== null && {
			beside: `of hold-out rows, by coincidence, ${formatShare(heldOutExact.value)}`,
		}),
		text: `${formatShare(exact.value)} of synthetic rows equal a training row in every compared column. Few copies prove nothing; many are an alarm.`,
		alarm:
			heldOutExact.value !== null && (exact.interval?.[0] ?? 0) > (heldOutExact.interval?.[1] ?? heldOutExact.value),
	};
}

function attackCard(report: Report): Card {
	const title = "Attacks on people in the table";
	const all = attacks(report);
	const measured = all.filter((a) => a.result.risk.value !== null);
	if (measured.length === 0) {
		const reason = all[0]!.result.risk.reason ?? "no attack could be tried";
		return {
			title,
			value: NONE,
			text: `None of ${all.length} attacks measured anything. ${notMeasured(reason)} That is no proof of protection.`,
		};
	}
	const worst = measured.reduce((a, b) => (b.result.risk.value! > a.result.risk.value! ? b : a));
	const { value, interval: ends } = worst.result.risk;
	const rest = all.length - measured.length;
	const silent =
		rest === 0
			? ""
			: ` ${rest} of the ${all.length} attacks could not measure anything, which is no proof of protection.`;
	return {
		title,
		value: formatShare(value),
		...(ends && { beside: `95 % interval ${interval(ends, formatShare)}` }),
		text: `How much more often the strongest of ${all.length} attacks (${worst.name.toLowerCase()}) succeeds on training rows than on hold-out rows. Stronger attacks may exist.${silent}`,
	};
}

function membershipCard({ privacy }: Report): Card {
	const title = "Membership inference";
	const { membership } = privacy;
	if (!("exposed" in membership)) return { title, value: NONE, text: notMeasured(membership.reason) };
	const { truePositiveRate: named, falsePositiveRate, advantage } = membership.exposed;
	if (named.value === null) return { title, value: NONE, text: notMeasured(named.reason) };
	const aboveGuessing = (named.interval?.[0] ?? 0) > falsePositiveRate;
	const silent =
		advantage.value !== null
			? ""
			: aboveGuessing
				? " That is more than by guessing; with so few hold-out rows it may be chance."
				: " That is no better than guessing and shows no leak; a stronger attack may.";
	return {
		title,
		value: formatShare(named.value),
		beside: `guessing ${formatShare(falsePositiveRate)}`,
		text: `Share of the ${hasExposed(membership) ? "most unusual people" : "people"} in the table whom an attacker who has their whole record recognises as having been in it (95 % interval ${interval(named.interval, formatShare)}), while taking ${formatShare(falsePositiveRate)} of the people who were not in it for such.${silent}`,
		alarm: advantage.value !== null && (advantage.interval?.[0] ?? 0) > 0,
	};
}

/** The first screen: one figure a question, each beside what it is to be compared with. */
export function cards(report: Report): Card[] {
	return [
		columnsCard(report),
		pairsCard(report),
		detectionCard(report),
		utilityCard(report),
		copiesCard(report),
		attackCard(report),
		membershipCard(report),
	];
}
