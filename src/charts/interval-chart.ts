import { shorten } from "./level-bars";
import { type ChartNode, chartRoot, node } from "./node";
import { formatShare, linear, ticks } from "./scale";

export interface IntervalRow {
	readonly label: string;
	/** The estimate, absent where it could not be measured. */
	readonly value?: number | undefined;
	/** Lower and upper end of its interval. */
	readonly interval?: readonly [number, number] | undefined;
	/** What it is to be compared with, as a tick. */
	readonly mark?: number | undefined;
	/** What to say instead of a value. */
	readonly note?: string | undefined;
}

export interface IntervalChartOptions {
	label: string;
	/** Default 560. */
	width?: number;
	/** Ends of the axis. Default [0, 1]. */
	domain?: readonly [number, number];
	/** A line to compare with, e.g. 0.5 for guessing. */
	reference?: number;
	/** Text of a value. Default per cent. */
	format?: (value: number) => string;
}

const ROW = 30;
/** Below this width names stand above their intervals instead of beside them. */
const NARROW = 480;

/** Estimates as dots with their intervals as lines, one row each, over a common axis. */
export function intervalChart(rows: readonly IntervalRow[], options: IntervalChartOptions): ChartNode {
	const { width = 560, domain = [0, 1], reference, format = formatShare, label } = options;
	const narrow = width < NARROW;
	const left = narrow ? 8 : Math.min(210, Math.round(width * 0.36));
	const right = width - 64;
	const step = narrow ? ROW + 18 : ROW;
	const height = rows.length * step + 24;
	const x = linear(domain[0], domain[1], left, right);
	const clamp = (value: number) => x(Math.max(domain[0], Math.min(domain[1], value)));
	const parts: ChartNode[] = [];
	for (const value of ticks(domain[0], domain[1], width < 420 ? 2 : 4)) {
		parts.push(node("line", { class: "grid", x1: x(value), x2: x(value), y1: 4, y2: height - 22 }));
		parts.push(node("text", { class: "tick", x: x(value), y: height - 6, "text-anchor": "middle" }, format(value)));
	}
	if (reference !== undefined) {
		parts.push(node("line", { class: "reference", x1: x(reference), x2: x(reference), y1: 0, y2: height - 22 }));
	}
	rows.forEach((row, i) => {
		const y = (i + 1) * step - ROW / 2 + 2;
		const room = Math.floor((narrow ? width : left) / 6.6);
		const place = { class: "level", x: 0, y: narrow ? y - 16 : y + 4 };
		parts.push(node("text", place, shorten(row.label, room), node("title", {}, row.label)));
		if (row.value === undefined) {
			parts.push(node("text", { class: "tick", x: left, y: y + 4 }, row.note ?? "cannot be measured"));
			return;
		}
		if (row.interval) {
			const [low, high] = row.interval;
			parts.push(node("line", { class: "interval", x1: clamp(low), x2: clamp(high), y1: y, y2: y }));
		}
		if (row.mark !== undefined) {
			parts.push(node("line", { class: "mark", x1: clamp(row.mark), x2: clamp(row.mark), y1: y - 8, y2: y + 8 }));
		}
		parts.push(node("circle", { class: "estimate", cx: clamp(row.value), cy: y, r: 5 }));
		parts.push(node("text", { class: "figure", x: width, y: y + 4, "text-anchor": "end" }, format(row.value)));
	});
	return chartRoot(label, width, height, "intervals", ...parts);
}
