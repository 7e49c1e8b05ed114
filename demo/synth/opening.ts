import { histogram } from "../../src/charts";
import { toSvg } from "../../src/element/to-svg";
import { fill, h } from "../dom";

export interface OpeningActions {
	/** Reads a table from a file or pasted text. */
	onSource(source: File | string, name: string): void;
	onSample(): void;
	/** Opens a model that was saved before. */
	onModel(file: File): void;
}

/** Where a table comes in: chosen, dropped, pasted or the sample. Used on the first screen and in the dialog "Change". */
export interface Intake {
	element: HTMLElement;
	/** Shows what is being read, or nothing. */
	busy(text: string | undefined): void;
	/** Says kindly what went wrong. */
	fail(message: string): void;
	clear(): void;
}

export function createIntake(actions: OpeningActions): Intake {
	const status = h("div", { hidden: true, role: "alert" });
	const file = h("input", {
		type: "file",
		class: "visually-hidden",
		accept: ".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain",
		tabindex: "-1",
		"aria-hidden": "true",
		"data-testid": "file",
		onChange: () => {
			const chosen = file.files?.[0];
			if (chosen) actions.onSource(chosen, chosen.name);
			file.value = "";
		},
	});
	const model = h("input", {
		type: "file",
		class: "visually-hidden",
		accept: ".standin",
		tabindex: "-1",
		"aria-hidden": "true",
		"data-testid": "model-file",
		onChange: () => {
			const chosen = model.files?.[0];
			if (chosen) actions.onModel(chosen);
			model.value = "";
		},
	});
	const pasted = h("textarea", {
		class: "input code",
		rows: "6",
		spellcheck: "false",
		"aria-label": "Table as text, the first line with the column names",
		placeholder: "age,city,visits\n34,Utrecht,2\n…",
	});
	const paste = h(
		"details",
		{},
		h("summary", {}, "Paste a table"),
		h(
			"div",
			{ class: "stack" },
			pasted,
			h(
				"div",
				{ class: "button-row" },
				h(
					"button",
					{
						class: "button small",
						type: "button",
						onClick: () => actions.onSource(pasted.value, "pasted table"),
					},
					"Use this table",
				),
			),
		),
	);
	const choose = h(
		"button",
		{ class: "button primary large", type: "button", onClick: () => file.click() },
		"Choose a CSV file",
	);
	const sample = h(
		"button",
		{ class: "button large", type: "button", onClick: () => actions.onSample() },
		"Try it with sample data",
	);
	const drop = h(
		"div",
		{ class: "drop", "data-testid": "drop" },
		h("p", { class: "drop-title" }, "Drop a table here"),
		choose,
		h("div", { class: "or", "aria-hidden": "true" }, "or"),
		sample,
		paste,
		h(
			"p",
			{ class: "small muted" },
			"Been here before? ",
			h("button", { class: "link", type: "button", onClick: () => model.click() }, "Open a saved model"),
			".",
		),
		status,
		file,
		model,
	);
	const buttons = [choose, sample];
	return {
		element: drop,
		busy(text) {
			for (const button of buttons) button.disabled = text !== undefined;
			drop.setAttribute("aria-busy", String(text !== undefined));
			status.hidden = text === undefined;
			status.className = "message";
			fill(status, text);
		},
		fail(message) {
			for (const button of buttons) button.disabled = false;
			drop.setAttribute("aria-busy", "false");
			status.hidden = false;
			status.className = "message error";
			fill(status, message);
		},
		clear() {
			status.hidden = true;
			pasted.value = "";
			paste.open = false;
		},
	};
}

/** The first screen. */
export function createOpening(intake: Intake): HTMLElement {
	return h("div", { class: "first-screen" }, openingText(intake), motif());
}

function openingText(intake: Intake): HTMLElement {
	return h(
		"div",
		{ class: "frame opening" },
		h(
			"div",
			{ class: "headline" },
			h("h1", {}, "A table you can share, in place of one you can’t."),
			h(
				"p",
				{ class: "lead" },
				"Standin learns the shape of your table and writes a new one: same columns, same patterns, rows of its own. ",
				"All of it happens in this tab.",
			),
		),
		intake.element,
		h(
			"ul",
			{ class: "promises" },
			h("li", {}, "Your file is read here and stays here. Watch the network tab: nothing is sent."),
			h("li", {}, "A generative model is trained on your own graphics card or processor."),
			h("li", {}, "A report shows how faithful the stand-in is, and what an attacker could learn from it."),
		),
	);
}

/** Two humps as bars and as a line: grey is real, coloured is the stand-in, here as everywhere on the page. */
function motif(): HTMLElement {
	const bins = 64;
	const hump = (i: number, at: number, width: number) => Math.exp(-(((i - at) / width) ** 2));
	const smooth = Array.from({ length: bins }, (_, i) => hump(i, 19, 9) + 0.62 * hump(i, 42, 7) + 0.05);
	const rough = smooth.map((share, i) => share * (1 + 0.1 * Math.sin(i * 2.4) + 0.06 * Math.sin(i * 5.1)));
	const thumbnail = histogram(
		{
			name: "",
			shape: "bins",
			labels: smooth.map(() => ""),
			edges: [],
			axis: undefined,
			format: String,
			shares: [rough, smooth],
			missing: [0, 0],
			others: [0, 0],
		},
		{ width: 1280, height: 150, axis: false },
	);
	const chart = toSvg(thumbnail);
	chart.setAttribute("preserveAspectRatio", "none");
	chart.querySelector(".hover")?.remove();
	chart.querySelector("path")?.setAttribute("pathLength", "1");
	chart.removeAttribute("role");
	chart.removeAttribute("aria-label");
	return h("div", { class: "motif", "aria-hidden": "true" }, chart);
}
