import { shorten } from "./level-bars";
import { type ChartNode, chartRoot, node } from "./node";
import { formatShare } from "./scale";

export interface HeatMapOptions {
	/** What the chart is for those who do not see it. */
	label: string;
	/** Default 560. */
	width?: number;
	/** Value at which a cell is fully coloured. Default 1. */
	full?: number;
	/** Text of a value. Default per cent. */
	format?: (value: number) => string;
}

/**
 * Pairs of names as a triangle of cells, the more coloured the larger the value. `value(i, j)` with j < i; undefined
 * leaves a cell empty.
 */
export function heatMap(
	names: readonly string[],
	value: (i: number, j: number) => number | undefined,
	options: HeatMapOptions,
): ChartNode {
	const { label, width = 560, full = 1, format = formatShare } = options;
	const left = Math.min(150, Math.round(width * 0.3));
	const size = (width - left) / Math.max(1, names.length - 1);
	const row = Math.min(26, Math.max(12, size));
	const parts: ChartNode[] = [];
	for (let i = 1; i < names.length; i++) {
		const y = (i - 1) * row;
		const name = names[i] as string;
		parts.push(
			node(
				"text",
				{ class: "tick", x: left - 8, y: y + row / 2 + 4, "text-anchor": "end" },
				shorten(name, Math.floor(left / 6.4)),
				node("title", {}, name),
			),
		);
		for (let j = 0; j < i; j++) {
			const at = value(i, j);
			const attributes = {
				class: at === undefined ? "cell empty" : "cell",
				x: left + j * size + 0.5,
				y: y + 0.5,
				width: Math.max(0.5, size - 1),
				height: row - 1,
				rx: Math.min(3, size / 6),
				"fill-opacity": at === undefined ? undefined : Math.max(0.04, Math.min(1, at / full)),
			};
			const figure = at === undefined ? "no figure" : format(at);
			parts.push(node("rect", attributes, node("title", {}, `${name} and ${names[j]}: ${figure}`)));
		}
	}
	const bottom = (names.length - 1) * row;
	for (let j = 0; j < names.length - 1; j++) {
		const x = left + (j + 0.5) * size;
		parts.push(
			node(
				"text",
				{ class: "tick", x, y: bottom + 12, "text-anchor": "end", transform: `rotate(-40 ${x} ${bottom + 12})` },
				shorten(names[j] as string, 14),
			),
		);
	}
	return chartRoot(label, width, bottom + 84, "heat-map", ...parts);
}
