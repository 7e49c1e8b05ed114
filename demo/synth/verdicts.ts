import { formatCount, formatNumber, formatShare } from "../../src/element/charts";
import type { Report } from "../../src/index";
import { h } from "../dom";

/** One question a steward asks, the figure that answers it, and what the figure means, in words without statistics. */
export interface Verdict {
	question: string;
	answer: string;
	explains: string;
	/** Whether the figures themselves say that something was learned by heart. */
	alarm?: boolean;
}

/** "98.7 of 100" */
function points(score: number | null): string {
	return score === null ? "No figure" : `${formatNumber(Math.floor(score * 1000) / 10)} of 100`;
}

function ceilingText(ceiling: number | null): string {
	return ceiling === null
		? ""
		: ` Real rows it never saw would score ${formatNumber(Math.floor(ceiling * 1000) / 10)}.`;
}

/** What a person without statistics should see first. */
export function verdicts(report: Report): Verdict[] {
	return [
		shape(report),
		trend(report),
		detection(report),
		utility(report),
		copies(report),
		attacks(report),
		membership(report),
	].filter((verdict) => verdict !== undefined);
}

function shape({ fidelity }: Report): Verdict {
	const { score, ceiling, columns } = fidelity.shape;
	const worst = columns
		.filter((column) => column.score !== null)
		.sort((a, b) => (a.score as number) - (b.score as number))[0];
	return {
		question: "Does each column look right?",
		answer: points(score),
		explains: `100 means every column is distributed as in the real table.${ceilingText(ceiling.value)}${
			worst && columns.length > 1 ? ` Furthest off: ${worst.column}.` : ""
		}`,
	};
}

function trend({ fidelity }: Report): Verdict | undefined {
	const { score, ceiling, pairs } = fidelity.trend.shared;
	if (pairs.length === 0) return undefined;
	return {
		question: "Do columns go together as they should?",
		answer: points(score),
		explains: `100 means every pair of columns is related as in the real table.${ceilingText(ceiling.value)}`,
	};
}

function detection({ fidelity }: Report): Verdict {
	const question = "Can a machine tell it from real rows?";
	const { auc, reason } = fidelity.detection;
	if (auc === null) return { question, answer: "Not measured", explains: sentence(reason) };
	return {
		question,
		answer: `Right ${formatShare(Math.max(auc, 0.5))} of the time`,
		explains:
			"Shown one made-up row and one real one, a trained program picks the made-up one this often. 50 % is guessing.",
	};
}

function utility({ utility: useful }: Report): Verdict | undefined {
	if (!("target" in useful)) return undefined;
	const question = `Can one learn to predict ${useful.target} from it?`;
	const { synthetic, real, measure } = useful;
	if (synthetic.value === null || real.value === null) {
		return { question, answer: "Not measured", explains: sentence(synthetic.reason ?? real.reason) };
	}
	return {
		question,
		answer: `${formatNumber(round(synthetic.value))} against ${formatNumber(round(real.value))}`,
		explains: `A model that learned from the stand-in, then one that learned from real rows, both tried on real rows neither had seen. ${measure}; 1 is perfect, ${useful.noSkill} is no better than guessing.`,
	};
}

function copies({ privacy, tables }: Report): Verdict {
	const question = "Were rows copied?";
	const { exact, heldOutExact, repeatedRows } = privacy.copies;
	if (exact.value === null) return { question, answer: "Not measured", explains: sentence(exact.reason) };
	const rows = Math.round(exact.value * tables.synthetic.rows);
	const chance =
		heldOutExact.value === null
			? ""
			: ` Of real rows it never saw, ${heldOutExact.value === 0 ? "none does" : `${formatShare(heldOutExact.value)} do`} so by coincidence.`;
	return {
		question,
		answer: rows === 0 ? "No row" : `${formatCount(rows)} ${rows === 1 ? "row" : "rows"}, ${formatShare(exact.value)}`,
		explains: `Rows that equal one it learned from in every column${
			repeatedRows > 0 ? ` (${formatCount(repeatedRows)} different ones)` : ""
		}.${chance}`,
		alarm:
			heldOutExact.value !== null && (exact.interval?.[0] ?? 0) > (heldOutExact.interval?.[1] ?? heldOutExact.value),
	};
}

/** The attacks that have a risk, by name. */
export function attackRisks({ privacy }: Report) {
	return [
		{ label: "Singling out, one condition", attack: privacy.singlingOut.univariate },
		{ label: "Singling out, several", attack: privacy.singlingOut.multivariate },
		{ label: "Linking two sources", attack: privacy.linkability },
		{ label: "Inferring a hidden value", attack: privacy.inference },
		{ label: "Attribute disclosure", attack: privacy.attributeDisclosure },
	];
}

function attacks(report: Report): Verdict {
	const question = "What could an attacker learn about someone in it?";
	const tried = attackRisks(report);
	const measured = tried
		.filter(({ attack }) => attack.risk.value !== null)
		.sort((a, b) => (b.attack.risk.value as number) - (a.attack.risk.value as number));
	const worst = measured[0];
	if (!worst) {
		return {
			question,
			answer: "Cannot be measured",
			explains: `None of the ${tried.length} attacks tried gave a figure. ${sentence(tried[0]?.attack.risk.reason)} That is no proof that there is nothing to learn.`,
		};
	}
	const risk = worst.attack.risk.value as number;
	const [low, high] = worst.attack.risk.interval ?? [risk, risk];
	return {
		question,
		answer: `${formatShare(risk)} at the strongest`,
		explains: `Of ${tried.length} attacks, ${worst.label.toLowerCase()} gets furthest: of the people it would miss otherwise, it gets ${formatShare(low)} to ${formatShare(high)} because they were in the table. Stronger attacks may exist.`,
	};
}

function membership({ privacy }: Report): Verdict {
	const question = "Could one tell that somebody was in the table?";
	const { membership: tried } = privacy;
	if (!("exposed" in tried)) return { question, answer: "Not measured", explains: sentence(tried.reason) };
	const { truePositiveRate: named, falsePositiveRate, advantage } = tried.exposed;
	if (named.value === null) return { question, answer: "Not measured", explains: sentence(named.reason) };
	return {
		question,
		answer: advantage.value === null ? "No better than guessing" : `Of ${formatShare(named.value)}`,
		explains: `Of the most unusual people in the table an attacker who has their whole record names ${rangeText(named)} rightly, while wrongly naming ${formatShare(falsePositiveRate)} of people who were not in it.${
			advantage.value === null ? " That shows no leak; a stronger attack may." : ""
		}`,
		alarm: advantage.value !== null && (advantage.interval?.[0] ?? 0) > 0,
	};
}

/** "5.3 % (1.6 % to 9 %)" */
export function rangeText({ value, interval }: { value: number | null; interval?: readonly [number, number] }): string {
	const [low, high] = interval ?? [];
	if (value === null) return "–";
	return low === undefined || high === undefined
		? formatShare(value)
		: `${formatShare(value)} (${formatShare(low)} to ${formatShare(high)})`;
}

function round(value: number): number {
	return Math.round(value * 1000) / 1000;
}

/** A reason as a sentence: first letter large, full stop. */
export function sentence(reason: string | undefined): string {
	if (!reason) return "";
	const text = reason.charAt(0).toUpperCase() + reason.slice(1);
	return /[.!?]$/.test(text) ? text : `${text}.`;
}

export function verdictCard({ question, answer, explains, alarm }: Verdict): HTMLElement {
	return h(
		"section",
		{ class: alarm ? "verdict alarm" : "verdict" },
		h("h3", { class: "question" }, question),
		h("p", { class: answer.length > 16 ? "answer long" : "answer" }, answer),
		h("p", { class: "explains" }, explains),
		alarm &&
			h("p", { class: "explains warns" }, "More than coincidence explains: look into the details before sharing."),
	);
}
