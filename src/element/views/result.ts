import { html, nothing, type TemplateResult } from "lit";
import { cannotObey } from "../flow/make";
import { mustMend } from "../flow/must-mend";
import { isAbort, problemText } from "../flow/problem";
import { conditions } from "./conditions";
import { numberField, selectField, textField } from "./fields";
import { marginals } from "./marginals";
import { rows } from "./rows";
import { givenText, sizeText, timeLeft } from "./text";
import type { View } from "./view";

const MOST_ROWS = 5_000_000;

/** The synthetic table: what leaves and under which name, rows of other kinds, its columns and rows. */
export function result(view: View): TemplateResult {
	const { t, flow, ui, update, act } = view;
	const { result } = flow;
	if (!result) return html``;
	const given = givenText(t, result.given);
	const size = sizeText(t, result.synthetic);
	const onGuard = (event: Event) => update({ defuse: (event.target as HTMLInputElement).checked });
	return html`<div class="stack wide">
		<div class="card stack" part="card">
			<div class="result-bar">
				<p class="size figure">${given ? t("result.with", { size, given }) : size}</p>
				${leave(view)}
			</div>
			${gate(view)}
			<label class="check">
				<input type="checkbox" .checked=${ui.defuse} @change=${onGuard} />
				<span>${t("result.guard")} <span class="muted">${t("result.guard.hint")}</span></span>
			</label>
			${ui.modelSaved ? html`<p class="message" role="status">${t("result.model.saved")}</p>` : nothing}
			<details>
				<summary>${t("sample.title")}</summary>
				<div class="stack">
					<div class="again">
						${numberField(view, {
							id: "again-rows",
							label: t("sample.rows"),
							value: result.synthetic.rows,
							min: 1,
							max: MOST_ROWS,
							whole: true,
							onValue: () => {},
						})}
						${textField(view, {
							id: "again-seed",
							label: t("settings.seed"),
							value: "2",
							check: (text) => (text.trim() === "" ? t("field.seed") : undefined),
						})}
					</div>
					${more(view)}
					<p>${t("sample.lead")}</p>
					${conditions(
						view,
						(result.split?.training ?? result.synthetic).columns.filter(({ kind }) => kind !== "id" && kind !== "text"),
					)}
					<div class="button-row">
						<button class="button" type="button" ?disabled=${flow.sampling !== undefined} @click=${act.sampleAgain}>${t("sample.do")}</button>
						${flow.sampling ? html`<button class="button" type="button" @click=${() => flow.stopSampling()}>${t("sample.stop")}</button>` : nothing}
					</div>
					${sampling(view)}
				</div>
			</details>
			<slot name="actions"></slot>
		</div>
		${marginals(view)}
		${rows(view)}
	</div>`;
}

/** The ways out, closed until the report has been read by the machine at least. */
function leave({ t, flow, handOn, act }: View): TemplateResult {
	const shut = flow.release !== "open";
	return html`<div class="button-row">
		${
			handOn === undefined
				? nothing
				: html`<button class="button primary large" part="button primary-button" type="button" data-testid="hand-on"
					?disabled=${shut} @click=${act.handOn}>${handOn}</button>`
		}
		<button class=${handOn === undefined ? "button primary large" : "button"} part="button" type="button"
			data-testid="download" ?disabled=${shut} @click=${act.download}>${t("result.download")}</button>
		<button class="button" part="button" type="button" ?disabled=${shut} title=${t("result.bundle.hint")} @click=${act.bundle}>
			${t("result.bundle")}</button>
		<button class="button" part="button" type="button" ?disabled=${shut} @click=${act.saveModel}>${t("result.model")}</button>
	</div>`;
}

/** What stands between the result and its leaving. */
function gate({ t, flow, inForm, act }: View): unknown {
	const { release, report, result } = flow;
	if (release === "checking") {
		return html`<p class="message" role="status">${t(inForm ? "result.checking.form" : "result.checking")}</p>`;
	}
	if (release === "open") {
		return inForm && result
			? html`<p class="message" role="status">${t("result.form", { name: result.name })}</p>`
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

function sampling({ t, flow }: View): unknown {
	const { sampling: now, sampleError } = flow;
	if (now) {
		const share = t.share(Math.floor((100 * now.step) / Math.max(1, now.steps)) / 100);
		return html`<p class="message" role="status">${t("sample.running", { share, left: timeLeft(t, now.secondsLeft) })}</p>`;
	}
	if (sampleError === undefined) return nothing;
	const stopped = isAbort(sampleError);
	return html`<p class=${stopped ? "message" : "message error"} role="alert">
		${stopped ? t("sample.stopped") : problemText(sampleError, t("drop.unreadable"))}</p>`;
}

/** More of what is rare: a column, and the share its rarest category is to have. */
function more(view: View): unknown {
	const { t, flow, ui, update } = view;
	const { result } = flow;
	if (!result || cannotObey(result.generator)) return nothing;
	const columns = result.synthetic.columns.filter(({ kind }) => kind === "category" || kind === "boolean");
	if (columns.length === 0) return nothing;
	return html`<div class="grid-2">
		${selectField({
			id: "more-column",
			label: t("more.column"),
			hint: t("more.hint"),
			choices: [["", t("settings.none")], ...columns.map(({ name }) => [name, name] as const)],
			value: ui.more,
			onValue: (column) => update({ more: column }),
		})}
		${
			ui.more === ""
				? nothing
				: numberField(view, { id: "more-share", label: t("more.share"), value: 50, min: 1, max: 99, onValue: () => {} })
		}
	</div>`;
}
