import { heatMap } from "../../charts/heat-map";
import { intervalChart } from "../../charts/interval-chart";
import type { ChartNode } from "../../charts/node";
import { formatCount, formatShare, NONE } from "../../charts/scale";
import type { DefinitionKey } from "../definitions";
import type { PairTrendWithCeiling } from "../fidelity/fidelity";
import type { Report } from "../report";
import type { Block, Section, TextTable } from "./document";
import { marginalChart, marginalTable } from "./marginal-chart";
import { decimal, figure, interval, notMeasured, points } from "./text";

/** Columns up to which pairs are also drawn: of more, cells are too small to read. */
const DRAWN_COLUMNS = 40;

/** Distance (1 − score) at which a pair is fully coloured. */
const FULL = 0.25;

/** Pairs listed beside a heat map; all of them are in the JSON. */
const LISTED_PAIRS = 12;

/** Columns whose distributions are drawn: a chart with its table is some 70 kB of a file. */
const DRAWN_MARGINALS = 50;

/** Columns listed in the body of a report; all of them are in its appendix. */
const LISTED_COLUMNS = 15;

/** The definition of a figure as a block. */
export function definition(report: Report, key: DefinitionKey): Block {
	const found = report.definitions[key]!;
	return { kind: "definition", title: found.title, text: `${found.meaning} ${found.scale}`, source: found.source };
}

function worstFirst<T extends { score: number | null }>(items: readonly T[]): T[] {
	return [...items].sort((a, b) => (a.score ?? 2) - (b.score ?? 2));
}

/** A score of 100 with its interval. */
function scored({ score, interval: ends }: { score: number | null; interval?: readonly [number, number] }): string {
	return score === null || !ends ? points(score) : `${points(score)} (${interval(ends, (end) => points(end ?? null))})`;
}

const ceilingOf = ({ value, interval: ends }: { value: number | null; interval?: readonly [number, number] }) =>
	scored({ score: value, ...(ends && { interval: ends }) });

/** Columns with their scores, least similar first, `most` at most. */
function columnsTable({ fidelity: { shape } }: Report, most: number): TextTable {
	const { columns } = shape;
	const some = columns.length > most;
	return {
		caption: some
			? `The ${most} least similar of ${formatCount(columns.length)} columns`
			: "Columns, least similar first",
		head: ["Column", "Score of 100", "Hold-out rows", "Kind", "Measure"],
		rows: worstFirst(columns)
			.slice(0, most)
			.map((c) => [
				c.column,
				c.score === null ? (c.reason ?? NONE) : points(c.score),
				points(c.ceiling ?? null),
				c.kind,
				c.measure,
			]),
	};
}

/** What is said of a score above that of hold-out rows, which nothing can truly exceed. */
function aboveCeiling(score: number | null, ceiling: number | null): string {
	return score !== null && ceiling !== null && score > ceiling
		? " That it is above what hold-out rows score comes from the tables' sizes and says nothing more."
		: "";
}

function columnsSection(report: Report): Section {
	const { shape } = report.fidelity;
	const above = aboveCeiling(shape.score, shape.ceiling.value);
	return {
		id: "columns",
		title: "Columns",
		blocks: [
			definition(report, "fidelity.shape"),
			{
				kind: "text",
				text: `On average ${scored(shape)} of 100; hold-out rows score ${ceilingOf(shape.ceiling)}.${above}`,
			},
			{ kind: "table", table: columnsTable(report, LISTED_COLUMNS) },
		],
	};
}

function marginalsSection(report: Report): Section {
	const { shape, marginals } = report.fidelity;
	const byColumn = new Map(marginals.map((marginal) => [marginal.column, marginal]));
	const drawable = worstFirst(shape.columns).filter(({ column }) => byColumn.get(column)?.bars.length);
	const blocks = drawable.slice(0, DRAWN_MARGINALS).map(({ column, kind }): Block => {
		const marginal = byColumn.get(column)!;
		const datetime = kind === "datetime";
		return { kind: "chart", chart: marginalChart(marginal, datetime), table: marginalTable(marginal, datetime) };
	});
	if (drawable.length > DRAWN_MARGINALS) {
		const text = `The ${DRAWN_MARGINALS} least similar of ${formatCount(drawable.length)} columns are drawn; every column's score is in the table below, and its distribution in the report's JSON.`;
		blocks.unshift({ kind: "text", text });
	}
	const rest: Block[] =
		shape.columns.length > LISTED_COLUMNS
			? [{ kind: "table", table: columnsTable(report, Number.POSITIVE_INFINITY) }]
			: [];
	return {
		id: "marginals",
		title: "Distributions, column by column",
		appendix: true,
		blocks: [...blocks, ...rest],
	};
}

function pairRow(p: PairTrendWithCeiling): string[] {
	return [
		p.columns.join(" and "),
		p.score === null ? (p.reason ?? NONE) : points(p.score),
		points(p.ceiling ?? null),
		p.measure === "CorrelationSimilarity" ? `${decimal(p.real)} / ${decimal(p.synthetic)}` : NONE,
	];
}

/** How far each pair is from the real table. */
function pairsChart(pairs: readonly PairTrendWithCeiling[], width: number): ChartNode {
	const names = [...new Set(pairs.flatMap((pair) => pair.columns))];
	const key = (a: string, b: string) => JSON.stringify([a, b].sort());
	const scores = new Map(pairs.map((pair) => [key(...pair.columns), pair.score]));
	const apart = (i: number, j: number) => {
		const score = scores.get(key(names[i]!, names[j]!));
		return score === null || score === undefined ? undefined : 1 - score;
	};
	const label = `How far the dependence of each pair of columns is from the real table; fully coloured from ${100 * (1 - FULL)} of 100 down`;
	return heatMap(names, apart, { label, full: FULL, width, format: (distance) => `${points(1 - distance)} of 100` });
}

function pairsSection(report: Report, width: number): Section {
	const title = "Pairs of columns";
	const { trend, mutualInformation } = report.fidelity;
	const { pairs } = trend.shared;
	if (trend.pairs.length === 0) {
		return { id: "pairs", title, blocks: [{ kind: "text", text: "There is no pair of columns to compare." }] };
	}
	const listed: TextTable = {
		caption:
			pairs.length > LISTED_PAIRS
				? `The ${LISTED_PAIRS} least similar of ${formatCount(pairs.length)} pairs of columns`
				: "Pairs of columns, least similar first",
		head: ["Columns", "Score of 100", "Hold-out rows", "Correlation real / synthetic"],
		rows: worstFirst(pairs).slice(0, LISTED_PAIRS).map(pairRow),
	};
	const columns = new Set(pairs.flatMap((pair) => pair.columns)).size;
	const information = [...mutualInformation.pairs]
		.sort((a, b) => Math.abs(b.real - b.synthetic) - Math.abs(a.real - a.synthetic))
		.slice(0, 10);
	return {
		id: "pairs",
		title,
		blocks: [
			definition(report, "fidelity.trend"),
			definition(report, "fidelity.trend.shared"),
			definition(report, "fidelity.mutualInformation"),
			{
				kind: "table",
				table: {
					caption: "All pairs, on average",
					head: ["Figure", "Score of 100", "Hold-out rows"],
					rows: [
						["Own bins (comparable with published scores)", scored(trend), ceilingOf(trend.ceiling)],
						["Shared bins", scored(trend.shared), ceilingOf(trend.shared.ceiling)],
						["Mutual information", scored(mutualInformation), ceilingOf(mutualInformation.ceiling)],
					],
				},
			},
			columns <= DRAWN_COLUMNS
				? { kind: "chart", chart: pairsChart(pairs, width), table: listed }
				: { kind: "table", table: listed },
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
		"Missing share similar",
		"Missing real / synthetic",
		"Mean",
		"Deviation",
		"Median",
	];
	return {
		id: "diagnostic",
		appendix: true,
		title: "Ranges, categories and missing values",
		blocks: [
			definition(report, "fidelity.diagnostic"),
			{
				kind: "text",
				text: `Validity ${formatShare(diagnostic.validity)}${diagnostic.ceiling.value === null ? "" : ` (hold-out rows ${formatShare(diagnostic.ceiling.value)})`}, structure ${formatShare(diagnostic.structure)}.`,
			},
			{
				kind: "table",
				table: {
					caption: "Checks of each column",
					head: ["Column", ...checks],
					rows: diagnostic.columns.map((c) => [
						c.column,
						formatShare(c.boundaryAdherence ?? c.categoryAdherence),
						formatShare(c.rangeCoverage ?? c.categoryCoverage),
						formatShare(c.missingValueSimilarity),
						`${formatShare(c.missingReal)} / ${formatShare(c.missingSynthetic)}`,
						formatShare(c.meanSimilarity),
						formatShare(c.standardDeviationSimilarity),
						formatShare(c.medianSimilarity),
					]),
				},
			},
		],
	};
}

function detectionSection(report: Report, width: number): Section {
	const { detection } = report.fidelity;
	const tried = [
		["synthetic rows", detection],
		["training rows (baseline)", detection.ceiling],
	] as const;
	return {
		id: "detection",
		title: "Distinguishing synthetic from real rows",
		blocks: [
			definition(report, "fidelity.detection"),
			{
				kind: "chart",
				chart: intervalChart(
					tried.map(([label, { auc, interval, reason }]) => ({
						label,
						value: auc ?? undefined,
						interval,
						note: reason,
					})),
					{
						label: "Detection AUC of hold-out rows against synthetic and against training rows; 0.5 is guessing",
						domain: [0.4, 1],
						reference: 0.5,
						width,
						format: (value) => decimal(value, 2),
					},
				),
				table: {
					caption: "Detection AUC",
					head: ["Hold-out rows against", "AUC", "95 % interval", "Rows a side"],
					rows: tried.map(([name, { auc, interval: ends, reason, rows }]) => [
						name,
						auc === null ? (reason ?? NONE) : decimal(auc),
						interval(ends, decimal) || NONE,
						rows === undefined ? NONE : formatCount(rows),
					]),
				},
			},
		],
	};
}

function utilitySection(report: Report, width: number): Section {
	const title = "Use for prediction";
	const { utility } = report;
	if (!("measure" in utility)) {
		const blocks: Block[] = [definition(report, "utility"), { kind: "text", text: notMeasured(utility.reason) }];
		return { id: "utility", title, blocks };
	}
	const { synthetic, real, difference, noSkill, measure } = utility;
	const trained = [
		["synthetic rows", synthetic],
		["real rows", real],
	] as const;
	return {
		id: "utility",
		title,
		blocks: [
			definition(report, "utility"),
			{
				kind: "chart",
				chart: intervalChart(
					trained.map(([label, { value, interval, reason }]) => ({
						label,
						value: value ?? undefined,
						interval,
						note: reason,
					})),
					{
						label: `${measure} on hold-out real rows, trained on synthetic and on real rows`,
						domain: [Math.min(noSkill, synthetic.value ?? 0, real.value ?? 0), 1],
						reference: noSkill,
						width,
						format: (value) => decimal(value, 2),
					},
				),
				table: {
					caption: `Predicting ${utility.target} (${measure}), ${utility.seeds} seeds, ${formatCount(utility.trainingRows)} training rows, ${formatCount(utility.testRows)} real rows to test on`,
					head: ["Trained on", "Score (95 % interval)"],
					rows: [
						...trained.map(([name, one]) => [name, figure(one, decimal)]),
						["difference", figure(difference, decimal)],
						["nothing", decimal(noSkill)],
					],
				},
			},
		],
	};
}

/** Everything said on fidelity and use, the worst first within each section. */
export function fidelitySections(report: Report, width: number): Section[] {
	return [
		columnsSection(report),
		pairsSection(report, width),
		detectionSection(report, width),
		utilitySection(report, width),
		diagnosticSection(report),
		marginalsSection(report),
	];
}
