import { type ChartNode, chartRoot, formatCoordinate, node } from "./node";
import { formatNumber, linear, ticks } from "./scale";

export interface LineSeries {
	readonly name: string;
	/** Whether it is only the noisy ground of another line. */
	readonly faint?: boolean;
	/** [x, y] in ascending x. */
	readonly points: readonly (readonly [number, number])[];
}

export interface LineChartOptions {
	/** Width in pixels. Default 640. */
	width?: number;
	/** Default 200. */
	height?: number;
	/** What the chart is for those who do not see it. */
	label: string;
	/** Upper end of the x axis; default the last x. */
	xMax?: number;
	/** Name of the x axis, e.g. "step". */
	xName?: string;
}

const MARGIN = { top: 10, right: 12, bottom: 24, left: 44 };
const MOST_POINTS = 400;

/** Lines over a common x axis with round ticks; classes `series-0`, `series-1` … carry the colours. */
export function lineChart(series: readonly LineSeries[], options: LineChartOptions): ChartNode {
	const { width = 640, height = 200, label, xName = "step" } = options;
	const points = series.flatMap((one) => one.points);
	const xs = points.map(([x]) => x);
	const ys = points.map(([, y]) => y).filter(Number.isFinite);
	const xMax = Math.max(options.xMax ?? 0, 1, ...xs);
	// A first spike would flatten all that follows: the axis covers 98 % of the values.
	const sorted = [...ys].sort((a, b) => a - b);
	let low = sorted[0] ?? 0;
	let high = sorted[Math.ceil(sorted.length * 0.98) - 1] ?? 1;
	if (high === low) [low, high] = [low - 0.5, high + 0.5];
	const pad = (high - low) * 0.06;
	const x = linear(0, xMax, MARGIN.left, width - MARGIN.right);
	const y = linear(low - pad, high + pad, height - MARGIN.bottom, MARGIN.top);
	const bottom = height - MARGIN.bottom;
	const parts: ChartNode[] = [];
	for (const value of ticks(low, high, 4)) {
		parts.push(node("line", { class: "grid", x1: MARGIN.left, x2: width - MARGIN.right, y1: y(value), y2: y(value) }));
		parts.push(
			node("text", { class: "tick", x: MARGIN.left - 8, y: y(value) + 4, "text-anchor": "end" }, formatNumber(value)),
		);
	}
	for (const value of ticks(0, xMax, width < 480 ? 3 : 6)) {
		const text = formatNumber(value);
		const atEnd = x(value) + text.length * 3.4 > width;
		const place = { x: atEnd ? width : x(value), "text-anchor": atEnd ? "end" : "middle" };
		parts.push(node("text", { class: "tick", y: height - 6, ...place }, text));
	}
	parts.push(node("line", { class: "axis", x1: MARGIN.left, x2: width - MARGIN.right, y1: bottom, y2: bottom }));
	series.forEach((one, index) => {
		const path = linePath(thin(one.points), x, (value) => Math.max(MARGIN.top - 4, Math.min(bottom, y(value))));
		if (path) parts.push(node("path", { class: one.faint ? "faint" : `series-${index}`, d: path, fill: "none" }));
		const last = one.points.at(-1);
		if (last && !one.faint)
			parts.push(node("circle", { class: `series-${index}`, cx: x(last[0]), cy: y(last[1]), r: 3 }));
	});
	const ends = series
		.filter((one) => !one.faint)
		.map((one) => `${one.name} ${formatNumber(one.points.at(-1)?.[1] ?? Number.NaN)}`)
		.join(", ");
	return chartRoot(`${label}; ${xName} ${formatNumber(Math.max(0, ...xs))}: ${ends}`, width, height, "lines", ...parts);
}

/** At most 400 points, the last always among them. */
function thin(points: LineSeries["points"]): LineSeries["points"] {
	if (points.length <= MOST_POINTS) return points;
	const every = Math.ceil(points.length / MOST_POINTS);
	return points.filter((_, i) => i % every === 0 || i === points.length - 1);
}

function linePath(points: LineSeries["points"], x: (value: number) => number, y: (value: number) => number): string {
	return points
		.filter(([, value]) => Number.isFinite(value))
		.map(([px, py], i) => `${i === 0 ? "M" : "L"}${formatCoordinate(x(px))} ${formatCoordinate(y(py))}`)
		.join("");
}
