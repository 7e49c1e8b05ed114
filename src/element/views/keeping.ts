import { html, nothing, type TemplateResult } from "lit";
import { promiseOf } from "../flow/choices";
import { KEPT_HOURS } from "../flow/cut-off";
import { wantsDraft } from "../flow/draft";
import type { View } from "./view";

/** Whether a run may be kept for a reload of the page: for the person to allow, where there is something to be kept. */
export function keepBox({ t, flow }: View): TemplateResult | typeof nothing {
	const { choices, running, keptRuns } = flow;
	// A promise spends its budget once, and pages over http cannot encrypt.
	if (!wantsDraft(choices.generator) || promiseOf(choices) || !globalThis.isSecureContext) return nothing;
	const onChange = (event: Event) => keptRuns.allow((event.target as HTMLInputElement).checked);
	return html`<label class="check">
		<input type="checkbox" data-testid="keep-run" .checked=${keptRuns.allowed} ?disabled=${running} @change=${onChange} />
		<span>${t("keep.allow")} <span class="muted">${t("keep.hint", { n: KEPT_HOURS })}</span></span>
	</label>`;
}

/** That a run was cut off by a reload, and what can be done with it. */
export function cutOff({ t, flow }: View): TemplateResult | typeof nothing {
	const { keptRuns, source, running } = flow;
	const { cutOff } = keptRuns;
	if (!cutOff || running) return nothing;
	const clock = (at: Date) => at.toLocaleTimeString(t.lang, { hour: "2-digit", minute: "2-digit" });
	const times = { begun: clock(cutOff.begun), expires: clock(cutOff.expires) };
	return html`<div class="message" role="status" id="cut-off"><div class="stack">
		<p>${t(source ? "keep.cut-off.here" : "keep.cut-off", times)}</p>
		<div class="button-row">
			${
				source
					? html`<button class="button small" type="button" data-testid="continue-run"
						@click=${() => void keptRuns.resume(flow)}>${t("keep.continue")}</button>`
					: nothing
			}
			<button class="button small" type="button" @click=${() => void keptRuns.forget()}>${t("keep.forget")}</button>
		</div>
	</div></div>`;
}
