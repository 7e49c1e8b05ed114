import { distribution, formatCount, formatShare, histogram } from "../../src/charts";
import { toSvg } from "../../src/element/to-svg";
import type { Column, Kind, Table } from "../../src/index";
import { fill, h, uniqueId } from "../dom";
import { createSlicedFill } from "../slices";
import { rowsTable } from "./cells";
import { KIND_LABELS, NOT_LEARNED } from "./kinds";

const FIRST_SHOWN = 40;
const MOST_WARNINGS = 5;

export interface ColumnsActions {
	/** Reads a column as another kind; throws a sentence for people where its values do not fit. */
	onKind(name: string, kind: Kind): void;
}

export interface ColumnsSection {
	element: HTMLElement;
	show(table: Table): void;
}

/** The columns found, each with its kind to change, why it was taken for that, and a glance at its values. */
export function createColumnsSection(actions: ColumnsActions): ColumnsSection {
	const warnings = h("div", { class: "message", hidden: true });
	const list = h("ul", { class: "columns" });
	const more = h("button", { class: "button small", type: "button", hidden: true });
	const preview = h("details", {}, h("summary", {}, "First rows"));
	const rowsBox = h("div", {});
	preview.append(rowsBox);
	const fillList = createSlicedFill(list);
	/** Rows of columns that did not change stay, with whoever is in them. */
	const rows = new WeakMap<Column, HTMLElement>();
	let table: Table | undefined;
	let all = false;

	function rowOf(column: Column): HTMLElement {
		const row = rows.get(column) ?? columnRow(column, actions);
		rows.set(column, row);
		return row;
	}

	function render(): void {
		if (!table) return;
		const shown = all ? table.columns : table.columns.slice(0, FIRST_SHOWN);
		void fillList(shown, rowOf).then(refocus);
		warnings.hidden = !table.warnings?.length;
		fill(
			warnings,
			h(
				"div",
				{},
				(table.warnings ?? []).slice(0, MOST_WARNINGS).map((warning) => h("p", {}, warning)),
			),
		);
		more.hidden = shown.length === table.columns.length;
		more.textContent = `Show all ${table.columns.length} columns`;
		fill(rowsBox, rowsTable(table, "First rows of your table"));
	}
	/** A row is drawn anew after a change of its kind; whoever was in it stays there. */
	let focused: string | undefined;
	function refocus(): void {
		if (focused === undefined || document.activeElement !== document.body) return;
		for (const select of list.querySelectorAll<HTMLElement>("[data-column]")) {
			if (select.dataset.column === focused) select.focus();
		}
	}
	more.addEventListener("click", () => {
		all = true;
		render();
	});
	return {
		element: h("div", { class: "stack" }, warnings, list, more, preview),
		show(next) {
			if (next.columns.length !== table?.columns.length) all = false;
			focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.column : undefined;
			table = next;
			render();
		},
	};
}

function columnRow(column: Column, actions: ColumnsActions): HTMLElement {
	const problem = h("div", { class: "message error", role: "alert", hidden: true });
	const reasonId = uniqueId("reason");
	const select = h(
		"select",
		{
			class: "input small",
			"data-column": column.name,
			"aria-label": `Kind of ${column.name}`,
			"aria-describedby": reasonId,
			onChange: () => {
				const kind = select.value as Kind;
				problem.hidden = true;
				select.removeAttribute("aria-invalid");
				try {
					actions.onKind(column.name, kind);
				} catch (error) {
					select.value = column.kind;
					select.setAttribute("aria-invalid", "true");
					problem.hidden = false;
					fill(problem, error instanceof Error ? error.message : String(error));
				}
			},
		},
		Object.entries(KIND_LABELS).map(([kind, label]) =>
			h("option", { value: kind, selected: kind === column.kind }, label),
		),
	);
	const missing = missingShare(column);
	return h(
		"li",
		{ class: "column-row" },
		h("div", { class: "name" }, column.name),
		h("div", { class: "reason", id: reasonId }, NOT_LEARNED[column.kind] ?? column.reason ?? "As you chose."),
		h("div", { class: "kind" }, select),
		h("div", { class: "glance" }, glance(column)),
		h("div", { class: "missing" }, missing === 0 ? "complete" : `${formatShare(missing)} missing`),
		problem,
	);
}

function missingShare(column: Column): number {
	const rows = "values" in column ? column.values.length : column.codes.length;
	let missing = 0;
	if ("values" in column) {
		for (const value of column.values) if (Number.isNaN(value)) missing++;
	} else for (const code of column.codes) if (code < 0) missing++;
	return rows === 0 ? 0 : missing / rows;
}

/** A thumbnail of the distribution for numbers and dates; the leading levels in words for the rest. */
function glance(column: Column): (Node | string)[] {
	if ("values" in column) {
		const of = distribution([column], { bins: 24 });
		const chart = toSvg(histogram(of, { width: 190, height: 34, axis: false, names: ["share"] }));
		chart.classList.add("thumbnail");
		const [low, , high] = of.axis ?? ["", "", ""];
		return [chart, h("div", { class: "figure" }, high ? `${low} to ${high}` : low)];
	}
	const levels = `${formatCount(column.levels.length)} ${column.levels.length === 1 ? "value" : "different values"}`;
	if (column.kind === "id" || column.kind === "text") return [h("div", {}, levels)];
	const of = distribution([column], { levels: 3 });
	const named = of.labels.map((label, i) => `${label || "(empty)"} ${formatShare(of.shares[0]?.[i] ?? 0)}`).join(", ");
	return [h("div", {}, levels), h("div", { class: "levels-glance", title: named }, named)];
}
