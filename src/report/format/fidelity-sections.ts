import type { DefinitionKey } from "../definitions";
import type { PairTrendWithCeiling, Report } from "../report";
import type { Block, Section } from "./document";
import { heatMap } from "./heat-map";
import { marginalChart, marginalTable } from "./marginal-chart";
import { count, decimal, figure, interval, NONE, notMeasured, percent } from "./text";

/** Pairs listed beside a heat map; all of them are in the JSON. */
const LISTED_PAIRS = 25;

/** The definition of a figure as a block. */
export function definition(report: Report, key: DefinitionKey): Block {
	const found = report.definitions[key]!;
	return { kind: "definition", title: found.title, text: `${found.meaning} ${found.scale}`, source: found.source };
}

function worstFirst<T extends { score: number | null }>(items: readonly T[]): T[] {
	return [...items].sort((a, b) => (a.score ?? 2) - (b.score ?? 2));
}

/** A score with its interval. */
function scored({ score, interval: ends }: { score: number | null; interval?: readonly [number, number] }): string {
	return figure({ value: score, ...(ends && { interval: ends }) });
}

function columnsSection(report: Report): Section {
	const { shape, marginals } = report.fidelity;
	const columns = worstFirst(shape.columns);
	const blocks: Block[] = [
		definition(report, "fidelity.shape"),
		{ kind: "text", text: `On the whole ${scored(shape)}; fresh real rows ${figure(shape.ceiling)}.` },
		{
			kind: "table",
			table: {
				caption: "Columns, the least alike first",
				head: ["Column", "Kind", "Score", "Fresh real rows", "Measure"],
				rows: columns.map((c) => [
					c.column,
					c.kind,
					c.score === null ? (c.reason ?? NONE) : percent(c.score),
					percent(c.ceiling),
					c.measure,
				]),
			},
		},
	];
	for (const column of columns) {
		const marginal = marginals.find((m) => m.column === column.column);
		if (!marginal || marginal.bars.length === 0) continue;
		const datetime = column.kind === "datetime";
		blocks.push({ kind: "chart", svg: marginalChart(marginal, datetime), table: marginalTable(marginal, datetime) });
	}
	return { title: "Columns", blocks };
}

function pairRow(p: PairTrendWithCeiling): string[] {
	return [
		p.columns.join(" and "),
		p.score === null ? (p.reason ?? NONE) : percent(p.score),
		percent(p.ceiling),
		p.measure === "CorrelationSimilarity" ? `${decimal(p.real)} / ${decimal(p.synthetic)}` : NONE,
	];
}

function pairsSection(report: Report): Section {
	const { trend, mutualInformation } = report.fidelity;
	const names = report.fidelity.shape.columns.map((c) => c.column);
	const block = (pairs: readonly PairTrendWithCeiling[], label: string): Block => ({
		kind: "chart",
		svg: heatMap(names, pairs, label),
		table: {
			caption:
				pairs.length > LISTED_PAIRS
					? `${label}: the ${LISTED_PAIRS} least alike of ${count(pairs.length)}`
					: `${label}, the least alike first`,
			head: ["Columns", "Score", "Fresh real rows", "Correlation real / synthetic"],
			rows: worstFirst(pairs).slice(0, LISTED_PAIRS).map(pairRow),
		},
	});
	const overall = [
		["Own bins (comparable with published scores)", scored(trend), figure(trend.ceiling)],
		["Shared bins", scored(trend.shared), figure(trend.shared.ceiling)],
		["Mutual information", scored(mutualInformation), figure(mutualInformation.ceiling)],
	];
	if (trend.pairs.length === 0)
		return { title: "Pairs of columns", blocks: [{ kind: "text", text: "There is no pair of columns to compare." }] };
	const information = [...mutualInformation.pairs]
		.sort((a, b) => Math.abs(b.real - b.synthetic) - Math.abs(a.real - a.synthetic))
		.slice(0, 10);
	return {
		title: "Pairs of columns",
		blocks: [
			definition(report, "fidelity.trend"),
			definition(report, "fidelity.trend.shared"),
			definition(report, "fidelity.mutualInformation"),
			{
				kind: "table",
				table: { caption: "Pairs on the whole", head: ["Figure", "Score", "Fresh real rows"], rows: overall },
			},
			block(trend.shared.pairs, "Pairs, shared bins"),
			{
				kind: "table",
				table: {
					caption: "Pairs whose dependence differs most",
					head: ["Columns", "Mutual information real", "synthetic"],
					rows: information.map((p) => [p.columns.join(" and "), decimal(p.real), decimal(p.synthetic)]),
				},
			},
		],
	};
}

function diagnosticSection(report: Report): Section {
	const { diagnostic } = report.fidelity;
	const checks = [
		"Within range or categories",
		"Covered",
		"Missing alike",
		"Missing real / synthetic",
		"Mean",
		"Deviation",
		"Median",
	];
	return {
		title: "Ranges, categories and missing values",
		blocks: [
			definition(report, "fidelity.diagnostic"),
			{
				kind: "text",
				text: `Validity ${percent(diagnostic.validity)}${diagnostic.ceiling.value === null ? "" : ` (fresh real rows ${percent(diagnostic.ceiling.value)})`}, structure ${percent(diagnostic.structure)}.`,
			},
			{
				kind: "table",
				table: {
					caption: "Checks of each column",
					head: ["Column", ...checks],
					rows: diagnostic.columns.map((c) => [
						c.column,
						percent(c.boundaryAdherence ?? c.categoryAdherence),
						percent(c.rangeCoverage ?? c.categoryCoverage),
						percent(c.missingValueSimilarity),
						`${percent(c.missingReal)} / ${percent(c.missingSynthetic)}`,
						percent(c.meanSimilarity),
						percent(c.standardDeviationSimilarity),
						percent(c.medianSimilarity),
					]),
				},
			},
		],
	};
}

function detectionSection(report: Report): Section {
	const { detection } = report.fidelity;
	const row = (name: string, d: typeof detection.ceiling): string[] => [
		name,
		d.auc === null ? (d.reason ?? NONE) : decimal(d.auc),
		interval(d.interval, decimal) || NONE,
		d.rows === undefined ? NONE : count(d.rows),
	];
	return {
		title: "Telling synthetic from real rows",
		blocks: [
			definition(report, "fidelity.detection"),
			{
				kind: "table",
				table: {
					caption: "Area under the ROC curve",
					head: ["Held-out rows against", "Area", "95 % interval", "Rows a side"],
					rows: [row("synthetic rows", detection), row("training rows (for comparison)", detection.ceiling)],
				},
			},
		],
	};
}

function utilitySection(report: Report): Section {
	const { utility } = report;
	if (!("measure" in utility)) {
		return {
			title: "Use for prediction",
			blocks: [definition(report, "utility"), { kind: "text", text: notMeasured(utility.reason) }],
		};
	}
	return {
		title: "Use for prediction",
		blocks: [
			definition(report, "utility"),
			{
				kind: "table",
				table: {
					caption: `Predicting ${utility.target} (${utility.measure}), ${utility.seeds} seeds, ${count(utility.trainingRows)} rows to learn from, ${count(utility.testRows)} real rows to test on`,
					head: ["Learned from", "Score (95 % interval)"],
					rows: [
						["synthetic rows", figure(utility.synthetic, decimal)],
						["real rows", figure(utility.real, decimal)],
						["difference", figure(utility.difference, decimal)],
						["nothing", decimal(utility.noSkill)],
					],
				},
			},
		],
	};
}

/** Everything said on fidelity and use, the worst first within each section. */
export function fidelitySections(report: Report): Section[] {
	return [
		columnsSection(report),
		pairsSection(report),
		detectionSection(report),
		utilitySection(report),
		diagnosticSection(report),
	];
}
