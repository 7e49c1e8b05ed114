import type { Distribution } from "./distribution";
import { type ChartNode, chartRoot, formatCoordinate, node } from "./node";
import { formatShare, linear } from "./scale";

export interface HistogramOptions {
	/** Width in user units, one a pixel at natural size. Default 300. */
	width?: number;
	/** Default 120. */
	height?: number;
	/** Names of the tables, in the distribution's order: "real", "synthetic". */
	names?: readonly string[];
	/** How a share is written. Default `formatShare`. */
	share?: (share: number) => string;
	/** False leaves out the axis, for thumbnails. */
	axis?: boolean;
}

type Written = (share: number) => string;

/**
 * A histogram: the first table as filled bars, every further one as a stepped line over them. Classes `series-0`,
 * `series-1` … carry the colours; each bin's title tells its figures.
 */
export function histogram(of: Distribution, options: HistogramOptions = {}): ChartNode {
	const {
		width = 300,
		height = 120,
		names = ["real", "synthetic"],
		share: written = formatShare,
		axis = true,
	} = options;
	const bottom = axis ? height - 18 : height - 1;
	const bins = of.labels.length;
	const top = Math.max(1e-9, ...of.shares.flat());
	const y = linear(0, top, bottom, 4);
	const x = linear(0, bins, 0.5, width - 0.5);
	const gap = bins > 40 ? 0 : 0.5;
	const parts: ChartNode[] = [];
	const bars = of.shares[0] ?? [];
	parts.push(
		node(
			"g",
			{ class: "series-0" },
			...bars.map((share, i) =>
				node("rect", {
					x: x(i) + gap,
					y: y(share),
					width: Math.max(0.5, x(i + 1) - x(i) - 2 * gap),
					height: bottom - y(share),
				}),
			),
		),
	);
	of.shares.slice(1).forEach((shares, index) => {
		parts.push(node("path", { class: `series-${index + 1}`, d: steps(shares, x, y, bottom), fill: "none" }));
	});
	if (axis) {
		parts.push(node("line", { class: "axis", x1: 0, x2: width, y1: bottom + 0.5, y2: bottom + 0.5 }));
		parts.push(...edgeLabels(of, width, height));
	}
	parts.push(
		node(
			"g",
			{ class: "hover" },
			...of.labels.map((label, i) =>
				node(
					"rect",
					{ x: x(i), y: 0, width: x(i + 1) - x(i), height: bottom },
					node("title", {}, binTitle(of, i, label, names, written)),
				),
			),
		),
	);
	return chartRoot(describe(of, names, written), width, height, "histogram", ...parts);
}

function steps(
	shares: readonly number[],
	x: (value: number) => number,
	y: (value: number) => number,
	bottom: number,
): string {
	let path = `M${formatCoordinate(x(0))} ${formatCoordinate(bottom)}`;
	shares.forEach((share, i) => {
		path += `V${formatCoordinate(y(share))}H${formatCoordinate(x(i + 1))}`;
	});
	return `${path}V${formatCoordinate(bottom)}`;
}

function edgeLabels(of: Distribution, width: number, height: number): ChartNode[] {
	return (of.axis ?? []).map((text, i) => {
		const anchor = i === 0 ? "start" : i === 1 ? "middle" : "end";
		return node("text", { x: (i * width) / 2, y: height - 4, "text-anchor": anchor, class: "tick" }, text);
	});
}

function binTitle(of: Distribution, bin: number, label: string, names: readonly string[], written: Written): string {
	const figures = of.shares.map((shares, i) => `${names[i] ?? i} ${written(shares[bin] ?? 0)}`);
	return `${label}: ${figures.join(", ")}`;
}

function describe(of: Distribution, names: readonly string[], written: Written): string {
	const drawn = of.shares.map((_, i) => names[i] ?? String(i)).join(" and ");
	const missing = of.missing.map((share, i) => `${names[i] ?? i} ${written(share)} missing`).join(", ");
	return `Histogram of ${of.name}, ${drawn}; ${missing}`;
}
