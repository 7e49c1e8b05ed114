import { distance, distribution, formatNumber, formatShare } from "../../src/charts";
import type { Column } from "../../src/index";
import { fill, h } from "../dom";
import { isLearned, legend, marginalChart } from "./marginal";
import { seenAndDone } from "./seen-and-done";
import type { World } from "./world";

export interface Intervention {
	column: string;
	value: number | string;
}

export interface InterventionView {
	element: HTMLElement;
	/** Takes over a world as it is; the column chosen stays chosen where it still exists. */
	show(world: World): void;
	/** Draws the world as it would have been beside the one that is. */
	compare(altered: World, chosen: Intervention): void;
	/** Chooses a column, as from the graph. */
	choose(column: string): void;
	/** Sets a column of the next world to a value; what the sentence above the charts tells of. */
	begin(set: Intervention | undefined, outcome: string | undefined): void;
	/** What is set at present. */
	current(): Intervention | undefined;
	fail(message: string): void;
}

const SHOWN = 12;
const NAMES = ["as it is", "had it been set"];

/** Sets one column and shows what moves and what does not. */
export function createInterventionView(onChange: () => void): InterventionView {
	const column = h("select", { class: "input", "aria-label": "Column to set", onChange: () => rebuild() });
	const control = h("div", {});
	const grid = h("div", { class: "marginals" });
	const sentence = h("p", { class: "seen-and-done", role: "status" });
	const message = h("div", { class: "message", role: "alert", hidden: true });
	let world: World | undefined;
	let value: number | string | undefined;
	let wanted: Intervention | undefined;
	let outcome: string | undefined;

	function rebuild(): void {
		const chosen = world?.table.columns.find((one) => one.name === column.value);
		value = undefined;
		if (!chosen) {
			fill(
				control,
				h("p", { class: "small muted" }, "Choose a column, here or in the graph, and set it to a value of your own."),
			);
			fill(sentence);
			fill(grid);
			onChange();
			return;
		}
		fill(control, "values" in chosen ? slider(chosen) : menu(chosen));
		onChange();
	}

	/** The value an example asks for, once. */
	function taken(chosen: Column): number | string | undefined {
		const given = wanted?.column === chosen.name ? wanted.value : undefined;
		wanted = undefined;
		return given;
	}

	function slider(chosen: Column & { values: Float64Array }): HTMLElement {
		const of = distribution([chosen]);
		const low = of.edges[0] ?? 0;
		const high = of.edges.at(-1) ?? 1;
		const whole = chosen.kind === "integer";
		const given = taken(chosen);
		const first = typeof given === "number" ? given : whole ? Math.round((low + high) / 2) : (low + high) / 2;
		const step = whole ? 1 : (high - low) / 200;
		const output = h("output", {}, of.format(first));
		const input = h("input", {
			type: "range",
			min: whole ? Math.ceil(low) : low,
			max: whole ? Math.floor(high) : high,
			step,
			"aria-label": `Value of ${chosen.name}`,
			"aria-valuetext": of.format(first),
			onInput: () => {
				value = Number(input.value);
				output.textContent = of.format(value);
				input.setAttribute("aria-valuetext", of.format(value));
				onChange();
			},
		});
		input.value = String(first);
		value = first;
		return h("div", { class: "range-row" }, input, output);
	}

	function menu(chosen: Column & { levels: readonly string[] }): HTMLElement {
		const select = h(
			"select",
			{
				class: "input",
				"aria-label": `Value of ${chosen.name}`,
				onChange: () => {
					value = select.value;
					onChange();
				},
			},
			chosen.levels.map((level) => h("option", { value: level }, level)),
		);
		const given = taken(chosen);
		value = chosen.levels.find((level) => level === given) ?? chosen.levels[0];
		select.value = value ?? "";
		return select;
	}

	return {
		element: h(
			"div",
			{ class: "stack" },
			h(
				"div",
				{ class: "card do-controls" },
				h("div", { class: "field" }, h("span", { class: "label" }, "Set"), column),
				control,
			),
			sentence,
			message,
			grid,
		),
		show(next) {
			const before = column.value;
			const same =
				world?.table.columns.map((one) => one.name).join() === next.table.columns.map((one) => one.name).join();
			world = next;
			message.hidden = true;
			if (same && value !== undefined && !wanted) return;
			fill(
				column,
				h("option", { value: "" }, "nothing"),
				next.table.columns
					.filter((one) => isLearned(one.kind) && one.kind !== "datetime")
					.map((one) => h("option", { value: one.name }, one.name)),
			);
			const asked = wanted?.column ?? before;
			column.value = next.table.columns.some((one) => one.name === asked) ? asked : "";
			fill(grid);
			fill(sentence);
			rebuild();
		},
		compare(altered, chosen) {
			if (!world) return;
			message.hidden = true;
			const pairs = world.table.columns
				.filter((one) => isLearned(one.kind))
				.flatMap((before) => {
					const after = altered.table.columns.find((one) => one.name === before.name);
					return after ? [{ before, after, same: identical(before, after) }] : [];
				})
				.sort((a, b) => Number(a.same) - Number(b.same));
			const of = outcome ?? world.target;
			fill(sentence, of && seenAndDone(world.table, altered.table, chosen, of));
			fill(
				grid,
				h(
					"div",
					{ class: "legend wide-item" },
					legend(["As it is", `Had ${chosen.column} been ${valueText(chosen.value)}`]),
				),
				pairs.slice(0, SHOWN).map(({ before, after, same }) => {
					const of = distribution([before, after], { levels: 5 });
					const says =
						before.name === chosen.column
							? "set"
							: same
								? "unchanged, bit for bit"
								: `moved by ${formatShare(distance(of))}`;
					return h(
						"section",
						{ class: same ? "marginal same" : "marginal" },
						h("header", {}, h("h3", {}, before.name), h("span", { class: "figures" }, says)),
						marginalChart(of, NAMES),
					);
				}),
			);
		},
		choose(name) {
			if (![...column.options].some((option) => option.value === name)) return;
			column.value = name;
			rebuild();
			column.focus();
		},
		begin(set, of) {
			wanted = set;
			outcome = of;
		},
		current: () => (value === undefined ? undefined : { column: column.value, value }),
		fail(text) {
			message.hidden = false;
			message.className = "message error";
			fill(message, text);
		},
	};
}

function valueText(value: number | string): string {
	return typeof value === "number" ? formatNumber(value) : value;
}

function identical(a: Column, b: Column): boolean {
	if ("values" in a && "values" in b) return a.values.every((value, i) => Object.is(value, b.values[i]));
	if ("codes" in a && "codes" in b) return a.codes.every((code, i) => a.levels[code] === b.levels[b.codes[i] ?? -1]);
	return false;
}
