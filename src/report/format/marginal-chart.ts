import type { Distribution } from "../../charts/distribution";
import { distributionChart } from "../../charts/distribution-chart";
import type { ChartNode } from "../../charts/node";
import { formatMoment, formatNumber, formatShare } from "../../charts/scale";
import type { Marginal, MarginalBar } from "../fidelity/marginals";
import type { TextTable } from "./document";

/** The two tables of a report, in the order of its charts' colours. */
export const NAMES = ["real", "synthetic"] as const;

/** What a bar stands for, in words. */
function barLabel({ label, from, to }: MarginalBar, format: (value: number) => string): string {
	if (label !== undefined) return label === "" ? "(empty)" : label;
	return from === to ? format(from!) : `${format(from!)} to ${format(to!)}`;
}

/** How the values of a column are written. */
function formatOf(bars: readonly MarginalBar[], datetime: boolean): (value: number) => string {
	if (!datetime) return formatNumber;
	const ends = bars.flatMap(({ from, to }) => (from === undefined ? [] : [from, to!]));
	const span = Math.max(...ends) - Math.min(...ends);
	return (value) => formatMoment(value, span);
}

/** The bars as a table. */
export function marginalTable({ column, bars }: Marginal, datetime = false): TextTable {
	const format = formatOf(bars, datetime);
	return {
		caption: `Shares of rows in ${column}`,
		head: ["Value", "Real", "Synthetic"],
		rows: bars.map((bar) => [
			barLabel(bar, format),
			bar.few ? "fewer than 5 people" : formatShare(bar.real),
			formatShare(bar.synthetic),
		]),
	};
}

/** A marginal as charts draw distributions. */
function distributionOf({ column, bars }: Marginal, datetime: boolean): Distribution {
	const numeric = bars.some(({ from }) => from !== undefined);
	// What of a number is missing or rare has no place on its axis; the table beside the chart has it.
	const shown = numeric ? bars.filter(({ from }) => from !== undefined) : bars;
	const format = formatOf(bars, datetime);
	const end = (at: number) => shown.at(at)?.from ?? Number.NaN;
	const middle = shown.length > 2 ? format(end(shown.length >> 1)) : "";
	return {
		name: column,
		shape: numeric ? "bins" : "levels",
		labels: shown.map((bar) => barLabel(bar, format)),
		edges: [],
		axis: numeric ? [format(end(0)), middle, shown.length > 1 ? format(shown.at(-1)!.to!) : ""] : undefined,
		format,
		shares: [shown.map(({ real }) => real), shown.map(({ synthetic }) => synthetic)],
		missing: [0, 0],
		others: [0, 0],
	};
}

/** One column's distribution, real and synthetic. */
export function marginalChart(marginal: Marginal, datetime = false): ChartNode {
	return distributionChart(distributionOf(marginal, datetime), { width: 420, names: NAMES });
}
