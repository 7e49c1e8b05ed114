import type { Table } from "../../src/index";
import { fill, h } from "../dom";
import { rowsTable } from "./cells";
import { numberField, textField } from "./fields";
import { createMarginalsGrid } from "./marginals";
import { sizeText } from "./settings";

/** What a run gave. */
export interface Outcome {
	/** The table the stand-in is drawn like; absent for a model opened from a file. */
	real: Table | undefined;
	standin: Table;
	/** Name to derive file names from. */
	name: string;
}

export interface ResultActions {
	onDownload(guardFormulas: boolean): void;
	onSaveModel(): void;
	/** Draws other rows from the same model. */
	onDraw(rows: number, seed: number | string): void;
}

export interface ResultSection {
	element: HTMLElement;
	show(outcome: Outcome): void;
	/** Says what is being done, or went wrong, beside the buttons. */
	say(text: string | undefined, error?: boolean): void;
	setBusy(busy: boolean): void;
}

const MOST_ROWS = 5_000_000;

export function createResultSection(actions: ResultActions): ResultSection {
	const size = h("p", { class: "size figure" });
	const guard = h("input", { type: "checkbox", checked: true });
	const csv = h(
		"button",
		{
			class: "button primary large",
			type: "button",
			"data-testid": "download",
			onClick: () => actions.onDownload(guard.checked),
		},
		"Download CSV",
	);
	const save = h("button", { class: "button", type: "button", onClick: () => actions.onSaveModel() }, "Save the model");
	const message = h("div", { class: "message", role: "status", hidden: true });
	const rows = numberField({ label: "Rows", value: 1000, min: 1, max: MOST_ROWS, whole: true });
	const seed = textField({
		label: "Seed",
		value: "2",
		check: (text) => (text.trim() === "" ? "Any number or word will do." : undefined),
	});
	const draw = h(
		"button",
		{
			class: "button",
			type: "button",
			onClick: () => {
				const count = rows.read();
				const text = seed.read();
				if (count === undefined || text === undefined) return;
				actions.onDraw(count, Number.isFinite(Number(text)) ? Number(text) : text);
			},
		},
		"Draw",
	);
	const again = h(
		"details",
		{},
		h("summary", {}, "Draw other rows from the same model"),
		h("div", { class: "again" }, rows.element, seed.element, draw),
	);
	const grid = createMarginalsGrid();
	const rowsBox = h("div", {});
	return {
		element: h(
			"div",
			{ class: "stack wide" },
			h(
				"div",
				{ class: "card stack" },
				h("div", { class: "result-bar" }, size, h("div", { class: "button-row" }, csv, save)),
				h(
					"label",
					{ class: "check" },
					guard,
					h(
						"span",
						{},
						"Defuse spreadsheet formulas ",
						h("span", { class: "muted" }, "(cells that begin with =, +, − or @ get an apostrophe)"),
					),
				),
				message,
				again,
			),
			grid.element,
			h("div", { class: "stack" }, h("h3", {}, "First rows of the stand-in"), rowsBox),
		),
		show({ real, standin }) {
			size.textContent = sizeText(standin);
			rows.set(standin.rows);
			grid.show(real, standin);
			fill(rowsBox, rowsTable(standin, "First rows of the stand-in", 12));
		},
		say(text, error = false) {
			message.hidden = text === undefined;
			message.className = error ? "message error" : "message";
			fill(message, text);
		},
		setBusy(busy) {
			for (const button of [csv, save, draw]) button.disabled = busy;
		},
	};
}
