import { type Column, type Given, isNumeric } from "../../src/index";
import { fill, h, uniqueId } from "../dom";
import { selectField, textField } from "./fields";
import { isLearned } from "./kinds";

type Wanted = Given[string];

/** What stands for a missing cell among the levels; no level is a lone control character. */
const MISSING = "\u0000";
const MOST_LEVELS = 1000;

export interface Conditions {
	element: HTMLElement;
	/** Offers these columns; conditions on columns that are still there stay. `refusal` says why there can be none. */
	offer(columns: readonly Column[], refusal?: string): void;
	/** What is fixed; undefined where a field cannot be used, which then says why. */
	read(): Given | undefined;
}

interface Editor {
	element: HTMLElement;
	read(): Wanted | undefined;
}

interface Condition {
	element: HTMLElement;
	column(): string;
	read(): Wanted | undefined;
	offer(columns: readonly Column[]): boolean;
}

/** Conditions that every drawn row must meet: a column, and its values, a list of them or a range. */
export function createConditions(): Conditions {
	let columns: readonly Column[] = [];
	let open: Condition[] = [];
	const list = h("div", { class: "stack" });
	const message = h("p", { class: "message error", role: "alert", hidden: true });
	const refused = h("p", { class: "small muted", hidden: true });
	const add = h("button", { class: "button small", type: "button", onClick: () => addOne() }, "Fix a column");

	function addOne(): void {
		const used = new Set(open.map((one) => one.column()));
		const first = columns.find((column) => !used.has(column.name));
		if (!first) return;
		const one = createCondition(columns, first.name, () => {
			open = open.filter((other) => other !== one);
			one.element.remove();
			add.focus();
		});
		open.push(one);
		list.append(one.element);
		one.element.querySelector("select")?.focus();
	}

	return {
		element: h("div", { class: "stack" }, list, message, refused, h("div", { class: "button-row" }, add)),
		offer(next, refusal) {
			columns = next.filter((column) => isLearned(column.kind));
			add.hidden = refusal !== undefined || columns.length === 0;
			refused.hidden = refusal === undefined;
			fill(refused, refusal);
			open = open.filter((one) => refusal === undefined && one.offer(columns));
			fill(
				list,
				open.map((one) => one.element),
			);
		},
		read() {
			message.hidden = true;
			const given: Record<string, Wanted> = {};
			for (const one of open) {
				const wanted = one.read();
				if (wanted === undefined) return undefined;
				if (one.column() in given) {
					message.hidden = false;
					fill(message, `${one.column()} is fixed twice. Put both into one condition, or remove one.`);
					return undefined;
				}
				given[one.column()] = wanted;
			}
			return given;
		},
	};
}

function createCondition(offered: readonly Column[], name: string, onRemove: () => void): Condition {
	let columns = offered;
	let editor: Editor;
	const box = h("div", { class: "condition-values" });
	const choices = () => columns.map((column) => [column.name, column.name] as const);
	const column = selectField({ label: "Column", choices: choices(), value: name, onChange: () => edit() });
	function edit(): void {
		const chosen = columns.find((one) => one.name === column.read()) as Column;
		editor = isNumeric(chosen) ? numbersEditor(chosen) : levelsEditor(chosen);
		fill(box, editor.element);
	}
	edit();
	const remove = h("button", { class: "button small", type: "button", onClick: onRemove }, "Remove");
	return {
		element: h("div", { class: "condition" }, column.element, box, remove),
		column: () => column.read() ?? "",
		read: () => editor.read(),
		offer(next) {
			const before = columns.find((one) => one.name === column.read());
			const now = next.find((one) => one.name === column.read());
			columns = next;
			if (!now) return false;
			column.choose(choices(), now.name);
			if (before?.kind !== now.kind) edit();
			return true;
		},
	};
}

/** One level or several, picked from a list. */
function levelsEditor(column: Column & { levels: readonly string[]; codes: Int32Array }): Editor {
	const id = uniqueId("levels");
	const options = column.levels.slice(0, MOST_LEVELS).map((level) => h("option", { value: level }, level || "(empty)"));
	if (column.codes.includes(-1)) options.push(h("option", { value: MISSING }, "(missing)"));
	const select = h(
		"select",
		{
			class: "input",
			id,
			multiple: true,
			size: Math.min(5, Math.max(2, options.length)),
			"aria-describedby": `${id}-hint`,
			onChange: () => say(),
		},
		options,
	);
	// A list of one choice picks its first option; what is not picked by hand is not meant.
	select.selectedIndex = -1;
	const hint = h("span", { class: "hint", id: `${id}-hint` });
	const say = (problem?: string) => {
		if (problem) select.setAttribute("aria-invalid", "true");
		else select.removeAttribute("aria-invalid");
		fill(hint, problem ?? "Ctrl or ⌘ and a click picks several.");
	};
	say();
	return {
		element: h("div", { class: "field" }, h("label", { for: id }, "Is one of"), select, hint),
		read() {
			const picked = [...select.selectedOptions].map((option) => (option.value === MISSING ? null : option.value));
			if (picked.length > 0) return picked;
			say("Pick one value at least.");
			select.focus();
			return undefined;
		},
	};
}

/** A range, values one by one, or nothing at all. */
function numbersEditor(column: Column & { values: Float64Array }): Editor {
	const dates = column.kind === "datetime";
	const parse = (text: string) => (dates ? Date.parse(text.trim()) : Number(text.trim()));
	const wrong = (text: string) =>
		dates ? `“${text}” is no date. Write it like 2024-01-31.` : `“${text}” is not a number.`;
	const bad = (text: string) => (text.trim() !== "" && !Number.isFinite(parse(text)) ? wrong(text) : undefined);
	const example = dates ? "Like 2024-01-31. Empty: no limit." : "Empty: no limit.";
	/** The upper end when the condition was last read: a range needs one end at least. */
	let upper: string | undefined;
	const from = textField({
		label: "From",
		value: "",
		hint: example,
		check: (text) => bad(text) ?? (text.trim() === "" && upper === "" ? "One of the two, please." : undefined),
	});
	const to = textField({ label: "To", value: "", hint: example, check: bad });
	const several = textField({
		label: "Values",
		value: "",
		hint: "Separated by commas.",
		check(text) {
			const parts = text.split(",");
			if (text.trim() === "") return "One value at least, please.";
			return parts.map((part) => (part.trim() === "" ? "There is a comma too many." : bad(part))).find(Boolean);
		},
	});
	const fields = h("div", { class: "condition-fields" });
	const choices: [string, string][] = [
		["range", "lies between"],
		["values", "is one of"],
	];
	if (column.values.some(Number.isNaN)) choices.push(["missing", "is missing"]);
	const how = selectField({ label: "Condition", choices, value: "range", onChange: () => show() });
	function show(): void {
		const shown = { range: [from.element, to.element], values: [several.element], missing: [] };
		fill(fields, shown[how.read() as keyof typeof shown]);
	}
	show();
	const value = (text: string): number | string => (dates ? text.trim() : parse(text));
	return {
		element: h("div", { class: "condition-numbers" }, how.element, fields),
		read() {
			if (how.read() === "missing") return null;
			if (how.read() === "values") return several.read()?.split(",").map(value);
			const high = to.read();
			upper = high?.trim();
			const low = from.read();
			if (low === undefined || high === undefined) return undefined;
			return {
				...(low.trim() !== "" && { min: value(low) }),
				...(high.trim() !== "" && { max: value(high) }),
			};
		},
	};
}
