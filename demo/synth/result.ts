import type { Given, Table } from "../../src/index";
import { fill, h } from "../dom";
import { rowsTable } from "./cells";
import { createConditions } from "./conditions";
import { numberField, textField } from "./fields";
import { givenText } from "./given";
import { createMarginalsGrid } from "./marginals";
import { sizeText } from "./settings";

/** What a run gave. */
export interface Outcome {
	/** The table the stand-in is drawn like; absent for a model opened from a file. */
	real: Table | undefined;
	standin: Table;
	/** Name to derive file names from. */
	name: string;
	/** What every row was made to meet. */
	given: Given;
	/** Why the model cannot obey conditions, where it cannot. */
	refusal: string | undefined;
}

export interface ResultActions {
	onDownload(guardFormulas: boolean): void;
	onSaveModel(): void;
	/** Draws other rows from the same model. */
	onDraw(rows: number, seed: number | string, given: Given): void;
	/** Stops that; the rows before it stay. */
	onStopDrawing(): void;
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
	const conditions = createConditions();
	const draw = h(
		"button",
		{
			class: "button",
			type: "button",
			onClick: () => {
				const count = rows.read();
				const text = seed.read();
				const given = conditions.read();
				if (count === undefined || text === undefined || given === undefined) return;
				actions.onDraw(count, Number.isFinite(Number(text)) ? Number(text) : text, given);
			},
		},
		"Draw",
	);
	const stop = h(
		"button",
		{ class: "button", type: "button", hidden: true, onClick: () => actions.onStopDrawing() },
		"Stop",
	);
	const again = h(
		"details",
		{},
		h("summary", {}, "Draw other rows from the same model"),
		h(
			"div",
			{ class: "stack" },
			h("div", { class: "again" }, rows.element, seed.element),
			h("p", {}, "Fix columns to values or ranges, and the model draws the other columns to go with them."),
			conditions.element,
			h("div", { class: "button-row" }, draw, stop),
		),
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
		show({ real, standin, given, refusal }) {
			const fixed = givenText(given);
			size.textContent = `${sizeText(standin)}${fixed && `, with ${fixed}`}`;
			if (!fixed) conditions.offer((real ?? standin).columns, refusal);
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
			stop.hidden = !busy;
		},
	};
}
