import { html, nothing, type TemplateResult } from "lit";
import type { Block, Section, TextTable } from "../../report/format/document";
import { reportDocument } from "../../report/format/report-document";
import type { PromiseReport } from "../../report/promise-report";
import type { Report } from "../../report/report";
import { costOfReport } from "../flow/evidence";
import { countUnmeasured, mustMend } from "../flow/must-mend";
import type { Translate } from "../messages/messages";
import { toSvg } from "../to-svg";
import { problemText } from "./problem-text";
import { progressBar } from "./progress";
import { timeLeft } from "./text";
import type { View } from "./view";

/** The report: whether the table may be shared first, then the figures, each chapter built when it is opened. */
export function report(view: View): TemplateResult {
	const { t, flow } = view;
	const now = flow.report;
	if (!now) return html``;
	if (now.state === "ready" || now.state === "promise") return ready(view, now.report);
	if (now.state === "none") {
		const failed = now.why === "failed";
		const text = failed ? problemText(t, now.error) : withoutReport(view, now.why as Exclude<typeof now.why, "failed">);
		const large = now.why === "large";
		const again = failed || large || now.why === "stopped";
		return html`<div class="stack">
			<p class=${failed ? "message error" : "message"}>${text}</p>
			${again ? html`<div><button class="button small" type="button" @click=${() => void flow.measure({ large, ownEyes: large })}>${t("report.again")}</button></div>` : nothing}
		</div>`;
	}
	return html`<div class="card stack" part="card">
		<div class="run-head">
			<span class="phase">${t("report.measuring")}</span>
			<span class="time">${timeLeft(t, now.progress?.secondsLeft)}</span>
		</div>
		${progressBar(t("report.progress"), now.progress?.done ?? 0)}
		<div class="button-row">
			<button class="button small" type="button" @click=${() => flow.stopMeasuring()}>${t("report.skip")}</button>
		</div>
	</div>`;
}

/** Why there is no report, and what holds in its place. */
function withoutReport({ t, flow }: View, why: "stopped" | "no-real" | "nothing-alike" | "large"): string {
	const { like, synthetic } = flow.result ?? {};
	if (why === "large" && like && synthetic) {
		const { gigabytes, minutes } = costOfReport(like.training, synthetic) ?? { gigabytes: 0, minutes: 0 };
		return t("report.large", { gigabytes: t.number(Math.ceil(gigabytes)), minutes: t.number(Math.ceil(minutes)) });
	}
	const promise = flow.result?.marginals;
	if (why !== "no-real" || promise === undefined) return t(`report.${why}`);
	return promise ? t("report.marginals", { promise }) : t("report.marginals.silent");
}

function ready(view: View, found: Report | PromiseReport): TemplateResult {
	const { t, flow, act } = view;
	const { like, given } = flow.result ?? {};
	const document = documentOf(found);
	const alike = given && Object.keys(given).length > 0 && like;
	const counts = alike && {
		training: t("size.rows", { n: like.training.rows }),
		holdout: t("size.rows", { n: like.holdout?.rows ?? 0 }),
	};
	const note = t("report.language");
	const files = [
		["html", "HTML"],
		["md", "Markdown"],
		["json", "JSON"],
	] as const;
	return html`<div class="stack wide" part="report">
		${ownEyes(view)}
		${counts ? html`<p class="message">${t("report.alike", counts)}</p>` : nothing}
		${checklist(view, found)}
		${note ? html`<p class="small muted">${note}</p>` : nothing}
		<div class="verdicts">
			${document.cards.map(
				({ title, value, beside, text, alarm }) => html`<section class=${alarm ? "verdict alarm" : "verdict"}>
					<h3 class="question" lang=${t.langOf(title)}>${t.sentence(title)}</h3>
					<p class=${value.length > 16 ? "answer long" : "answer"} lang=${t.langOf(value)}>${t.sentence(value)}</p>
					${beside ? html`<p class="explains" lang=${t.langOf(beside)}>${t.sentence(beside)}</p>` : nothing}
					<p class="explains" lang=${t.langOf(text)}>${t.sentence(text)}</p>
				</section>`,
			)}
		</div>
		<div class="tools">
			<span class="muted small">${t("report.keep")}</span>
			<div class="button-row">
				${files.map(([format, label]) => html`<button class="button small" type="button" @click=${() => act.report(format)}>${label}</button>`)}
			</div>
		</div>
		<div class="chapters">
			${document.sections.filter(({ id }) => id !== "marginals").map((section) => chapter(view, section))}
			${chapter(view, { title: document.evidence.caption, blocks: [{ kind: "table", table: document.evidence }] })}
		</div>
	</div>`;
}

/** Under a promise: what is shown may leave, or is for the person's own eyes. */
function ownEyes({ t, flow }: View): unknown {
	if (flow.report?.state === "promise") {
		return html`<div class="message"><p>${t("report.promise")}</p>
			<button class="button small" type="button" @click=${() => void flow.measure({ ownEyes: true })}>${t("report.own-eyes")}</button>
		</div>`;
	}
	const shown = flow.report?.state === "ready" && flow.report.report.promise;
	return shown ? html`<p class="message error" role="alert">${t("report.own-eyes.shown")}</p>` : nothing;
}

/** A chapter, built while it is open. */
function chapter({ t, ui, update }: View, { title, blocks }: Pick<Section, "title" | "blocks">): TemplateResult {
	const key = `chapter ${title}`;
	const open = ui.folded[key] === false;
	const onToggle = (event: Event) => {
		const folded = !(event.target as HTMLDetailsElement).open;
		if (folded === open) update({ folded: { ...ui.folded, [key]: folded } });
	};
	return html`<details ?open=${open} @toggle=${onToggle}>
		<summary lang=${t.langOf(title)}>${t.sentence(title)}</summary>
		<div class="stack chapter">${open ? blocks.map((one) => block(t, one)) : nothing}</div>
	</details>`;
}

const documents = new WeakMap<Report | PromiseReport, ReturnType<typeof reportDocument>>();

function documentOf(report: Report | PromiseReport): ReturnType<typeof reportDocument> {
	const known = documents.get(report) ?? reportDocument(report);
	documents.set(report, known);
	return known;
}

/** May it be shared? What must be mended first. */
function checklist({ t }: View, found: Report | PromiseReport): TemplateResult {
	// A promise has no checks: nothing was measured.
	const clear = "checklist" in found && mustMend(found).length === 0;
	const { unmeasured, of } = countUnmeasured(found);
	// What was hardly looked at is not clear.
	const thin = 3 * unmeasured >= of;
	const groups = documentOf(found).checks.filter(({ verdict }) => verdict !== "mend" || !clear);
	return html`<div class="checklist" part="checklist">${clear ? (thin ? html`<p class="message">${t("report.thin", { unmeasured, of })}</p>` : html`<p class="message good">${t("report.clear")}</p>`) : nothing}
		${groups.map(({ verdict, title, lines }) => {
			const list = html`<ul class="plain-list">${lines.map(
				({
					item,
					sentence,
				}) => html`<li lang=${t.langOf(sentence)}><strong lang=${t.langOf(item)}>${t.sentence(item)}.</strong>
					${t.sentence(sentence)}</li>`,
			)}</ul>`;
			// What needs nobody's eye is folded: on a phone it would fill three screens.
			if (verdict === "clear" || verdict === "not measured") {
				return html`<details><summary lang=${t.langOf(title)}>${t.sentence(title)} (${lines.length})</summary>${list}</details>`;
			}
			return html`<section class=${verdict === "mend" ? "verdict alarm" : "verdict"}>
				<h3 class="question">${verdict === "mend" ? t("report.mend") : t.sentence(title)}</h3>
				${list}
			</section>`;
		})}</div>`;
}

function block(t: Translate, one: Block): TemplateResult {
	switch (one.kind) {
		case "text":
			return html`<p class="small" lang=${t.langOf(one.text)}>${t.sentence(one.text)}</p>`;
		case "table":
			return figures(t, one.table);
		case "chart":
			return html`<div class="stack">${toSvg(one.chart)}${figures(t, one.table)}</div>`;
		case "definition":
			return html`<dl class="definitions">
				<dt lang=${t.langOf(one.title)}>${t.sentence(one.title)}</dt>
				<dd lang=${t.langOf(one.text)}>${t.sentence(one.text)} <span class="muted" lang="en">${one.source}</span></dd>
			</dl>`;
	}
}

/** Heads of cells that hold names and values of tables, files and people: these are in no language. */
const VERBATIM = new Set(["Column", "Columns", "Secret", "Known", "Constraint", "Group", "Value"]);

function figures(t: Translate, { caption, head, rows }: TextTable): TemplateResult {
	const said = t.sentence(caption);
	const text = (cell: string, at: number) => (VERBATIM.has(head[at] ?? "") ? cell : t.sentence(cell));
	return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${said} lang=${t.langOf(caption)}>
		<table class="data">
			<caption class="visually-hidden">${said}</caption>
			<thead><tr>${head.map((name) => html`<th scope="col">${t.sentence(name)}</th>`)}</tr></thead>
			<tbody>
				${rows.map(
					([name = "", ...cells]) =>
						html`<tr><th scope="row">${text(name, 0)}</th>${cells.map((cell, i) => html`<td>${text(cell, i + 1)}</td>`)}</tr>`,
				)}
			</tbody>
		</table>
	</div>`;
}
