/**
 * An element of a chart as plain data: it crosses workers, becomes text in a report's file and SVG elements on a page.
 * Strings are text and are never parsed; colours come from style sheets by class, so that charts work where inline styles
 * are forbidden.
 */
export interface ChartNode {
	readonly tag: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly children: readonly (ChartNode | string)[];
}

/** Attributes before they are text; `undefined` leaves one out. */
export type ChartAttributes = Readonly<Record<string, string | number | undefined>>;

/** An element with its attributes and children. */
export function node(
	tag: string,
	attributes: ChartAttributes = {},
	...children: readonly (ChartNode | string)[]
): ChartNode {
	const given = Object.entries(attributes).filter(
		(entry): entry is [string, string | number] => entry[1] !== undefined,
	);
	const texts = given.map(([name, value]) => [name, typeof value === "number" ? formatCoordinate(value) : value]);
	return { tag, attributes: Object.fromEntries(texts), children };
}

/** A chart's root: an image with a name for those who do not see it. */
export function chartRoot(
	label: string,
	width: number,
	height: number,
	className: string,
	...children: readonly (ChartNode | string)[]
): ChartNode {
	const attributes = {
		viewBox: `0 0 ${width} ${height}`,
		class: `chart ${className}`,
		role: "img",
		"aria-label": label,
	};
	return node("svg", attributes, ...children);
}

/** Coordinates to a hundredth of a pixel: enough for the eye, and short. */
export function formatCoordinate(value: number): string {
	return String(Math.round(value * 100) / 100);
}
