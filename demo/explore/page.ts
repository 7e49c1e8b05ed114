import { type PriorName, priorMetas } from "../../src/index";
import { announce } from "../announce";
import { fill, h, uniqueId } from "../dom";
import { rowsTable } from "./cells";
import { createExport } from "./export";
import { numberField, selectField, textField } from "./fields";
import { type Example, GALLERY } from "./gallery";
import { createGraphView } from "./graph-view";
import { createInterventionView } from "./intervene";
import { createOptionFields, type OptionFields } from "./option-fields";
import { problemText } from "./problem";
import { createScatterView } from "./scatter-view";
import { modelSource, priorSource, type World, type WorldSource } from "./world";

const ROWS = 1500;
const TYPING_MS = 350;

type Mode = "model" | "prior";

/** The causal explorer: a model written or drawn, its graph, its table, and what happens when a column is set. */
export function createExplorePage(): HTMLElement {
	let mode: Mode = "model";
	let source: WorldSource | undefined;
	let world: World | undefined;
	let turn = 0;
	let comparing = false;
	let stale = false;
	let typing: number | undefined;

	const problem = h("div", { class: "message error", role: "alert", hidden: true });
	const fault = h("pre", { class: "fault" });
	problem.append(fault);

	const text = h("textarea", {
		class: "input code model",
		spellcheck: "false",
		autocapitalize: "off",
		"aria-label": "Model: one definition per line",
		value: GALLERY[0]?.model,
		onInput: () => {
			showing(undefined);
			clearTimeout(typing);
			typing = window.setTimeout(() => void restart(), TYPING_MS);
		},
	});
	const says = h("p", { class: "example-says" });
	const gallery = h(
		"div",
		{ class: "gallery", role: "group", "aria-label": "Examples" },
		GALLERY.map((example) =>
			h(
				"button",
				{ class: "button small", type: "button", "data-example": example.name, onClick: () => open(example) },
				example.title,
			),
		),
	);
	const modelPanel = h(
		"div",
		{ class: "stack" },
		gallery,
		says,
		text,
		h(
			"p",
			{ class: "small muted" },
			"Distributions: normal, uniform, beta, gamma, poisson, bernoulli, category and more. The table follows as you type.",
		),
	);

	const names = Object.keys(priorMetas) as PriorName[];
	const optionsBox = h("div", {});
	let options: OptionFields = createOptionFields({});
	const summary = h("p", { class: "small muted" });
	const priorField = selectField({
		label: "Prior",
		choices: names.map((name) => [name, priorMetas[name].label]),
		value: names.includes("graph-scm") ? "graph-scm" : (names[0] ?? ""),
		onChange: () => choosePrior(),
	});
	const features = numberField({ label: "Columns besides the target", value: 5, min: 1, max: 100, whole: true });
	const apply = h("button", { class: "button small", type: "button", onClick: () => void restart() }, "Apply");
	const priorPanel = h(
		"div",
		{ class: "stack", hidden: true },
		priorField.element,
		summary,
		features.element,
		h("details", {}, h("summary", {}, "Options of the prior"), optionsBox),
		h("div", { class: "button-row" }, apply),
	);

	const seed = textField({ label: "Seed", value: "1" });
	const again = h(
		"button",
		{
			class: "button primary",
			type: "button",
			onClick: () => {
				const number = Number(seed.read());
				seed.set(String(Number.isFinite(number) ? number + 1 : 1));
				void redraw();
			},
		},
		"Sample again",
	);
	seed.element.querySelector("input")?.addEventListener("change", () => void redraw());

	const graph = createGraphView((column) => intervention.choose(column));
	const scatter = createScatterView();
	const rows = h("div", {});
	const intervention = createInterventionView(() => void compare());
	const exported = createExport({
		current: () => (world ? { world, seed: seedValue() } : undefined),
		draw: (count) => source?.draw({ rows: count, seed: seedValue() }),
		tasks: (request) => source?.tasks?.({ ...request, seed: seedValue() }),
	});

	/** Puts an example into the text, with its intervention. */
	function open(example: Example): void {
		text.value = example.model;
		intervention.begin(example.set, example.outcome);
		showing(example);
		void restart();
	}

	function showing(example: Example | undefined): void {
		for (const button of gallery.children) {
			button.setAttribute("aria-pressed", String(button.getAttribute("data-example") === example?.name));
		}
		fill(says, example?.says);
		if (!example) intervention.begin(undefined, undefined);
	}

	function seedValue(): number | string {
		const typed = seed.read() ?? "1";
		return Number.isFinite(Number(typed)) && typed.trim() !== "" ? Number(typed) : typed;
	}

	function choosePrior(): void {
		const meta = priorMetas[priorField.read() as PriorName];
		summary.textContent = meta.summary;
		options = createOptionFields(meta.options);
		fill(optionsBox, options.element);
		if (mode === "prior") void restart();
	}

	/** Another model or prior: everything anew. What was drawn before stays on screen until it works. */
	async function restart(): Promise<void> {
		const mine = ++turn;
		try {
			const next = mode === "model" ? modelSource(text.value) : await openPrior();
			if (mine !== turn || !next) {
				next?.dispose();
				return;
			}
			source?.dispose();
			source = next;
			exported.offerMany(next.tasks !== undefined);
			await redraw();
		} catch (error) {
			if (mine === turn) fail(error);
		}
	}

	async function openPrior(): Promise<WorldSource | undefined> {
		const count = features.read();
		const chosen = options.read();
		if (count === undefined || chosen === undefined) return undefined;
		return priorSource(priorField.read() as PriorName, chosen, count);
	}

	async function redraw(): Promise<void> {
		if (!source) return;
		const mine = ++turn;
		try {
			const next = await source.draw({ rows: ROWS, seed: seedValue() });
			if (mine !== turn) return;
			world = next;
			problem.hidden = true;
			text.removeAttribute("aria-invalid");
			show(next);
		} catch (error) {
			if (mine === turn) fail(error);
		}
	}

	function show(next: World): void {
		intervention.show(next);
		graph.show(next, intervention.current()?.column);
		const first = [intervention.current()?.column, next.target].filter((name) => name !== undefined);
		scatter.show(next, first);
		fill(rows, rowsTable(next.table, "First rows of the table", 8));
		announce(
			`Sampled: ${next.table.rows} rows of ${next.table.columns.length} columns, ${next.graph.nodes.length} nodes.`,
		);
		void compare();
	}

	/** Draws the world with the column set; while one is being drawn, only the last wish waits. */
	async function compare(): Promise<void> {
		const chosen = intervention.current();
		if (world) graph.show(world, chosen?.column);
		if (!chosen || !source || !world) return;
		if (comparing) {
			stale = true;
			return;
		}
		comparing = true;
		const [from, before] = [source, world];
		try {
			const altered = await from.draw({ rows: ROWS, seed: seedValue(), do: { [chosen.column]: chosen.value } });
			if (source === from && world === before) intervention.compare(altered, chosen);
		} catch (error) {
			if (source === from) intervention.fail(problemText(error));
		} finally {
			comparing = false;
			if (stale) {
				stale = false;
				void compare();
			}
		}
	}

	function fail(error: unknown): void {
		problem.hidden = false;
		fault.textContent = problemText(error);
		if (mode === "model") text.setAttribute("aria-invalid", "true");
	}

	const group = uniqueId("mode");
	const modeChoice = (value: Mode, label: string) =>
		h(
			"label",
			{},
			h("input", {
				type: "radio",
				name: group,
				value,
				checked: value === mode,
				onChange: () => {
					mode = value;
					modelPanel.hidden = mode !== "model";
					priorPanel.hidden = mode !== "prior";
					problem.hidden = true;
					intervention.begin(undefined, undefined);
					void restart();
				},
			}),
			label,
		);

	choosePrior();
	queueMicrotask(() => GALLERY[0] && open(GALLERY[0]));
	return h(
		"div",
		{ class: "frame explorer" },
		h(
			"header",
			{},
			h("h1", { class: "smaller" }, "What if a column had another value?"),
			h(
				"p",
				{},
				"Tables whose causal graph is known: write a causal model or sample one from a prior, look at its graph, then set a column and watch which columns change.",
			),
		),
		h(
			"div",
			{ class: "controls" },
			h(
				"fieldset",
				{ class: "modes" },
				h("legend", { class: "visually-hidden" }, "Where the model comes from"),
				modeChoice("model", "Write a model"),
				modeChoice("prior", "Sample from a prior"),
			),
			modelPanel,
			priorPanel,
			problem,
			h("div", { class: "seed-row" }, seed.element, again),
		),
		h(
			"div",
			{ class: "views" },
			view("Graph", "Causes stand above their effects. Click a column to set it.", graph.element),
			view(
				"Set a column",
				"The same rows with the same noise, under do(column = value). Only descendants of that column can change.",
				intervention.element,
			),
			view("Every pair", "", scatter.element),
			view("Rows", "", rows),
			view("Export", "", exported.element),
		),
	);
}

function view(title: string, lead: string, content: HTMLElement): HTMLElement {
	const id = uniqueId("view");
	return h(
		"section",
		{ class: "view", "aria-labelledby": id },
		h("h2", { id }, title),
		lead && h("p", {}, lead),
		content,
	);
}
