import { html, nothing, type TemplateResult } from "lit";
import { cellText } from "../../table/cell-text";
import { type Column, isNumeric, type Table } from "../../table/table";
import type { Translate } from "../messages/messages";

const MOST_COLUMNS = 60;

export interface RowsOptions {
	/** Rows to show, by their number. Default: the first ten. */
	rows?: readonly number[];
	/** Column the rows are sorted by, and what pressing a column's name does. */
	sort?: { column: string | undefined; descending: boolean; onSort(column: string): void };
}

/** Rows of a table as an HTML table that can be scrolled by mouse and keyboard. */
export function rowsTable(t: Translate, table: Table, caption: string, options: RowsOptions = {}): TemplateResult {
	const { rows = Array.from({ length: Math.min(10, table.rows) }, (_, row) => row), sort } = options;
	const columns = table.columns.slice(0, MOST_COLUMNS);
	const texts = columns.map(cellText);
	const head = columns.map((column) => {
		const { name } = column;
		const sorted = sort?.column === name ? (sort.descending ? "descending" : "ascending") : undefined;
		const button =
			sort &&
			html`<button class="sort" type="button" aria-label=${t("rows.sort", { column: name })} @click=${() => sort.onSort(name)}>
				${name}<span aria-hidden="true">${sorted === undefined ? "" : sorted === "ascending" ? " ↑" : " ↓"}</span></button>`;
		return html`<th scope="col" class=${isNumeric(column) ? "number" : nothing} aria-sort=${sorted ?? nothing}>${button ?? name}</th>`;
	});
	const body = rows.map(
		(row) => html`<tr>
			${columns.map((column, i) => cell(t, column, texts[i]?.(row)))}
		</tr>`,
	);
	return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${caption}>
		<table class="data">
			<caption class="visually-hidden">${caption}</caption>
			<thead><tr>${head}</tr></thead>
			<tbody>${body}</tbody>
		</table>
	</div>`;
}

function cell(t: Translate, column: Column, text: string | undefined): TemplateResult {
	const numeric = isNumeric(column);
	if (text === undefined) return html`<td class=${numeric ? "none number" : "none"}>${t("result.none")}</td>`;
	const shown = shortened(text, column);
	const title = shown !== text || shown.length > 28 ? text : nothing;
	return html`<td class=${numeric ? "number" : nothing} title=${title}>${shown}</td>`;
}

/** Numbers of full precision cut to six digits, for reading; files keep them whole. */
function shortened(text: string, column: Column): string {
	if (column.kind !== "number" || column.decimals !== undefined || text.length < 10) return text;
	return String(Number(Number(text).toPrecision(6)));
}
