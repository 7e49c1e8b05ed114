import { type ChartNode, chartRoot, formatCoordinate, node } from "./node";

export interface PointMapOptions {
	/** Width and height in pixels. Default 360. */
	size?: number;
	label: string;
}

const MARGIN = 8;

/** Points in a square, both axes to the same scale and without numbers: only what lies near what is told. */
export function pointMap(points: readonly (readonly [number, number])[], options: PointMapOptions): ChartNode {
	const { size = 360, label } = options;
	const ends = [0, 1].map((axis) => {
		const values = points.map((point) => point[axis as 0 | 1]);
		return { low: Math.min(...values), high: Math.max(...values) };
	}) as [{ low: number; high: number }, { low: number; high: number }];
	const span = Math.max(...ends.map(({ low, high }) => high - low), Number.MIN_VALUE);
	const scale = (size - 2 * MARGIN) / span;
	const place = (value: number, { low, high }: { low: number; high: number }) =>
		formatCoordinate(size / 2 + (value - (low + high) / 2) * scale);
	const d = points.map(([x, y]) => `M${place(x, ends[0])} ${place(-y, { low: -ends[1].high, high: -ends[1].low })}h0`);
	return chartRoot(
		label,
		size,
		size,
		"points",
		node("rect", { class: "panel", width: size, height: size, rx: 4 }),
		node("path", { class: "dots", d: d.join("") }),
	);
}
