import { formatCount, formatNumber, formatShare, heatMap, intervalChart } from "../../src/element/charts";
import type { Report } from "../../src/index";
import { type Child, fill, h } from "../dom";
import { attackRisks, rangeText, sentence } from "./verdicts";

/** Widest chart, in pixels. */
const MOST_WIDTH = 640;

/** The report's figures by chapter, each built when it is first opened. */
export function reportDetails(report: Report): HTMLElement {
	return h(
		"div",
		{ class: "chapters" },
		chapter("Columns, worst first", () => columnsChapter(report)),
		report.fidelity.trend.pairs.length > 0 && chapter("Pairs of columns", (width) => pairsChapter(report, width)),
		chapter("Telling it from real rows, and use for prediction", (width) => useChapter(report, width)),
		chapter("What it gives away", (width) => privacyChapter(report, width)),
		chapter("How to read these figures", () => definitionsChapter(report)),
	);
}

function chapter(title: string, build: (width: number) => Child[]): HTMLDetailsElement {
	const box = h("div", { class: "stack chapter" });
	const details = h("details", {}, h("summary", {}, title), box);
	details.addEventListener("toggle", () => {
		if (details.open && box.childElementCount === 0)
			fill(box, build(Math.min(MOST_WIDTH, box.clientWidth || MOST_WIDTH)));
	});
	return details;
}

/** A table whose first column names its rows. */
function figureTable(caption: string, head: readonly string[], rows: readonly (readonly string[])[]): HTMLElement {
	return h(
		"div",
		{ class: "table-scroll", tabindex: "0", role: "region", "aria-label": caption },
		h(
			"table",
			{ class: "data" },
			h("caption", { class: "visually-hidden" }, caption),
			h(
				"thead",
				{},
				h(
					"tr",
					{},
					head.map((name, i) => h("th", { scope: "col", class: i > 0 ? "number" : undefined }, name)),
				),
			),
			h(
				"tbody",
				{},
				rows.map(([name, ...figures]) =>
					h(
						"tr",
						{},
						h("th", { scope: "row" }, name),
						figures.map((figure) => h("td", { class: "number" }, figure)),
					),
				),
			),
		),
	);
}

const score = (value: number | null | undefined) =>
	value === null || value === undefined ? "–" : (Math.round(value * 1000) / 10).toFixed(1);
const worstFirst = <T extends { score: number | null }>(items: readonly T[]) =>
	[...items].sort((a, b) => (a.score ?? 2) - (b.score ?? 2));

function columnsChapter({ fidelity, excluded }: Report): Child[] {
	const checks = new Map(fidelity.diagnostic.columns.map((column) => [column.column, column]));
	return [
		figureTable(
			"Columns, worst first",
			["Column", "Shape, of 100", "Unseen real rows", "Within real range", "Missing, real", "Missing, stand-in"],
			worstFirst(fidelity.shape.columns).map((column) => {
				const check = checks.get(column.column);
				const within = check?.boundaryAdherence ?? check?.categoryAdherence ?? null;
				return [
					column.column,
					score(column.score),
					score(column.ceiling),
					within === null ? "–" : formatShare(within),
					check?.missingReal == null ? "–" : formatShare(check.missingReal),
					check?.missingSynthetic == null ? "–" : formatShare(check.missingSynthetic),
				];
			}),
		),
		excluded.length > 0 &&
			h(
				"p",
				{ class: "small muted" },
				`No figure for ${excluded.map(({ column, reason }) => `${column} (${reason})`).join("; ")}.`,
			),
	];
}

const MOST_IN_MAP = 40;
const PAIRS_LISTED = 40;

function pairsChapter({ fidelity }: Report, width: number): Child[] {
	const { trend } = fidelity;
	const { pairs } = trend.shared;
	const names = [...new Set(pairs.flatMap((pair) => pair.columns))];
	const scores = new Map(pairs.map((pair) => [JSON.stringify([...pair.columns].sort()), pair.score]));
	const full = Math.max(0.05, ...pairs.map((pair) => 1 - (pair.score ?? 1)));
	const map =
		names.length <= MOST_IN_MAP &&
		h(
			"div",
			{ class: "map-frame" },
			heatMap(
				names,
				(i, j) => {
					const at = scores.get(JSON.stringify([names[i], names[j]].sort()));
					return at === null || at === undefined ? undefined : 1 - at;
				},
				{ label: "How far each pair of columns is from the real table; the table below has the figures", full, width },
			),
		);
	return [
		h(
			"p",
			{ class: "small muted" },
			"The fuller the colour, the further that pair is from how it goes together in the real table.",
		),
		h(
			"p",
			{ class: "small muted" },
			`Both tables are cut at the real one’s bins. With each cut at its own, as published scores have it: ${score(trend.score)} of 100 (unseen real rows ${score(trend.ceiling.value)}).`,
		),
		map,
		figureTable(
			"Pairs of columns, worst first",
			["Pair", "Trend, of 100", "Unseen real rows"],
			worstFirst(pairs)
				.slice(0, PAIRS_LISTED)
				.map((pair) => [pair.columns.join(" and "), score(pair.score), score(pair.ceiling)]),
		),
	];
}

function useChapter({ fidelity, utility }: Report, width: number): Child[] {
	const { auc, interval, reason, ceiling } = fidelity.detection;
	const detectionRow = { label: "Stand-in", value: auc ?? undefined, interval, note: reason };
	const ceilingRow = {
		label: "Real rows against real rows",
		value: ceiling.auc ?? undefined,
		interval: ceiling.interval,
	};
	const parts: Child[] = [
		h("h4", {}, "Telling it from real rows"),
		intervalChart([detectionRow, ceilingRow], {
			label: "How often a trained program tells stand-in from real rows; 50 % is guessing",
			domain: [0.4, 1],
			reference: 0.5,
			width,
		}),
	];
	if (!("target" in utility)) {
		parts.push(h("p", { class: "small muted" }, `Use for prediction: ${sentence(utility.reason)}`));
		return parts;
	}
	const figure = (label: string, one: typeof utility.real) => ({
		label,
		value: one.value ?? undefined,
		interval: one.interval,
		note: one.reason,
	});
	parts.push(
		h("h4", {}, `Predicting ${utility.target} (${utility.measure})`),
		intervalChart(
			[figure("Learned from the stand-in", utility.synthetic), figure("Learned from real rows", utility.real)],
			{
				label: `${utility.measure} on real rows nobody trained on`,
				domain: [Math.min(utility.noSkill, utility.synthetic.value ?? 0, utility.real.value ?? 0), 1],
				reference: utility.noSkill,
				width,
				format: (value) => formatNumber(Math.round(value * 1000) / 1000),
			},
		),
		h(
			"p",
			{ class: "small muted" },
			`${formatCount(utility.trainingRows)} training rows, ${formatCount(utility.testRows)} test rows, ${utility.seeds} seeds.`,
		),
	);
	return parts;
}

function privacyChapter(report: Report, width: number): Child[] {
	const { membership, copies, closestRecord, identifiers } = report.privacy;
	const risks = attackRisks(report);
	const high = Math.max(0.1, ...risks.map(({ attack }) => attack.risk.interval?.[1] ?? attack.risk.value ?? 0));
	const parts: Child[] = [
		h("h4", {}, "Attacks: what people in the table suffer beyond people who are not in it"),
		intervalChart(
			risks.map(({ label, attack }) => ({
				label,
				value: attack.risk.value ?? undefined,
				interval: attack.risk.interval,
				note: "cannot be measured",
			})),
			{
				label: "Risk of each attack with its 95 % interval; the list below has the figures",
				domain: [0, Math.min(1, high * 1.1)],
				width,
			},
		),
		h(
			"ul",
			{ class: "plain-list small" },
			risks.map(({ label, attack }) =>
				h(
					"li",
					{},
					h("strong", {}, `${label}: `),
					attack.risk.value === null ? sentence(attack.risk.reason) : `${rangeText(attack.risk)}.`,
					"knowledge" in attack && attack.knowledge ? ` The attacker knows ${attack.knowledge}.` : "",
				),
			),
		),
	];
	parts.push(h("h4", {}, "Was somebody in the table?"));
	if ("exposed" in membership) {
		const panel = ({ truePositiveRate: rate, falsePositiveRate, advantage }: typeof membership.all): string =>
			rate.value === null
				? sentence(rate.reason)
				: `The attack names ${rangeText(rate)} rightly while wrongly naming ${formatShare(falsePositiveRate)} of people who were not in it; equal shares are guessing. ${sentence(advantage.reason)}`;
		parts.push(
			h(
				"ul",
				{ class: "plain-list small" },
				h("li", {}, h("strong", {}, "The most unusual people: "), panel(membership.exposed)),
				h("li", {}, h("strong", {}, "Everybody: "), panel(membership.all)),
				h("li", {}, `The attacker knows ${membership.knowledge}.`),
			),
		);
	} else parts.push(h("p", { class: "small" }, sentence(membership.reason)));
	parts.push(h("h4", {}, "Copies and near copies, an alarm only"));
	const share = (one: { value: number | null; reason?: string }) => (one.value === null ? "–" : formatShare(one.value));
	const rows = [
		["Equal in every column", share(copies.exact), share(copies.heldOutExact)],
		["Every number within 1 %", share(copies.near), share(copies.heldOutNear)],
	];
	if ("share" in closestRecord)
		rows.push(["Closer to a row it learned from than to one it never saw", share(closestRecord.share), "50 %"]);
	parts.push(figureTable("Copies", ["", "Stand-in", "By coincidence"], rows));
	const repeated = identifiers.filter((one) => one.repeated !== null);
	if (repeated.length > 0) {
		parts.push(
			figureTable(
				"Identifiers and texts",
				["Identifier or text", "Values taken from the real table"],
				repeated.map((one) => [one.column, formatShare(one.repeated as number)]),
			),
		);
	}
	return parts;
}

function definitionsChapter({ definitions, notes, samples }: Report): Child[] {
	return [
		h(
			"ul",
			{ class: "plain-list small" },
			notes.map((note) => h("li", {}, note)),
		),
		samples.length > 0 &&
			figureTable(
				"How many rows the figures rest on",
				["Figure", "Used", "Of"],
				samples.map(({ figure, what, used, of }) => [
					`${figure}: ${what}`,
					formatCount(used),
					of === undefined ? "–" : formatCount(of),
				]),
			),
		h(
			"dl",
			{ class: "definitions" },
			Object.values(definitions).map(({ title, meaning, scale, source }) => [
				h("dt", {}, title),
				h("dd", {}, `${meaning} ${scale}`, h("span", { class: "muted" }, ` Source: ${source}.`)),
			]),
		),
	];
}
