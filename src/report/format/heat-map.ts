import type { PairTrend } from "../fidelity/trend";
import { escapeHtml, percent } from "./text";

/** Distance (1 − score) at which a cell is as dark as it gets. */
const DARKEST = 0.25;

/** Pairs as a square of cells, darker where the pair is less alike; columns in the order given. */
export function heatMap(columns: readonly string[], pairs: readonly PairTrend[], label: string): string {
	const n = columns.length;
	const cell = Math.max(8, Math.min(26, Math.floor(560 / Math.max(1, n))));
	const letters = 16;
	const gutter = 7 * letters;
	const size = n * cell;
	const index = new Map(columns.map((name, i) => [name, i]));
	const short = (name: string): string => (name.length > letters ? `${name.slice(0, letters - 1)}…` : name);
	const parts: string[] = [];
	for (const pair of pairs) {
		const i = index.get(pair.columns[0]);
		const j = index.get(pair.columns[1]);
		if (i === undefined || j === undefined) continue;
		const title = `${pair.columns[0]} and ${pair.columns[1]}: ${pair.score === null ? (pair.reason ?? "no figure") : percent(pair.score)}`;
		const shade = pair.score === null ? 0 : Math.min(1, (1 - pair.score) / DARKEST);
		const name = pair.score === null ? "none" : "heat";
		for (const [x, y] of [
			[i, j],
			[j, i],
		] as const) {
			parts.push(
				`<rect class="${name}" x="${gutter + x * cell}" y="${y * cell}" width="${cell - 1}" height="${cell - 1}" fill-opacity="${shade.toFixed(3)}"><title>${escapeHtml(title)}</title></rect>`,
			);
		}
	}
	const font = Math.min(11, cell);
	columns.forEach((name, i) => {
		const at = (i + 0.5) * cell;
		const text = escapeHtml(short(name));
		parts.push(
			`<text x="${gutter - 4}" y="${at.toFixed(1)}" font-size="${font}" text-anchor="end" dominant-baseline="middle">${text}</text>`,
			`<text font-size="${font}" text-anchor="end" dominant-baseline="middle" transform="translate(${(gutter + at).toFixed(1)} ${size + 4}) rotate(-90)">${text}</text>`,
		);
	});
	const key = [0, 0.05, 0.1, 0.15, 0.2, 0.25].map((d, i) => {
		const x = gutter + i * 58;
		const y = size + gutter + 6;
		return (
			`<rect class="heat framed" x="${x}" y="${y}" width="14" height="14" fill-opacity="${(d / DARKEST).toFixed(2)}"/>` +
			`<text x="${x + 18}" y="${y + 11}" font-size="11">${i === 5 ? "≤ " : ""}${percent(1 - d)}</text>`
		);
	});
	const width = Math.max(gutter + size, gutter + 6 * 58);
	return (
		`<svg class="chart heat-map" viewBox="0 0 ${width} ${size + gutter + 26}" style="max-width:${width}px" role="img" aria-label="${escapeHtml(label)}">` +
		`${parts.join("")}${key.join("")}</svg>`
	);
}
