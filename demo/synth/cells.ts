import type { Column, Table } from "../../src/index";
import { h } from "../dom";

/** A cell as text; `undefined` where the value is missing. */
export function cellText(column: Column, row: number): string | undefined {
	if (!("values" in column)) {
		const code = column.codes[row] ?? -1;
		return code < 0 ? undefined : column.levels[code];
	}
	const value = column.values[row] ?? Number.NaN;
	if (Number.isNaN(value)) return undefined;
	if (column.kind === "datetime") return momentText(value, column.format);
	if (column.kind === "integer" || column.decimals === undefined) return String(value);
	return value.toFixed(Math.min(20, column.decimals));
}

function momentText(milliseconds: number, format: string | undefined): string {
	const moment = new Date(milliseconds);
	if (Number.isNaN(moment.getTime())) return String(milliseconds);
	const iso = moment.toISOString();
	const hasTime = format ? /h/i.test(format) : !iso.endsWith("T00:00:00.000Z");
	return hasTime ? iso.slice(0, 19).replace("T", " ") : iso.slice(0, 10);
}

/** The first rows of a table as an HTML table that can be scrolled by mouse and keyboard. */
export function rowsTable(table: Table, caption: string, most = 10): HTMLElement {
	const rows = Math.min(most, table.rows);
	const columns = table.columns.slice(0, 60);
	const head = columns.map((column) => h("th", { scope: "col", class: "values" in column && "number" }, column.name));
	const body = Array.from({ length: rows }, (_, row) =>
		h(
			"tr",
			{},
			columns.map((column) => {
				const text = cellText(column, row);
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
