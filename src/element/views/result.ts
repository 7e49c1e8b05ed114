import { html, nothing, type TemplateResult } from "lit";
import type { TableFormat } from "../../table/format-table";
import { syntheticName } from "../flow/files";
import { mustMend } from "../flow/must-mend";
import { again } from "./again";
import { fairResult } from "./fair";
import { selectField } from "./fields";
import { marginals } from "./marginals";
import { pageWords } from "./problem-text";
import { rows } from "./rows";
import { resultText } from "./text";
import { type View, writingOf } from "./view";

const FORMATS: readonly TableFormat[] = ["csv", "jsonl", "parquet"];

/** The synthetic table: what leaves and under which name, rows of other kinds, its columns and rows. */
export function result(view: View): TemplateResult {
	const { t, flow, ui, update } = view;
	const { result } = flow;
	if (!result) return html``;
	const { format } = writingOf(flow, ui);
	const onGuard = (event: Event) => update({ defuse: (event.target as HTMLInputElement).checked });
	return html`<div class="stack wide">
		<div class="card stack" part="card">
			<div class="result-bar">
				<p class="size figure">${resultText(t, result)}</p>
				${leave(view)}
			</div>
			${result.synthetic.warnings?.map((warning) => html`<p class="message">${t.sentence(pageWords(t, warning))}</p>`)}
			${gate(view)}
			<div class="grid-2">
				${selectField({
					id: "format",
					label: t("result.format"),
					choices: FORMATS.map((one) => [one, t(`format.${one}`)] as const),
					value: format,
					onValue: (chosen) => update({ format: chosen as TableFormat }),
				})}
				${
					format !== "csv"
						? nothing
						: html`<label class="check">
							<input type="checkbox" .checked=${ui.defuse} @change=${onGuard} />
							<span>${t("result.guard")} <span class="muted">${t("result.guard.hint")}</span></span>
						</label>`
				}
			</div>
			${ui.modelSaved ? html`<p class="message" role="status">${t("result.model.saved")}</p>` : nothing}
			<slot name="actions"></slot>
		</div>
		${fairResult(view)}
		${again(view)}
		${marginals(view)}
		${rows(view)}
	</div>`;
}

/** The ways out, closed until the report has been read by the machine at least. */
function leave({ t, flow, ui, handOn, act }: View): TemplateResult {
	const format = t(`format.${writingOf(flow, ui).format}`);
	const shut = flow.release !== "open";
	return html`<div class="button-row">
		${
			handOn === undefined
				? nothing
				: html`<button class="button primary large" part="button primary-button" type="button" data-testid="hand-on"
					?disabled=${shut} @click=${act.handOn}>${handOn}</button>`
		}
		<button class=${handOn === undefined ? "button primary large" : "button"} part="button" type="button"
			data-testid="download" ?disabled=${shut} @click=${act.download}>${t("result.download", { format })}</button>
		<button class="button" part="button" type="button" ?disabled=${shut} title=${t("result.bundle.hint")} @click=${act.bundle}>
			${t("result.bundle")}</button>
		<button class="button" part="button" type="button" ?disabled=${shut} @click=${act.saveModel}>${t("result.model")}</button>
	</div>`;
}

/** What stands between the result and its leaving. */
function gate({ t, flow, ui, inForm, act }: View): unknown {
	const { release, report, result } = flow;
	const sent = () => syntheticName(result?.name ?? "", writingOf(flow, ui).format, result?.synthetic.marks);
	if (release === "checking") {
		return html`<p class="message" role="status">${t(inForm ? "result.checking.form" : "result.checking")}</p>`;
	}
	if (release === "open") {
		return inForm && result
			? html`<p class="message" role="status">${t("result.form", { name: sent() })}</p>`
			: nothing;
	}
	const mend = release === "mend" && report?.state === "ready";
	const text = mend ? t("result.mend", { n: mustMend(report.report).length }) : t("result.unchecked");
	return html`<div class="message error" role="alert">
		<p>${text}</p>
		<button class="button small" type="button" data-testid="confirm" @click=${act.confirm}>
			${t(mend ? "result.mend.confirm" : "result.unchecked.confirm")}</button>
	</div>`;
}
