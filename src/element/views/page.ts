import { html, nothing, type TemplateResult } from "lit";
import { generatorMetas } from "../../generators/metas";
import { promised } from "../flow/evidence";
import { columns } from "./columns";
import { drop } from "./drop";
import { howRead } from "./how-read";
import { report } from "./report";
import { result } from "./result";
import { run } from "./run";
import { settings } from "./settings";
import { rail, type StepOptions, step } from "./step";
import { sizeText } from "./text";
import type { View } from "./view";

/** Everything the element shows, in the order of the way: table, columns, settings, run, result, report. */
export function page(view: View): TemplateResult {
	const { flow, spoken } = view;
	const { source, result: made } = flow;
	return html`${source || made ? steps(view) : html`<div part="opening">${drop(view)}</div>`}
		<div class="visually-hidden" role="status" aria-live="polite">${spoken}</div>`;
}

function steps(view: View): TemplateResult {
	const { flow, t } = view;
	const { source, run: now, result: made } = flow;
	// What was chosen folds to a line once there is a run to look at.
	const behind = now !== undefined && now.state !== "cancelled" && now.state !== "failed";
	const shown: [StepOptions["id"], boolean, TemplateResult][] = [];
	const add = (id: StepOptions["id"], done: boolean, drawn: TemplateResult) => shown.push([id, done, drawn]);
	if (source || !made)
		add(
			"table",
			true,
			step(view, { id: "table" }, () => table(view)),
		);
	if (source) {
		const fold = { foldedAtFirst: behind, summary: columnsSummary(view) };
		add(
			"columns",
			behind || made !== undefined,
			step(view, { id: "columns", lead: t("step.columns.lead"), ...fold }, () => columns(view)),
		);
		const { rows, generator } = flow.choices;
		const method = generator === "auto" ? t("settings.auto") : t.sentence(generatorMetas[generator].label);
		const chosen = `${t("size.rows", { n: rows })}. ${method}`;
		add(
			"settings",
			behind || made !== undefined,
			step(view, { id: "settings", summary: chosen, foldedAtFirst: behind }, () => settings(view)),
		);
	}
	if (now)
		add(
			"run",
			now.state === "done",
			step(view, { id: "run" }, () => run(view)),
		);
	if (made) {
		const lead = made.like ? t("step.result.lead") : undefined;
		// Where there are no real rows, nothing is measured against any.
		const measured = made.split ? t(promised(made) ? "privacy.report.lead" : "step.report.lead") : undefined;
		if (flow.report)
			add(
				"report",
				flow.report.state !== "measuring",
				step(view, { id: "report", lead: measured }, () => report(view)),
			);
		add(
			"result",
			flow.release === "open",
			step(view, { id: "result", lead }, () => result(view)),
		);
	}
	return html`<div class="flow" part="flow">
		${rail(
			view,
			shown.map(([id, done]) => ({ id, done })),
		)}
		<div class="steps">${shown.map(([, , drawn]) => drawn)}</div>
	</div>`;
}

function table(view: View): TemplateResult {
	const { flow, t, ui, update } = view;
	const { source } = flow;
	return html`<div class="stack">
		${
			source
				? html`<div class="card source-bar" part="card">
					<span class="name">${source.name}</span>
					<span class="muted figure">${sizeText(t, source.table)}</span>
					<div class="button-row">
						<button class="button small" type="button" ?disabled=${flow.running} aria-expanded=${String(ui.changing)}
							@click=${() => update({ changing: !ui.changing })}>${t(ui.changing ? "table.keep" : "table.change")}</button>
					</div>
				</div>`
				: nothing
		}
		${ui.changing || !source || flow.readError !== undefined ? drop(view) : nothing}
		${ui.changing && flow.readError === undefined ? nothing : howRead(view)}
	</div>`;
}

/** "12 columns, 3 of them identify people directly". */
function columnsSummary({ t, flow }: View): string {
	const findings = flow.found?.findings ?? [];
	const direct = findings.filter(({ identifies }) => identifies === "directly").length;
	const size = t("size.columns", { n: flow.source?.table.columns.length ?? 0 });
	return findings.length === 0 ? size : `${size}. ${t("inspect.direct", { n: direct, of: findings.length })}`;
}
