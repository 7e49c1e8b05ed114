import { html, nothing, type TemplateResult } from "lit";
import type { Privacy } from "../../dp/promise";
import { keepsPromise, needsForPrivacy, promiseOf } from "../flow/choices";
import { domains } from "./domains";
import { numberField } from "./fields";
import type { View } from "./view";

/** What is promised unless the person says otherwise. */
const STANDARD = { epsilon: 1, delta: 1e-9 } as const;

/** The switch for differential privacy: what it promises, what it does not, what it costs, and how much of it. */
export function privacy(view: View): TemplateResult {
	const { t, flow } = view;
	const { choices, running } = flow;
	const keeps = keepsPromise(choices.generator);
	const promise = promiseOf(choices);
	const onSwitch = (event: Event) => {
		const on = (event.target as HTMLInputElement).checked;
		if (!on) return flow.choose({ privacy: undefined });
		// Most generators keep no promise, or none that strong: the usual one that does stands in.
		const unable = keeps === "never" || (needsForPrivacy(choices.generator)?.epsilon ?? 0) > STANDARD.epsilon;
		const other = unable ? ({ generator: "clique-tree", options: {} } as const) : {};
		flow.choose({ ...other, fair: undefined, privacy: { ...STANDARD } });
	};
	return html`<fieldset class="choices" ?disabled=${running} part="privacy">
		<legend class="label">${t("privacy.title")}</legend>
		${
			keeps === "always"
				? html`<p class="small">${t("privacy.always")}</p>`
				: html`<label class="check">
					<input type="checkbox" role="switch" data-testid="privacy" .checked=${promise !== undefined} @change=${onSwitch} />
					<span>${t("privacy.switch")}</span>
				</label>`
		}
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
