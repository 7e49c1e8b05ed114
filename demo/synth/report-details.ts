import { toSvg } from "../../src/element/to-svg";
import type { Block, Card, ReportDocument, Section, TextTable } from "../../src/report/format/document";
import { type Child, fill, h } from "../dom";

/** Widest chart, in pixels. */
const MOST_WIDTH = 640;

/** The first screen of a report: one figure a question. */
export function reportCards({ cards }: ReportDocument): HTMLElement {
	return h("div", { class: "verdicts" }, cards.map(cardElement));
}

function cardElement({ title, value, beside, text, alarm }: Card): HTMLElement {
	return h(
		"section",
		{ class: alarm ? "verdict alarm" : "verdict" },
		h("h3", { class: "question" }, title),
		h("p", { class: value.length > 16 ? "answer long" : "answer" }, value),
		beside && h("p", { class: "explains" }, beside),
		h("p", { class: "explains" }, text),
		alarm &&
			h("p", { class: "explains warns" }, "More than coincidence explains: look into the details before sharing."),
	);
}

/**
 * The report's sections, each built when it is first opened. Single columns are left to the charts beside.
 *
 * @param document made for charts of a width in pixels.
 */
export function reportSections(document: (width: number) => ReportDocument): HTMLElement {
	const { notes, sections } = document(MOST_WIDTH);
	const shown = sections.filter(({ id }) => id !== "marginals");
	const built = (id: Section["id"], width: number) => document(width).sections.find((one) => one.id === id) as Section;
	return h(
		"div",
		{ class: "chapters" },
		shown.map(({ id, title }) => chapter(title, (width) => built(id, width).blocks.map(blockElement))),
		chapter("Notes", () => [
			h(
				"ul",
				{ class: "plain-list small" },
				notes.map((note) => h("li", {}, note)),
			),
		]),
	);
}

function chapter(title: string, build: (width: number) => Child[]): HTMLDetailsElement {
	const box = h("div", { class: "stack chapter" });
	const details = h("details", {}, h("summary", {}, title), box);
	details.addEventListener("toggle", () => {
		if (details.open && box.childElementCount === 0)
			fill(box, build(Math.min(MOST_WIDTH, box.clientWidth || MOST_WIDTH)));
	});
	return details;
}

function blockElement(block: Block): HTMLElement {
	switch (block.kind) {
		case "text":
			return h("p", { class: "small" }, block.text);
		case "table":
			return tableElement(block.table);
		case "chart":
			return h("div", { class: "stack" }, toSvg(block.chart), tableElement(block.table));
		case "definition":
			return h(
				"details",
				{ class: "small definition" },
				h("summary", { class: "muted" }, `What is measured: ${block.title}`),
				h("p", {}, block.text, h("span", { class: "muted" }, ` Source: ${block.source}.`)),
			);
	}
}

/** A table whose first column names its rows. */
function tableElement({ caption, head, rows }: TextTable): HTMLElement {
	return h(
		"div",
		{ class: "table-scroll", tabindex: "0", role: "region", "aria-label": caption },
		h(
			"table",
			{ class: "data" },
			h("caption", { class: "small muted" }, caption),
			h(
				"thead",
				{},
				h(
					"tr",
					{},
					head.map((name, i) => h("th", { scope: "col", class: i > 0 ? "number" : undefined }, name)),
				),
			),
			h(
				"tbody",
				{},
				rows.map(([name, ...figures]) =>
					h(
						"tr",
						{},
						h("th", { scope: "row" }, name),
						figures.map((figure) => h("td", { class: "number" }, figure)),
					),
				),
			),
		),
	);
}
