import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { type Column, isNumeric } from "../../table/table";
import { cannotObey } from "../flow/make";
import { type ConditionDraft, emptyCondition, MISSING } from "./condition-draft";
import { selectField } from "./fields";
import { type ConditionProblem, readCondition, readConditions } from "./read-conditions";
import type { View } from "./view";

const MOST_LEVELS = 1000;

let ids = 0;

/** Conditions that every sampled row must meet: a column, and its values, a list of them or a range. */
export function conditions(view: View, columns: readonly Column[]): TemplateResult {
	const { t, flow, ui, update } = view;
	const refused = flow.result && cannotObey(flow.result.generator);
	if (refused) {
		const able = refused.able.map((label) => t.sentence(label)).join(", ");
		return html`<p class="small muted">${t("sample.refused", { generator: t.sentence(refused.label), able })}</p>`;
	}
	const add = () => {
		const used = new Set(ui.conditions.map(({ column }) => column));
		const free = columns.find(({ name }) => !used.has(name)) ?? columns[0];
		if (free) update({ conditions: [...ui.conditions, emptyCondition(++ids, free.name)] });
	};
	// What was wrong is said as long as it is.
	const read = ui.conditionProblem === undefined ? undefined : readConditions(t, ui.conditions, columns);
	const problem = read && "problem" in read ? read.problem : undefined;
	return html`<div class="stack">
		${repeat(
			ui.conditions,
			({ id }) => id,
			(draft) => condition(view, draft, columns),
		)}
		${problem === undefined ? nothing : html`<p class="message error" role="alert">${problem}</p>`}
		<div class="button-row">
			<button class="button small" type="button" @click=${add}>${t("condition.add")}</button>
		</div>
	</div>`;
}

function condition(view: View, draft: ConditionDraft, columns: readonly Column[]): TemplateResult {
	const { t, ui, update } = view;
	const column = columns.find(({ name }) => name === draft.column) ?? columns[0];
	if (!column) return html``;
	const change = (part: Partial<ConditionDraft>) =>
		update({ conditions: ui.conditions.map((one) => (one.id === draft.id ? { ...one, ...part } : one)) });
	const remove = () => update({ conditions: ui.conditions.filter(({ id }) => id !== draft.id) });
	// What is wrong is said once somebody asked for rows, and then as long as it is.
	const read = ui.conditionProblem === undefined ? undefined : readCondition(t, draft, column);
	const problem = read && "part" in read ? read : undefined;
	const parts = { view, draft, problem, change };
	return html`<div class="condition">
		${selectField({
			id: `condition-${draft.id}-column`,
			label: t("condition.column"),
			choices: columns.map(({ name }) => [name, name] as const),
			value: column.name,
			onValue: (name) => change({ ...emptyCondition(draft.id, name) }),
		})}
		${isNumeric(column) ? numbers(parts, column) : levels(parts, column)}
		<button class="button small" type="button" @click=${remove}>${t("condition.remove")}</button>
	</div>`;
}

interface Parts {
	view: View;
	draft: ConditionDraft;
	problem: ConditionProblem | undefined;
	change(part: Partial<ConditionDraft>): void;
}

/** One category or several, picked from a list. */
function levels(
	{ view: { t }, draft, problem, change }: Parts,
	column: Exclude<Column, { values: unknown }>,
): TemplateResult {
	const id = `condition-${draft.id}-levels`;
	const shown = column.levels.slice(0, MOST_LEVELS);
	const choices = shown.map((level) => [level, level || t("column.empty")] as const);
	if (column.codes.includes(-1)) choices.push([MISSING, t("condition.missing.level")]);
	const onChange = (event: Event) => {
		const { selectedOptions } = event.target as HTMLSelectElement;
		change({ picked: Array.from(selectedOptions, (option) => option.value) });
	};
	const bad = problem?.part === "picked";
	return html`<div class="field">
		<label for=${id}>${t("condition.values")}</label>
		<select class="input" id=${id} multiple size=${Math.min(5, Math.max(2, choices.length))} @change=${onChange}
			aria-invalid=${bad ? "true" : nothing} aria-describedby=${`${id}-hint`}>
			${choices.map(([value, text]) => html`<option value=${value} .selected=${draft.picked.includes(value)}>${text}</option>`)}
		</select>
		<span class="hint" id=${`${id}-hint`}>${bad ? problem.text : t("condition.pick.hint")}</span>
	</div>`;
}

/** A range, values one by one, or nothing at all. */
function numbers(parts: Parts, column: Extract<Column, { values: unknown }>): TemplateResult {
	const { view, draft, change } = parts;
	const { t } = view;
	const choices: [string, string][] = [
		["range", t("condition.range")],
		["values", t("condition.values")],
	];
	if (column.values.some(Number.isNaN)) choices.push(["missing", t("condition.missing")]);
	const limit = t(column.kind === "datetime" ? "condition.empty.date" : "condition.empty");
	const fields =
		draft.how === "range"
			? [line(parts, "low", t("condition.from"), limit), line(parts, "high", t("condition.to"), limit)]
			: draft.how === "values"
				? [line(parts, "list", t("condition.list"), t("option.list.hint"))]
				: [];
	return html`<div class="condition-numbers">
		${selectField({
			id: `condition-${draft.id}-how`,
			label: t("condition.how"),
			choices,
			value: draft.how,
			onValue: (how) => change({ how: how as ConditionDraft["how"] }),
		})}
		<div class="condition-fields">${fields}</div>
	</div>`;
}

function line(
	{ draft, problem, change }: Parts,
	part: "low" | "high" | "list",
	label: string,
	hint: string,
): TemplateResult {
	const id = `condition-${draft.id}-${part}`;
	const bad = problem?.part === part;
	return html`<div class="field">
		<label for=${id}>${label}</label>
		<input class="input" id=${id} .value=${live(draft[part])} autocomplete="off" spellcheck="false"
			aria-invalid=${bad ? "true" : nothing} aria-describedby=${`${id}-hint`}
			@input=${(event: Event) => change({ [part]: (event.target as HTMLInputElement).value })} />
		<span class="hint" id=${`${id}-hint`}>${bad ? problem.text : hint}</span>
	</div>`;
}
