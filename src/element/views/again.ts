import { html, nothing, type TemplateResult } from "lit";
import { cannotObey } from "../flow/make";
import { isAbort } from "../flow/problem";
import { completion } from "./completion";
import { conditions } from "./conditions";
import { numberField, selectField, textField } from "./fields";
import { problemText } from "./problem-text";
import { timeLeft } from "./text";
import type { View } from "./view";

const MOST_ROWS = 5_000_000;

/** Other rows from the model there is: how many, by which seed, and what they are to meet. */
export function again(view: View): TemplateResult {
	const { t, flow, act } = view;
	const { result } = flow;
	if (!result) return html``;
	const able = (result.split?.training ?? result.synthetic).columns.filter(
		({ kind }) => kind !== "id" && kind !== "text",
	);
	return html`<div class="card stack" part="card">
		<h3>${t("sample.title")}</h3>
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
			<div class="button-row">
				<button class="button" type="button" ?disabled=${flow.sampling !== undefined} @click=${act.sampleAgain}>${t("sample.do")}</button>
				${flow.sampling ? html`<button class="button" type="button" @click=${() => flow.stopSampling()}>${t("sample.stop")}</button>` : nothing}
			</div>
		</div>
		${sampling(view)}
		<details>
			<summary>${t("sample.fix")}</summary>
			<div class="stack">
				<p>${t("sample.lead")}</p>
				${conditions(view, able)}
				${more(view)}
			</div>
		</details>
		${completion(view)}
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
		${stopped ? t("sample.stopped") : problemText(t, sampleError)}</p>`;
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
