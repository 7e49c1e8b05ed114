import type { ChartNode } from "./node";

/** Text as HTML and SVG have it. */
export function escapeHtml(text: string): string {
	return text
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;")
		.replaceAll('"', "&quot;")
		.replaceAll("'", "&#39;");
}

/** A chart as the text of an SVG element. */
export function toText({ tag, attributes, children }: ChartNode): string {
	const given = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeHtml(value)}"`);
	const inside = children.map((child) => (typeof child === "string" ? escapeHtml(child) : toText(child)));
	return `<${tag}${given.join("")}>${inside.join("")}</${tag}>`;
}
