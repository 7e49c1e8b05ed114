import { type Column, isNumeric, type LevelColumn } from "../table/table";
import { distribution } from "./distribution";
import { shorten } from "./level-bars";
import { type ChartNode, chartRoot, formatCoordinate, node } from "./node";
import { formatMoment, formatNumber, linear } from "./scale";

export interface ScatterMatrixOptions {
	/** Width in pixels. Default 640. */
	width?: number;
	/** Points a panel at most. Default 400. */
	points?: number;
}

const GAP = 8;
/** Room for the values beside and below the panels, and for a column's name over its histogram. */
const LEFT = 58;
const BELOW = 22;
const TITLE = 18;
const MOST_LEVELS_NAMED = 4;

/**
 * A number from 0 to 1 for a row of a column, the same at every drawing and alike to no other column's: multiples of two
 * irrational numbers would lie in stripes. The mixing constants are those of lowbias32 (Wellons, "Prospecting for Hash
 * Functions", 2018).
 */
function spread(row: number, column: number): number {
	let x = Math.imul(row + 1, 0x9e3779b1) ^ Math.imul(column + 1, 0x85ebca6b);
	x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
	x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
	return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
}

/**
 * Every pair of columns as a scatter plot, each column by itself as a histogram on the diagonal under its name. Values
 * stand on the axes at the left and below: the ends of a range, the levels where they are few. Levels are spread a
 * little so that points do not hide each other.
 */
export function scatterMatrix(columns: readonly Column[], options: ScatterMatrixOptions = {}): ChartNode {
	const { width = 640, points = 400 } = options;
	const count = columns.length;
	const size = (width - LEFT - GAP * (count - 1)) / count;
	const parts: ChartNode[] = [];
	const scaled = columns.map((column, i) => positions(column, points, size, i));
	const corner = (i: number) => i * (size + GAP);
	columns.forEach((column, i) => {
		for (let j = 0; j <= i; j++) {
			const dotted = () =>
				node("path", {
					class: "dots",
					d: dots(scaled[j]?.at as Float64Array, scaled[i]?.at as Float64Array, size),
					"stroke-width": size < 80 ? 2 : 3,
				});
			parts.push(
				node(
					"g",
					{ transform: `translate(${formatCoordinate(LEFT + corner(j))} ${formatCoordinate(corner(i))})` },
					node("rect", { class: "panel", width: size, height: size, rx: 4 }),
					...(i === j ? diagonal(column, size) : [dotted()]),
				),
			);
		}
		const { ticks } = scaled[i] as Scaled;
		const bottom = corner(count - 1) + size + 15;
		// The first row's panel is a histogram: its height is no value of the column.
		const beside = i === 0 ? [] : ticks;
		for (const { at, text } of beside) {
			const y = corner(i) + Math.min(size - 2, Math.max(9, size - at + 4));
			parts.push(node("text", { class: "level", x: LEFT - 6, y, "text-anchor": "end" }, shorten(text, 7)));
		}
		const room = Math.max(3, Math.floor(size / Math.max(1, ticks.length) / 6.4));
		for (const { at, text } of ticks) {
			const anchor = at < size * 0.2 ? "start" : at > size * 0.8 ? "end" : "middle";
			const x = LEFT + corner(i) + (anchor === "middle" ? at : anchor === "start" ? 2 : size - 2);
			parts.push(node("text", { class: "level", x, y: bottom, "text-anchor": anchor }, shorten(text, room)));
		}
	});
	const names = columns.map((column) => column.name).join(", ");
	const height = count * (size + GAP) - GAP + BELOW;
	return chartRoot(`Scatter plots of every pair of ${names}`, width, height, "scatter", ...parts);
}

interface Scaled {
	/** Where each row lies along a panel's side. */
	readonly at: Float64Array;
	readonly ticks: readonly { at: number; text: string }[];
}

/** Where each of the first rows lies along a panel's side, NaN where the value is missing, and what stands at its axis. */
function positions(column: Column, most: number, size: number, index: number): Scaled {
	const inset = 6;
	if (isNumeric(column)) {
		const values = column.values.subarray(0, most);
		const present = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
		const n = present.length;
		const low = present[Math.floor(n * 0.01)] ?? 0;
		const high = present[Math.max(0, Math.ceil(n * 0.99) - 1)] ?? 1;
		const scale = linear(low, high, inset, size - inset);
		const at = Float64Array.from(values, (value) =>
			Number.isNaN(value) ? value : Math.max(3, Math.min(size - 3, scale(value))),
		);
		const format = (value: number) =>
			column.kind === "datetime" ? formatMoment(value, high - low) : formatNumber(Number(value.toPrecision(3)));
		const ends = high > low ? [low, high] : [low];
		return { at, ticks: n === 0 ? [] : ends.map((value) => ({ at: scale(value), text: format(value) })) };
	}
	const levels = Math.max(1, column.levels.length);
	const step = (size - 2 * inset) / levels;
	const named = levels <= MOST_LEVELS_NAMED && size >= 60;
	const ticks = named ? column.levels.map((text, code) => ({ at: inset + step * (code + 0.5), text })) : [];
	const at = Float64Array.from(column.codes.subarray(0, most), (code, row) => {
		if (code < 0) return Number.NaN;
		return inset + step * (code + 0.5 + 0.5 * (spread(row, index) - 0.5));
	});
	return { at, ticks };
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

/** Share of each level, in the order in which the axes name them. */
function levelShares({ codes, levels }: LevelColumn): number[] {
	const counts = new Array<number>(levels.length).fill(0);
	for (const code of codes) if (code >= 0) counts[code]!++;
	return counts.map((count) => count / Math.max(1, codes.length));
}

function diagonal(column: Column, size: number): ChartNode[] {
	const shares = isNumeric(column) ? (distribution([column], { bins: 18 }).shares[0] ?? []) : levelShares(column);
	const top = Math.max(1e-9, ...shares);
	const step = (size - 8) / Math.max(1, shares.length);
	const room = size - TITLE - 10;
	const bars = shares.map((share, i) =>
		node("rect", {
			class: "series-0",
			x: 4 + i * step + 0.5,
			y: size - 4 - (share / top) * room,
			width: Math.max(0.5, step - 1),
			height: (share / top) * room,
		}),
	);
	const name = shorten(column.name, Math.max(3, Math.floor(size / 6.8)));
	return [...bars, node("text", { class: "title", x: size / 2, y: 14, "text-anchor": "middle" }, name)];
}
