import { html, nothing, type TemplateResult } from "lit";
import { problemText } from "./problem-text";
import { rowsTable } from "./rows-table";
import type { View } from "./view";

/** A few rows of a quick model, marked as a draft, until the better one has learned. */
export function draft({ t, flow }: View): TemplateResult | typeof nothing {
	const made = flow.run?.draft;
	if (!made || flow.run?.state !== "running") return nothing;
	if ("error" in made) {
		return html`<p class="message">${t("draft.failed", { reason: problemText(t, made.error) })}</p>`;
	}
	return html`<div class="card stack draft" part="card">
		<h3>${t("draft.title")}</h3>
		<p class="small muted">${t("draft.lead")}</p>
		${rowsTable(t, made.rows, t("draft.title"))}
	</div>`;
}
