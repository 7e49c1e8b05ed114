import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { generatorMetas } from "../../generators/metas";
import { isLearned, MOST_ROWS, promiseOf, takesProtect } from "../flow/choices";
import { estimate } from "./estimate";
import { fair } from "./fair";
import { numberField, selectField, textField } from "./fields";
import { generators } from "./generators";
import { cutOff, keepBox } from "./keeping";
import { optionFields } from "./option-fields";
import { privacy } from "./privacy";
import { protection } from "./protection";
import type { View } from "./view";

/** What to make, and the button that begins. */
export function settings(view: View): TemplateResult {
	const { t, flow, act } = view;
	const { choices, running } = flow;
	const { generator } = choices;
	return html`<div class="stack wide">
		<div class="grid-2">
			${numberField(view, {
				id: "rows",
				label: t("settings.rows"),
				value: choices.rows,
				min: 1,
				max: MOST_ROWS,
				hint: (flow.source?.table.rows ?? 0) > MOST_ROWS ? t("settings.rows.most", { n: MOST_ROWS }) : undefined,
				whole: true,
				disabled: running,
				onValue: (rows = 1) => flow.choose({ rows }),
			})}
			${protect(view)}
			${target(view)}
			${holdout(view)}
		</div>
		${protection(view)}
		${generators(view)}
		${privacy(view)}
		<details>
			<summary>${t("settings.advanced")}</summary>
			<div class="stack">
				${textField(view, {
					id: "seed",
					label: t("settings.seed"),
					hint: t("settings.seed.hint"),
					value: String(choices.seed),
					disabled: running,
					check: (text) => (text.trim() === "" ? t("field.seed") : undefined),
					onValue: (text) => flow.choose({ seed: Number.isFinite(Number(text)) ? Number(text) : text }),
				})}
				${fair(view)}
				${generator === "auto" ? nothing : optionFields(view, generator)}
			</div>
		</details>
		${flow.withdrawn ? html`<p class="message" role="status">${t("settings.withdrawn")}</p>` : nothing}
		${cutOff(view)}
		${keepBox(view)}
		<div class="stack">
			<div class="button-row">
				<button class="button primary large" part="button primary-button start-button" type="button" data-testid="start"
					?disabled=${running} @click=${act.start}>${t(running ? "settings.running" : "settings.start")}</button>
			</div>
			${estimate(view)}
		</div>
	</div>`;
}

function protect(view: View): TemplateResult {
	const { t, flow } = view;
	const { generator, protect } = flow.choices;
	const takes = takesProtect(generator);
	const promised = promiseOf(flow.choices) !== undefined;
	const hint = promised
		? t("privacy.protect")
		: generator === "auto"
			? t("settings.protect.auto")
			: t("settings.protect.own", { generator: t.sentence(generatorMetas[generator].label) });
	return numberField(view, {
		id: "protect",
		label: t("settings.protect"),
		hint: takes && !promised ? t("settings.protect.hint") : hint,
		value: protect,
		min: 1,
		max: 1000,
		whole: true,
		disabled: flow.running || !takes || promised,
		onValue: (value = 1) => flow.choose({ protect: value }),
	});
}

function target({ t, flow }: View): TemplateResult {
	const offered = (flow.source?.table.columns ?? [])
		.filter(({ kind }) => isLearned(kind) && kind !== "datetime")
		.map(({ name }) => [name, name] as const);
	return selectField({
		id: "target",
		label: t("settings.target"),
		hint: t(promiseOf(flow.choices) ? "privacy.target" : "settings.target.hint"),
		choices: [["", t("settings.none")], ...offered],
		value: flow.choices.target ?? "",
		disabled: flow.running,
		onValue: (value) => flow.choose({ target: value || undefined }),
	});
}

function holdout({ t, flow }: View): TemplateResult {
	const percent = Math.round(flow.choices.holdout * 100);
	const text = percent === 0 ? t("settings.holdout.none") : t.share(percent / 100);
	const onInput = (event: Event) => flow.choose({ holdout: Number((event.target as HTMLInputElement).value) / 100 });
	return html`<div class="field">
		<label for="holdout">${t("settings.holdout")}</label>
		<div class="range-row">
			<input type="range" id="holdout" min="0" max="50" step="5" .value=${live(String(percent))} ?disabled=${flow.running}
				aria-describedby="holdout-hint" aria-valuetext=${text} @input=${onInput} />
			<output for="holdout">${text}</output>
		</div>
		<span class="hint" id="holdout-hint">${t(promiseOf(flow.choices) ? "privacy.holdout" : "settings.holdout.hint")}</span>
	</div>`;
}
