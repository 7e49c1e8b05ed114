import { distribution, formatShare, histogram } from "../../src/element/charts";
import type { Column, Kind, Table } from "../../src/index";
import { fill, h, uniqueId } from "../dom";
import { rowsTable } from "./cells";
import { KIND_LABELS, NOT_LEARNED } from "./kinds";

const FIRST_SHOWN = 40;

export interface ColumnsActions {
	/** Reads a column as another kind; rejects with a sentence for people where its values do not fit. */
	onKind(name: string, kind: Kind): Promise<void>;
}

export interface ColumnsSection {
	element: HTMLElement;
	show(table: Table): void;
}

/** The columns found, each with its kind to change, why it was taken for that, and a glance at its values. */
export function createColumnsSection(actions: ColumnsActions): ColumnsSection {
	const list = h("ul", { class: "columns" });
	const more = h("button", { class: "button small", type: "button", hidden: true });
	const preview = h("details", {}, h("summary", {}, "First rows"));
	const rowsBox = h("div", {});
	preview.append(rowsBox);
	let table: Table | undefined;
	let all = false;

	function render(): void {
		if (!table) return;
		const shown = all ? table.columns : table.columns.slice(0, FIRST_SHOWN);
		fill(
			list,
			shown.map((column) => columnRow(column, actions)),
		);
		more.hidden = shown.length === table.columns.length;
		more.textContent = `Show all ${table.columns.length} columns`;
		fill(rowsBox, rowsTable(table, "First rows of your table"));
	}
	more.addEventListener("click", () => {
		all = true;
		render();
	});
	return {
		element: h("div", { class: "stack" }, list, more, preview),
		show(next) {
			if (next.columns.length !== table?.columns.length) all = false;
			const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.column : undefined;
			table = next;
			render();
			// Rows are drawn anew after a change of kind; whoever was in one stays there.
			if (focused !== undefined) {
				for (const select of list.querySelectorAll<HTMLElement>("[data-column]")) {
					if (select.dataset.column === focused) select.focus();
				}
			}
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
			onChange: async () => {
				const kind = select.value as Kind;
				problem.hidden = true;
				select.removeAttribute("aria-invalid");
				try {
					await actions.onKind(column.name, kind);
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
	const cells = "values" in column ? column.values : column.codes;
	let missing = 0;
	for (const cell of cells) if (Number.isNaN(cell) || cell === -1) missing++;
	// −1 is a value like any other in a numeric column.
	if ("values" in column) for (const cell of cells) if (cell === -1) missing--;
	return cells.length === 0 ? 0 : missing / cells.length;
}

/** A thumbnail of the distribution for numbers and dates; the leading levels in words for the rest. */
function glance(column: Column): (Node | string)[] {
	if ("values" in column) {
		const of = distribution([column], { bins: 24 });
		const chart = histogram(of, { width: 190, height: 34, axis: false, names: ["share"] });
		chart.classList.add("thumbnail");
		const [low, , high] = of.axis ?? ["", "", ""];
		return [chart, h("div", { class: "figure" }, high ? `${low} to ${high}` : low)];
	}
	const levels = `${column.levels.length} ${column.levels.length === 1 ? "value" : "different values"}`;
	if (column.kind === "id" || column.kind === "text") return [h("div", {}, levels)];
	const of = distribution([column], { levels: 3 });
	const named = of.labels.map((label, i) => `${label || "(empty)"} ${formatShare(of.shares[0]?.[i] ?? 0)}`).join(", ");
	return [h("div", {}, levels), h("div", { class: "levels-glance", title: named }, named)];
}
