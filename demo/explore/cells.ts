import type { Column, Table } from "../../src/index";
import { cellText } from "../../src/index";
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
				const shown = text === undefined ? text : shortened(text, column);
				if (shown === undefined) return h("td", { class: "values" in column ? "none number" : "none" }, "missing");
				return h(
					"td",
					{
						class: "values" in column ? "number" : undefined,
						title: shown !== text || shown.length > 28 ? text : undefined,
					},
					shown,
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

/** Numbers of full precision cut to six digits, for reading; files keep them whole. */
function shortened(text: string, column: Column): string {
	if (column.kind !== "number" || column.decimals !== undefined || text.length < 10) return text;
	return String(Number(Number(text).toPrecision(6)));
}
