import { html, type TemplateResult } from "lit";
import { cellText } from "../../table/cell-text";
import { isNumeric, type Table } from "../../table/table";
import type { Translate } from "../messages/messages";
import { selectField, textField } from "./fields";
import { later } from "./later";
import { rowsTable } from "./rows-table";
import type { Ui, View } from "./view";

const SHOWN = 12;
/** Rows looked through; more would make the page stand still. */
const MOST_SEARCHED = 20_000;

/** Rows to look at: synthetic ones, real ones, or both one below the other, found by a word and sorted by a column. */
export function rows(view: View): TemplateResult {
	const { t, flow, ui, update } = view;
	const { result } = flow;
	if (!result) return html``;
	const real = result.like?.training.rows ? result.like.training : undefined;
	const which = real ? ui.rows.which : "synthetic";
	const change = (part: Partial<Ui["rows"]>) => update({ rows: { ...ui.rows, ...part } });
	const onSort = (column: string) =>
		change({ sort: column, descending: ui.rows.sort === column ? !ui.rows.descending : false });
	const box = (table: Table, caption: string) => html`<div class="stack">
		${which === "both" ? html`<h4>${caption}</h4>` : undefined}
		${later([table, ui.rows, t], () => found(t, table, caption, ui.rows, onSort))}
	</div>`;
	return html`<div class="stack">
		<h3>${t("rows.title")}</h3>
		<div class="grid-2">
			${
				real &&
				selectField({
					id: "rows-which",
					label: t("rows.which"),
					choices: [
						["synthetic", t("rows.synthetic")],
						["real", t("rows.real")],
						["both", t("rows.both")],
					],
					value: which,
					onValue: (value) => change({ which: value as Ui["rows"]["which"] }),
				})
			}
			${textField(view, {
				id: "rows-find",
				label: t("rows.find"),
				value: ui.rows.find,
				onValue: (find) => change({ find }),
			})}
		</div>
		<div class=${which === "both" ? "beside" : "stack"}>
			${which === "synthetic" || !real ? undefined : box(real, t("rows.real"))}
			${which === "real" ? undefined : box(result.synthetic, t("rows.synthetic"))}
		</div>
	</div>`;
}

function found(
	t: Translate,
	table: Table,
	caption: string,
	{ find, sort, descending }: Ui["rows"],
	onSort: (column: string) => void,
): TemplateResult {
	const texts = table.columns.map(cellText);
	const word = find.trim().toLowerCase();
	const searched = Math.min(table.rows, MOST_SEARCHED);
	const matches: number[] = [];
	for (let row = 0; row < searched; row++) {
		if (word === "" || texts.some((text) => text(row)?.toLowerCase().includes(word))) matches.push(row);
	}
	const column = table.columns.find(({ name }) => name === sort);
	if (column) {
		const sign = descending ? -1 : 1;
		const level = isNumeric(column) ? undefined : texts[table.columns.indexOf(column)];
		// Missing cells come last either way.
		matches.sort((a, b) => {
			if (isNumeric(column)) {
				const [x, y] = [column.values[a] as number, column.values[b] as number];
				return Number.isNaN(x) || Number.isNaN(y) ? Number(Number.isNaN(x)) - Number(Number.isNaN(y)) : sign * (x - y);
			}
			const [x, y] = [level?.(a), level?.(b)];
			return x === undefined || y === undefined
				? Number(x === undefined) - Number(y === undefined)
				: sign * x.localeCompare(y);
		});
	}
	const shown = matches.slice(0, SHOWN);
	return html`${rowsTable(t, table, caption, { rows: shown, sort: { column: sort, descending, onSort } })}
		<p class="small muted">${t(word === "" ? "rows.first" : "rows.shown", { shown: shown.length, n: matches.length })}</p>`;
}
