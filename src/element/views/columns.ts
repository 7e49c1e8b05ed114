import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { distributionSteps, histogram } from "../../charts";
import type { Steps } from "../../table/pause";
import type { Column, Kind } from "../../table/table";
import { isLearned } from "../flow/choices";
import type { MessageKey } from "../messages/message";
import { toSvg } from "../to-svg";
import { selectField } from "./fields";
import { later } from "./later";
import { pageWords, problemText } from "./problem-text";
import { rowsTable } from "./rows-table";
import { rules } from "./rules";
import { subject } from "./subject";
import { treatment } from "./treatment";
import type { View } from "./view";

const KINDS: readonly Kind[] = ["number", "integer", "category", "boolean", "datetime", "id", "text"];
const FIRST_SHOWN = 40;
const MOST_WARNINGS = 5;
const CELLS_A_PIECE = 1 << 17;

/** The columns found, each with its kind to change, why it was taken for that, and a glance at its values. */
export function columns(view: View): TemplateResult {
	const { flow, t, ui, update } = view;
	const table = flow.source?.table;
	if (!table) return html``;
	const shown = ui.allColumns ? table.columns : table.columns.slice(0, FIRST_SHOWN);
	const warnings = table.warnings ?? [];
	return html`<div class="stack">
		${
			warnings.length === 0
				? nothing
				: html`<div class="message"><div>
					${warnings.slice(0, MOST_WARNINGS).map((warning) => html`<p>${pageWords(t, warning)}</p>`)}
					${warnings.length > MOST_WARNINGS ? html`<p>${t("columns.warnings", { n: warnings.length - MOST_WARNINGS })}</p>` : nothing}
				</div></div>`
		}
		${subject(view)}
		<ul class="columns" part="columns">
			${repeat(
				shown,
				({ name }) => name,
				(column, i) => columnRow(view, column, i),
			)}
		</ul>
		${
			shown.length === table.columns.length
				? nothing
				: html`<button class="button small" type="button" @click=${() => update({ allColumns: true })}>
					${t("columns.all", { n: table.columns.length })}</button>`
		}
		${flow.found ? rules(view) : nothing}
		<details>
			<summary>${t("columns.rows")}</summary>
			${later([table, t], () => rowsTable(t, table, t("columns.rows")))}
		</details>
	</div>`;
}

const kindLabel = (kind: Kind): MessageKey => `kind.${kind}`;

function columnRow(view: View, column: Column, index: number): TemplateResult {
	const { flow, t, ui, update } = view;
	const { name, kind } = column;
	const problem = ui.kindProblem?.column === name ? ui.kindProblem.text : undefined;
	const finding = flow.found?.findings[index];
	const reason = isLearned(kind)
		? column.reason === undefined
			? t("column.chosen")
			: t.sentence(pageWords(t, column.reason))
		: t(kind === "id" ? "column.id" : "column.text");
	const onKind = (chosen: string) => {
		try {
			flow.retype(name, chosen as Kind);
			update({ kindProblem: undefined });
		} catch (error) {
			update({ kindProblem: { column: name, text: problemText(t, error) } });
		}
	};
	const select = selectField({
		id: `kind-${index}`,
		bare: true,
		label: t("kind.of", { column: name }),
		choices: KINDS.map((one) => [one, t(kindLabel(one))] as const),
		value: kind,
		disabled: flow.running,
		describedBy: `reason-${index}`,
		onValue: onKind,
	});
	return html`<li class="column-row">
		<div class="name">${name}</div>
		<div class="reason" id=${`reason-${index}`}>${reason}</div>
		<div class="kind">${select}</div>
		<div class="glance">${later([column, t], () => glance(view, column))}</div>
		<div class="missing">${later([column, t], () => missing(view, column))}</div>
		${finding ? treatment(view, column, finding, index) : nothing}
		${problem === undefined ? nothing : html`<div class="message error" role="alert">${problem}</div>`}
	</li>`;
}

/** What share of the cells is missing, in words. */
function* missing({ t }: View, column: Column): Steps<string> {
	const isNumber = "values" in column;
	const cells = isNumber ? column.values : column.codes;
	let n = 0;
	for (let row = 0; row < cells.length; row++) {
		if (row % CELLS_A_PIECE === 0) yield;
		const cell = cells[row] as number;
		if (isNumber ? Number.isNaN(cell) : cell < 0) n++;
	}
	return n === 0 ? t("column.complete") : t("column.missing", { share: t.share(n / cells.length) });
}

/** A thumbnail of the distribution for numbers and dates; the leading levels in words for the rest. */
function* glance({ t }: View, column: Column): Steps<unknown> {
	if ("values" in column) {
		const of = yield* distributionSteps([column], { bins: 24 });
		const chart = toSvg(histogram(of, { width: 190, height: 34, axis: false, names: [t("name.real")] }));
		chart.classList.add("thumbnail");
		const [low = "", , high = ""] = (of.axis ?? []).map(t.sentence);
		return html`${chart}<div class="figure">${high ? t("column.range", { low, high }) : low}</div>`;
	}
	const count = t("size.values", { n: column.levels.length });
	if (!isLearned(column.kind)) return html`<div>${count}</div>`;
	const of = yield* distributionSteps([column], { levels: 3 });
	const named = of.labels.map((label, i) => `${label || t("column.empty")} ${t.share(of.shares[0]?.[i] ?? 0)}`);
	const text = named.join(", ");
	return html`<div>${count}</div><div class="glance-text" title=${text}>${text}</div>`;
}
