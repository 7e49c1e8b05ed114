import { html, nothing, type TemplateResult } from "lit";
import type { GeneratorMeta } from "../../generators/generator";
import { generatorMetas } from "../../generators/metas";
import { type Choices, keepsPromise, needsForPrivacy } from "../flow/choices";
import type { View } from "./view";

type Name = Choices["generator"];

/** The choice of a generator: the usual one and trials in sight, the others a press away. */
export function generators(view: View): TemplateResult {
	const { t, flow } = view;
	const names = Object.keys(generatorMetas) as (keyof typeof generatorMetas)[];
	const [first = "diffusion", ...others] = names;
	const chosen = flow.choices.generator;
	return html`<fieldset class="choices" ?disabled=${flow.running}>
		<legend class="label">${t("settings.generator")}</legend>
		<div class="cards">${card(view, first)}${card(view, "auto")}</div>
		${
			others.length === 0
				? nothing
				: html`<details ?open=${(others as Name[]).includes(chosen)}>
					<summary>${t("settings.generators.more", { n: others.length })}</summary>
					<div class="cards">${others.map((name) => card(view, name))}</div>
				</details>`
		}
	</fieldset>`;
}

/** What a promise of differential privacy that is asked for means for a generator. */
function underPromise({ t, flow }: View, name: Name): { readonly refused: boolean; readonly said?: string } {
	const { privacy } = flow.choices;
	if (!privacy) return { refused: false };
	if (keepsPromise(name) === "never") return { refused: true, said: t("privacy.never") };
	const needs = needsForPrivacy(name);
	const rows = flow.source?.table.rows ?? 0;
	if (!needs || (privacy.epsilon >= needs.epsilon && rows >= needs.rows)) return { refused: false };
	return { refused: false, said: t("privacy.needs", { epsilon: needs.epsilon, rows: needs.rows }) };
}

function card(view: View, name: Name): TemplateResult {
	const { t, flow, ui } = view;
	const { refused, said } = underPromise(view, name);
	const meta: GeneratorMeta | undefined = name === "auto" ? undefined : generatorMetas[name];
	const choose = () => {
		for (const id of ui.drafts.keys()) if (id.startsWith("option-")) ui.drafts.delete(id);
		flow.choose({ generator: name, options: {} });
	};
	return html`<label class="choice">
		<input type="radio" name="generator" value=${name} .checked=${flow.choices.generator === name}
			?disabled=${refused} @change=${choose} />
		<span class="name">${meta ? t.sentence(meta.label) : t("settings.auto")}</span>
		<span class="summary">${meta ? t.sentence(meta.summary) : t("settings.auto.summary")}</span>
		${said ? html`<span class="summary"><strong>${said}</strong></span>` : nothing}
		${meta?.paper ? html`<span class="summary paper">${meta.paper}</span>` : nothing}
	</label>`;
}
