import { html, nothing, type TemplateResult } from "lit";
import type { Privacy } from "../../dp/promise";
import { generatorMetas } from "../../generators/metas";
import { type Choices, keepsPromise, needsForPrivacy, promiseOf, STANDARD as STANDARD_CHOICES } from "../flow/choices";
import { domains } from "./domains";
import { numberField } from "./fields";
import type { View } from "./view";

/** What is promised unless the person says otherwise. */
const STANDARD = { epsilon: 1, delta: 1e-9 } as const;
/** What is chosen in the place of a generator that keeps no such promise. */
const STAND_IN = "clique-tree";

/** The switch for differential privacy: what it promises, what it does not, what it costs, and how much of it. */
export function privacy(view: View): TemplateResult {
	const { t, flow, ui, update } = view;
	const { choices, running } = flow;
	const keeps = keepsPromise(choices.generator);
	const promise = promiseOf(choices);
	const { generator, options, fair } = choices;
	/** What is chosen where a promise is taken back that its generator always keeps. */
	const back = ui.unpromised ?? { generator: STANDARD_CHOICES.generator, options: {} };
	const onSwitch = (event: Event) => {
		const on = (event.target as HTMLInputElement).checked;
		if (!on) {
			flow.choose({ ...(keeps === "always" && back), privacy: undefined });
			return update({ unpromised: undefined });
		}
		// Most generators keep no promise, or none that strong: the usual one that does stands in.
		const unable = keeps === "never" || (needsForPrivacy(generator)?.epsilon ?? 0) > STANDARD.epsilon;
		const other = unable ? ({ generator: STAND_IN, options: {} } as const) : {};
		update({ unpromised: unable ? { generator, options, ...(fair && { fair }) } : undefined });
		flow.choose({ ...other, fair: undefined, privacy: { ...STANDARD } });
	};
	const label = (name: Choices["generator"]) =>
		name === "auto" ? t("settings.auto") : t.sentence(generatorMetas[name].label);
	const switched = ui.unpromised !== undefined && generator === STAND_IN;
	const said = switched ? "privacy.switched" : keeps === "always" ? "privacy.always" : undefined;
	return html`<fieldset class="choices" ?disabled=${running} part="privacy">
		<legend class="label">${t("privacy.title")}</legend>
		<label class="check">
			<input type="checkbox" role="switch" data-testid="privacy" .checked=${promise !== undefined} @change=${onSwitch} />
			<span>${t("privacy.switch")}</span>
		</label>
		${said ? html`<p class="small" role="status">${t(said, { before: label(back.generator), now: label(generator) })}</p>` : nothing}
		${promise ? told(view, promise) : nothing}
	</fieldset>`;
}

function told(view: View, promise: Privacy): TemplateResult {
	const { t, flow } = view;
	const set = (change: Partial<Privacy>) => flow.choose({ privacy: { ...promise, ...change } });
	const { epsilon, delta = STANDARD.delta, rowsEach = 1 } = promise;
	const rows = flow.source?.table.rows ?? 0;
	const needs = needsForPrivacy(flow.choices.generator);
	const warnings = [
		...(epsilon > 10 ? [t("privacy.warn.epsilon")] : []),
		...(rows < 1000 ? [t("privacy.warn.rows")] : []),
		...(delta * rows >= 1 ? [t("privacy.warn.delta")] : []),
		...(needs && (epsilon < needs.epsilon || rows < needs.rows) ? [t("privacy.warn.training")] : []),
	];
	return html`<div class="stack">
		<ul class="plain-list small">
			<li>${t("privacy.promises")}</li>
			<li>${t("privacy.not")}</li>
			<li>${t("privacy.costs")}</li>
		</ul>
		<div class="grid-2">
			${numberField(view, {
				id: "epsilon",
				label: t("privacy.epsilon"),
				hint: t("privacy.epsilon.hint"),
				value: epsilon,
				min: 0.001,
				max: 1000,
				disabled: flow.running,
				onValue: (value = STANDARD.epsilon) => set({ epsilon: value }),
			})}
			${numberField(view, {
				id: "delta",
				label: t("privacy.delta"),
				hint: t("privacy.delta.hint"),
				value: delta,
				min: 1e-15,
				max: 0.01,
				disabled: flow.running,
				onValue: (value = STANDARD.delta) => set({ delta: value }),
			})}
			${numberField(view, {
				id: "rows-each",
				label: t("privacy.rows-each"),
				hint: t("privacy.rows-each.hint"),
				value: rowsEach,
				min: 1,
				max: 1000,
				whole: true,
				disabled: flow.running,
				onValue: (value = 1) => set({ rowsEach: value }),
			})}
		</div>
		${domains(view, promise)}
		${warnings.map((text) => html`<p class="message error" role="alert">${text}</p>`)}
	</div>`;
}
