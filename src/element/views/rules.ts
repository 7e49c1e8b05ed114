import { html, nothing, type TemplateResult } from "lit";
import type { Constraint } from "../../constraints/constraint";
import type { Found } from "../../constraints/found";
import { constraintProblem } from "../../page/constraint-problem";
import type { View } from "./view";

const FIRST_SHOWN = 6;

const same = (a: Constraint, b: Constraint) => JSON.stringify(a) === JSON.stringify(b);

/** Whether a rule that was found is kept: exact ones unless excepted, almost exact ones where stated. */
function isKept({ exact, constraint }: Found, stated: readonly Constraint[]): boolean {
	return exact ? !stated.some((one) => same(one, { except: constraint })) : stated.some((one) => same(one, constraint));
}

/** Rules between columns that were found in the table, with a switch each, and a line for one of one's own. */
export function rules(view: View): TemplateResult {
	const { t, flow, ui, update } = view;
	const found = flow.found?.constraints ?? [];
	const stated = flow.choices.constraints ?? [];
	const set = (next: readonly Constraint[]) => flow.choose({ constraints: next.length === 0 ? undefined : next });
	const toggle = (rule: Found) => {
		const word: Constraint = rule.exact ? { except: rule.constraint } : rule.constraint;
		const without = stated.filter((one) => !same(one, word));
		set(without.length < stated.length ? without : [...stated, word]);
	};
	const own = stated.filter(
		(one): one is string => typeof one === "string" && !found.some((rule) => same(rule.constraint, one)),
	);
	const add = async () => {
		const typed = ui.drafts.get("rule") ?? "";
		const text = typed.trim();
		const { source } = flow;
		const problem = text === "" || !source ? undefined : await constraintProblem(source.table, text);
		// Another table, or other letters, may have come meanwhile.
		if (flow.source !== source || (ui.drafts.get("rule") ?? "") !== typed) return;
		if (problem === undefined) ui.drafts.delete("rule");
		update({ ruleProblem: problem });
		const { constraints: now = [] } = flow.choices;
		if (problem === undefined && text !== "" && !now.includes(text)) set([...now, text]);
	};
	const shown = ui.folded.rules === false ? found : found.slice(0, FIRST_SHOWN);
	const onInput = (event: Event) => {
		ui.drafts.set("rule", (event.target as HTMLInputElement).value);
		if (ui.ruleProblem !== undefined) update({ ruleProblem: undefined });
	};
	return html`<details class="rules" ?open=${found.length > 0}>
		<summary>${t("rules.title")}</summary>
		<div class="stack">
			<p class="small muted">${t(found.length === 0 ? "rules.none" : "rules.lead")}</p>
			<ul class="plain-list">
				${shown.map(
					(rule) => html`<li><label class="check">
						<input type="checkbox" role="switch" .checked=${isKept(rule, stated)} ?disabled=${flow.running} @change=${() => toggle(rule)} />
						<span><span lang=${t.langOf(rule.sentence)}>${t.sentence(rule.sentence)}</span> <span class="muted">${rule.exact ? nothing : t("rules.support", { share: t.share(rule.support) })}</span></span>
					</label></li>`,
				)}
				${own.map(
					(rule) => html`<li class="own-rule"><code>${rule}</code>
						<button class="button small" type="button" ?disabled=${flow.running} @click=${() => set(stated.filter((one) => one !== rule))}>${t("condition.remove")}</button>
					</li>`,
				)}
			</ul>
			${
				shown.length < found.length
					? html`<div><button class="button small" type="button" @click=${() => update({ folded: { ...ui.folded, rules: false } })}>
						${t("rules.all", { n: found.length })}</button></div>`
					: nothing
			}
			<div class="own">
				<div class="field">
					<label for="rule">${t("rules.own")}</label>
					<input class="input code" id="rule" .value=${ui.drafts.get("rule") ?? ""} placeholder="discharge >= admission"
						autocomplete="off" spellcheck="false" ?disabled=${flow.running} aria-describedby="rule-hint"
						aria-invalid=${ui.ruleProblem === undefined ? nothing : "true"} @input=${onInput} />
					<span class="hint" id="rule-hint" role=${ui.ruleProblem === undefined ? nothing : "alert"}>${ui.ruleProblem ?? t("rules.own.hint")}</span>
				</div>
				<button class="button" type="button" ?disabled=${flow.running} @click=${() => void add()}>${t("rules.add")}</button>
			</div>
		</div>
	</details>`;
}
