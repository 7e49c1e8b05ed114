import { cellText } from "../../src/element/cells";
import type { Table } from "../../src/index";
import { h } from "../dom";

/** The first rows of a table as an HTML table that can be scrolled by mouse and keyboard. */
export function rowsTable(table: Table, caption: string, most = 10): HTMLElement {
	const rows = Math.min(most, table.rows);
	const columns = table.columns.slice(0, 60);
	const texts = columns.map(cellText);
	const head = columns.map((column) => h("th", { scope: "col", class: "values" in column && "number" }, column.name));
	const body = Array.from({ length: rows }, (_, row) =>
		h(
			"tr",
			{},
			columns.map((column, i) => {
				const text = texts[i]?.(row);
				if (text === undefined) return h("td", { class: "none" }, "missing");
				return h(
					"td",
					{ class: "values" in column ? "number" : undefined, title: text.length > 28 ? text : undefined },
					text,
				);
			}),
		),
	);
	return h(
		"div",
		{ class: "table-scroll", tabindex: "0", role: "region", "aria-label": caption },
		h(
			"table",
			{ class: "data" },
			h("caption", { class: "visually-hidden" }, caption),
			h("thead", {}, h("tr", {}, head)),
			h("tbody", {}, body),
		),
	);
}
