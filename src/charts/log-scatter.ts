import { type ChartNode, chartRoot, formatCoordinate, node } from "./node";
import { linear } from "./scale";

export interface LogScatterOptions {
	/** Width and height in pixels. Default 360. */
	size?: number;
	/** What the chart is for those who do not see it. */
	label: string;
	/** Names of the axes, the one across first. */
	axes: readonly [string, string];
	/** What stands in place of 0, which has no logarithm. */
	least: number;
}

const MARGIN = { top: 10, right: 26, bottom: 40, left: 62 };

/** Shares against shares, both axes logarithmic, with the line of equality. */
export function logScatter(points: readonly (readonly [number, number])[], options: LogScatterOptions): ChartNode {
	const { size = 360, label, axes, least } = options;
	const log = (share: number) => Math.log10(Math.max(least, share));
	const ends = points.flatMap(([x, y]) => [log(x), log(y)]);
	const low = Math.floor(Math.min(0, ...ends));
	const x = linear(low, 0, MARGIN.left, size - MARGIN.right);
	const y = linear(low, 0, size - MARGIN.bottom, MARGIN.top);
	const [left, right, top, bottom] = [x(low), x(0), y(0), y(low)];
	const parts: ChartNode[] = [];
	for (let power = low; power <= 0; power++) {
		const text = `${Number((100 * 10 ** power).toPrecision(1))} %`;
		parts.push(
			node("path", {
				class: "grid",
				d: `M${formatCoordinate(x(power))} ${top}V${bottom}M${left} ${formatCoordinate(y(power))}H${right}`,
			}),
		);
		parts.push(node("text", { class: "tick", x: left - 6, y: y(power) + 4, "text-anchor": "end" }, text));
		parts.push(node("text", { class: "tick", x: x(power), y: bottom + 16, "text-anchor": "middle" }, text));
	}
	parts.push(node("path", { class: "axis reference", d: `M${left} ${bottom}L${right} ${top}` }));
	for (const [a, b] of points)
		parts.push(node("circle", { class: "estimate series-1", cx: x(log(a)), cy: y(log(b)), r: 2.5 }));
	parts.push(node("text", { class: "tick", x: (left + right) / 2, y: size - 6, "text-anchor": "middle" }, axes[0]));
	const middle = (top + bottom) / 2;
	const turned = { transform: `rotate(-90 12 ${formatCoordinate(middle)})`, "text-anchor": "middle" };
	parts.push(node("text", { class: "tick", x: 12, y: middle, ...turned }, axes[1]));
	return chartRoot(label, size, size, "log-scatter", ...parts);
}
