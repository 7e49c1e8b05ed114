import type { ChartNode } from "../charts/node";

const NAMESPACE = "http://www.w3.org/2000/svg";

function elementOf({ tag, attributes, children }: ChartNode): SVGElement {
	const element = document.createElementNS(NAMESPACE, tag);
	for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
	element.append(...children.map((child) => (typeof child === "string" ? child : elementOf(child))));
	return element;
}

/** A chart as SVG elements of this document. */
export function toSvg(chart: ChartNode): SVGSVGElement {
	return elementOf(chart) as SVGSVGElement;
}
