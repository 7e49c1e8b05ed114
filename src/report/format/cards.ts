import type { Report } from "../report";
import type { Card } from "./document";
import { count, decimal, interval, NONE, notMeasured, percent } from "./text";

function fidelityCards({ fidelity }: Report): Card[] {
	const { shape, trend, detection } = fidelity;
	const fresh = (ceiling: number | null): string =>
		ceiling === null ? "" : ` Fresh real rows would score ${percent(ceiling)}.`;
	return [
		{
			title: "Each column on its own",
			value: percent(shape.score),
			text:
				shape.score === null
					? "No column could be compared."
					: `That is how much the values of a column agree with the real ones, on average.${fresh(shape.ceiling.value)}`,
		},
		{
			title: "Columns taken two by two",
			value: percent(trend.shared.score),
			text:
				trend.shared.score === null
					? "No pair of columns could be compared."
					: `That is how much what goes with what agrees with the real table.${fresh(trend.shared.ceiling.value)}`,
		},
		{
			title: "Told apart from real rows",
			value: detection.auc === null ? NONE : percent(Math.max(0.5, detection.auc), 0),
			text:
				detection.auc === null
					? notMeasured(detection.reason)
					: `Shown a real and a synthetic row, a trained program picks out the synthetic one that often; 50 % is guessing.`,
		},
	];
}

function utilityCard({ utility }: Report): Card {
	const title = "Use for prediction";
	if (!("measure" in utility)) return { title, value: NONE, text: notMeasured(utility.reason) };
	const { synthetic, real, difference, measure, target, noSkill } = utility;
	return {
		title,
		value: `${decimal(synthetic.value)} against ${decimal(real.value)}`,
		text: `Predicting ${target} in real rows after learning from synthetic ones scores ${decimal(synthetic.value)} (${measure}; ${noSkill} is having learned nothing, 1 is perfect). Learning from real rows scores ${decimal(real.value)}; the difference is ${decimal(difference.value)} (${interval(difference.interval, decimal)}).`,
	};
}

function copiesCard({ privacy, tables }: Report): Card {
	const { exact, heldOutExact } = privacy.copies;
	const rows = tables.synthetic.rows;
	const beside =
		heldOutExact.value === null ? "" : ` Among real rows the generator never saw, ${percent(heldOutExact.value)} do.`;
	return {
		title: "Rows that repeat a real one",
		value: percent(exact.value),
		text: `${count((exact.value ?? 0) * rows)} of ${count(rows)} synthetic rows equal a row of the real table in every compared column.${beside} Few copies prove nothing; many are an alarm.`,
	};
}

/** The attacks whose risk the report gives, with the names used on the page. */
export function attacks({
	privacy,
}: Report): { name: string; result: { risk: Report["privacy"]["linkability"]["risk"] } }[] {
	return [
		{ name: "Singling out, one condition", result: privacy.singlingOut.univariate },
		{ name: "Singling out, several", result: privacy.singlingOut.multivariate },
		{ name: "Linking two sources", result: privacy.linkability },
		{ name: "Inferring a column", result: privacy.inference },
		{ name: "Attribute disclosure", result: privacy.attributeDisclosure },
	];
}

function attackCard(report: Report): Card {
	const all = attacks(report);
	const measured = all.filter((a) => a.result.risk.value !== null);
	const title = "What attackers gain";
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
		value: percent(value),
		text: `Of the people whom the strongest of ${all.length} attacks (${worst.name.toLowerCase()}) would miss otherwise, it gets that share because they were in the table (95 % interval ${interval(ends, percent)}).${silent}`,
	};
}

function membershipCard({ privacy }: Report): Card {
	const title = "Was somebody in the table?";
	const { membership } = privacy;
	if ("reason" in membership && !("exposed" in membership)) {
		return { title, value: NONE, text: notMeasured(membership.reason) };
	}
	const { exposed } = membership as Extract<typeof membership, { exposed: unknown }>;
	if (exposed.truePositiveRate.value === null) {
		return { title, value: NONE, text: notMeasured(exposed.truePositiveRate.reason) };
	}
	const silent =
		exposed.advantage.value === null
			? " That is no better than guessing, so it shows no leak; a stronger attack may."
			: "";
	return {
		title,
		value: percent(exposed.truePositiveRate.value),
		text: `Of the most unusual people in the table, the attack names that share (95 % interval ${interval(exposed.truePositiveRate.interval, percent)}) while wrongly naming ${percent(exposed.falsePositiveRate)} of people who were not in it.${silent}`,
	};
}

/** The first screen: what a person without statistics needs, each figure beside what it should be compared with. */
export function cards(report: Report): Card[] {
	return [
		...fidelityCards(report),
		utilityCard(report),
		copiesCard(report),
		attackCard(report),
		membershipCard(report),
	];
}
