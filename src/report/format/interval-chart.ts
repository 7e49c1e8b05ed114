import { escapeHtml, percent } from "./text";

/** One line of the chart: a share with its interval, or why there is none. */
export interface IntervalRow {
	readonly label: string;
	readonly value: number | null;
	readonly interval?: readonly [number, number];
	/** A share to compare with, drawn as a tick. */
	readonly mark?: number;
}

const WIDTH = 640;
const LEFT = 190;
const LINE = 26;

/** Shares from 0 to 1 as points with whiskers, one a line. */
export function intervalChart(rows: readonly IntervalRow[], label: string): string {
	const right = WIDTH - 20;
	const x = (share: number): string => (LEFT + Math.min(1, Math.max(0, share)) * (right - LEFT)).toFixed(1);
	const height = rows.length * LINE + 30;
	const parts: string[] = [];
	for (const tick of [0, 0.25, 0.5, 0.75, 1]) {
		parts.push(
			`<line class="grid" x1="${x(tick)}" x2="${x(tick)}" y1="0" y2="${height - 24}"/>`,
			`<text x="${x(tick)}" y="${height - 8}" text-anchor="middle">${percent(tick)}</text>`,
		);
	}
	rows.forEach((row, i) => {
		const y = i * LINE + LINE / 2;
		parts.push(
			`<text x="${LEFT - 10}" y="${y}" text-anchor="end" dominant-baseline="middle">${escapeHtml(row.label)}</text>`,
		);
		if (row.value === null) {
			parts.push(`<text class="quiet" x="${LEFT + 6}" y="${y}" dominant-baseline="middle">cannot measure</text>`);
			return;
		}
		if (row.interval) {
			const [low, high] = row.interval;
			parts.push(
				`<line class="whisker" x1="${x(low)}" x2="${x(high)}" y1="${y}" y2="${y}"/>`,
				`<line class="whisker" x1="${x(low)}" x2="${x(low)}" y1="${y - 5}" y2="${y + 5}"/>`,
				`<line class="whisker" x1="${x(high)}" x2="${x(high)}" y1="${y - 5}" y2="${y + 5}"/>`,
			);
		}
		if (row.mark !== undefined) {
			parts.push(`<line class="mark" x1="${x(row.mark)}" x2="${x(row.mark)}" y1="${y - 8}" y2="${y + 8}"/>`);
		}
		const ends = row.interval ? `, 95 % interval ${percent(row.interval[0])} to ${percent(row.interval[1])}` : "";
		parts.push(
			`<circle class="point" cx="${x(row.value)}" cy="${y}" r="5"><title>${escapeHtml(`${row.label}: ${percent(row.value)}${ends}`)}</title></circle>`,
		);
	});
	return `<svg class="chart intervals" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeHtml(label)}">${parts.join("")}</svg>`;
}
