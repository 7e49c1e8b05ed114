/** Attributes of an SVG element; `undefined` leaves one out. */
export type SvgAttributes = Readonly<Record<string, string | number | undefined>>;

const NAMESPACE = "http://www.w3.org/2000/svg";

/**
 * An SVG element with its attributes and children. Strings become text nodes, so nothing a table holds is ever
 * parsed; colours come from style sheets by class, so that charts work where inline styles are forbidden.
 */
export function svg<Tag extends keyof SVGElementTagNameMap>(
	tag: Tag,
	attributes: SvgAttributes = {},
	...children: (Node | string)[]
): SVGElementTagNameMap[Tag] {
	const element = document.createElementNS(NAMESPACE, tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (value !== undefined) element.setAttribute(name, typeof value === "number" ? formatCoordinate(value) : value);
	}
	element.append(...children);
	return element;
}

/** A chart's root: an image with a name for those who do not see it. */
export function chartRoot(
	label: string,
	width: number,
	height: number,
	className: string,
	...children: (Node | string)[]
): SVGSVGElement {
	return svg(
		"svg",
		{ viewBox: `0 0 ${width} ${height}`, class: `chart ${className}`, role: "img", "aria-label": label },
		...children,
	);
}

/** Coordinates to a hundredth of a pixel: enough for the eye, and short. */
export function formatCoordinate(value: number): string {
	return String(Math.round(value * 100) / 100);
}
