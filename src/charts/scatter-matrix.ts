import { type Column, isNumeric } from "../table/table";
import { distribution } from "./distribution";
import { shorten } from "./level-bars";
import { type ChartNode, chartRoot, formatCoordinate, node } from "./node";
import { linear } from "./scale";

export interface ScatterMatrixOptions {
	/** Width in pixels. Default 640. */
	width?: number;
	/** Points a panel at most. Default 400. */
	points?: number;
}

const GAP = 6;
/** Square roots of primes: fractional parts of their multiples spread evenly and no two of them go together. */
const SPREADS = [5, 2, 3, 7, 11, 13, 17, 19].map(Math.sqrt);

/**
 * Every pair of columns as a scatter plot, each column by itself as a histogram on the diagonal. Levels stand side by
 * side, spread a little so that points do not hide each other.
 */
export function scatterMatrix(columns: readonly Column[], options: ScatterMatrixOptions = {}): ChartNode {
	const { width = 640, points = 400 } = options;
	const count = columns.length;
	const label = 18;
	const size = (width - GAP * (count - 1)) / count;
	const parts: ChartNode[] = [];
	const scaled = columns.map((column, i) => positions(column, points, size, SPREADS[i % SPREADS.length] as number));
	columns.forEach((column, i) => {
		const left = i * (size + GAP);
		parts.push(
			node(
				"text",
				{ class: "level", x: left + size / 2, y: 12, "text-anchor": "middle" },
				shorten(column.name, Math.max(3, Math.floor(size / 7))),
			),
		);
		for (let j = 0; j <= i; j++) {
			const panel = { x: j * (size + GAP), y: label + i * (size + GAP) };
			const dotted = () =>
				node("path", {
					class: "dots",
					d: dots(scaled[j] as Float64Array, scaled[i] as Float64Array, size),
					"stroke-width": size < 80 ? 2 : 3,
				});
			parts.push(
				node(
					"g",
					{ transform: `translate(${formatCoordinate(panel.x)} ${formatCoordinate(panel.y)})` },
					node("rect", { class: "panel", width: size, height: size, rx: 4 }),
					...(i === j ? diagonal(column, size) : [dotted()]),
				),
			);
		}
	});
	const names = columns.map((column) => column.name).join(", ");
	return chartRoot(`Scatter plots of every pair of ${names}`, width, label + count * (size + GAP), "scatter", ...parts);
}

/** Where each of the first rows lies along a panel's side; NaN where the value is missing. */
function positions(column: Column, most: number, size: number, spread: number): Float64Array {
	const inset = 6;
	if (isNumeric(column)) {
		const values = column.values.subarray(0, most);
		const present = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
		const n = present.length;
		const low = present[Math.floor(n * 0.01)] ?? 0;
		const high = present[Math.max(0, Math.ceil(n * 0.99) - 1)] ?? 1;
		const scale = linear(low, high, inset, size - inset);
		return Float64Array.from(values, (value) =>
			Number.isNaN(value) ? value : Math.max(3, Math.min(size - 3, scale(value))),
		);
	}
	const levels = Math.max(1, column.levels.length);
	const step = (size - 2 * inset) / levels;
	return Float64Array.from(column.codes.subarray(0, most), (code, row) => {
		if (code < 0) return Number.NaN;
		return inset + step * (code + 0.5 + 0.5 * (((row * spread) % 1) - 0.5));
	});
}

function dots(xs: Float64Array, ys: Float64Array, size: number): string {
	let path = "";
	for (let i = 0; i < xs.length; i++) {
		const x = xs[i] as number;
		const y = ys[i] as number;
		if (Number.isNaN(x) || Number.isNaN(y)) continue;
		path += `M${formatCoordinate(x)} ${formatCoordinate(size - y)}h0`;
	}
	return path;
}

function diagonal(column: Column, size: number): ChartNode[] {
	const of = distribution([column], { bins: 18, levels: 12 });
	const shares = of.shares[0] ?? [];
	const top = Math.max(1e-9, ...shares);
	const step = (size - 8) / Math.max(1, shares.length);
	return shares.map((share, i) =>
		node("rect", {
			class: "series-0",
			x: 4 + i * step + 0.5,
			y: size - 4 - (share / top) * (size - 12),
			width: Math.max(0.5, step - 1),
			height: (share / top) * (size - 12),
		}),
	);
}
