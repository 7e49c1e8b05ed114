import type { Marginal, MarginalBar } from "../fidelity/marginals";
import type { TextTable } from "./document";
import { axisNumber, day, escapeHtml, percent } from "./text";

const WIDTH = 560;
const HEIGHT = 200;
const FOOT = 34;
const TOP = 8;

/** What a bar stands for, in words. */
export function barLabel(bar: MarginalBar, datetime: boolean): string {
	if (bar.label !== undefined) return bar.label === "" ? "(empty)" : bar.label;
	const show = datetime ? day : axisNumber;
	if (bar.from === bar.to) return show(bar.from!);
	return `${show(bar.from!)} to ${show(bar.to!)}`;
}

/** The bars as a table. */
export function marginalTable({ column, bars }: Marginal, datetime = false): TextTable {
	return {
		caption: `Shares of rows in ${column}`,
		head: ["Value", "Real", "Synthetic"],
		rows: bars.map((bar) => [barLabel(bar, datetime), percent(bar.real), percent(bar.synthetic)]),
	};
}

/** Bars of one column, real beside synthetic, as SVG. Colours come from the page's custom properties. */
export function marginalChart({ column, bars }: Marginal, datetime = false): string {
	const most = Math.max(1e-9, ...bars.map((b) => Math.max(b.real, b.synthetic)));
	const slot = WIDTH / Math.max(1, bars.length);
	const bar = Math.max(1, Math.min(22, slot * 0.42));
	const plot = HEIGHT - FOOT - TOP;
	const parts: string[] = [];
	const every = Math.ceil(bars.length / 6);
	const room = Math.max(3, Math.floor((slot * every) / 6.2));
	bars.forEach((b, i) => {
		const middle = slot * (i + 0.5);
		const label = barLabel(b, datetime);
		const heights = [b.real, b.synthetic].map((share) => (share / most) * plot);
		const rect = (x: number, h: number, name: string): string =>
			`<rect class="${name}" x="${x.toFixed(1)}" y="${(TOP + plot - h).toFixed(1)}" width="${bar.toFixed(1)}" height="${h.toFixed(1)}"/>`;
		parts.push(
			`<g><title>${escapeHtml(`${label}: real ${percent(b.real)}, synthetic ${percent(b.synthetic)}`)}</title>` +
				`${rect(middle - bar, heights[0]!, "real")}${rect(middle, heights[1]!, "synthetic")}</g>`,
		);
		if (i % every === 0 || (b.label !== undefined && i === bars.length - 1)) {
			const start = b.label ?? (datetime ? day(b.from!) : axisNumber(b.from!));
			// A label wider than its bar would leave the chart at the left edge.
			const anchor = i === 0 && start.length * 3.2 > middle ? "start" : "middle";
			const short = start.length > room ? `${start.slice(0, room - 1)}…` : start;
			parts.push(
				`<text x="${(anchor === "start" ? 0 : middle).toFixed(1)}" y="${HEIGHT - FOOT + 14}" text-anchor="${anchor}">${escapeHtml(short)}</text>`,
			);
		}
	});
	return (
		`<svg class="chart marginal" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(`${column}: shares of rows, real beside synthetic`)}">` +
		`<line class="axis" x1="0" x2="${WIDTH}" y1="${HEIGHT - FOOT}" y2="${HEIGHT - FOOT}"/>${parts.join("")}` +
		`<text x="0" y="${HEIGHT - 4}">${escapeHtml(`tallest bar ${percent(most)}`)}</text></svg>`
	);
}
