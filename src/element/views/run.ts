import { html, nothing, type TemplateResult } from "lit";
import { distance, distributionSteps, type LineSeries, lineChart } from "../../charts";
import { type GeneratorName, generatorMetas } from "../../generators/metas";
import type { Table } from "../../table/table";
import type { FitSummary } from "../../wire/api";
import { isLearned, promiseOf } from "../flow/choices";
import type { Points, RunView } from "../flow/run-view";
import type { Translate } from "../messages/messages";
import { toSvg } from "../to-svg";
import { draft } from "./draft";
import { later } from "./later";
import { legend, marginalChart } from "./marginals";
import { network } from "./network";
import { problemText } from "./problem-text";
import { progressBar } from "./progress";
import { rowMap } from "./row-map";
import { duration, timeLeft } from "./text";
import type { View } from "./view";

/** Fewer readings than these are told in words: two points are no curve. */
const LEAST_READINGS = 4;
const LIVE_COLUMNS = 6;

export function phaseText(t: Translate, phase: string): string {
	switch (phase) {
		case "trial":
		case "start":
		case "encode":
		case "device":
		case "train":
		case "refine":
		case "sample":
		case "check":
			return t(`run.${phase}`);
		case "fit":
			return t("run.train");
		default:
			return phase.charAt(0).toUpperCase() + phase.slice(1);
	}
}

/** The run as it goes, or how it ended. */
export function run(view: View): TemplateResult {
	const { t, flow, narrow } = view;
	const { run: now, source } = flow;
	if (!now) return html``;
	const running = now.state === "running";
	return html`<div class="stack wide">
		<div class="card stack" part="card">
			<div class="run-head">
				<span class="phase">${headline(t, now)}</span>
				<span class="time">${running ? timeLeft(t, now.secondsLeft) : nothing}</span>
			</div>
			${now.state === "cancelled" || now.state === "failed" ? nothing : progressBar(t("run.progress"), now.share)}
			${diagnostics(t, now)}
			${later([now.loss, now.heldOut, narrow, t], () => curves(view, now))}
			${ending(view, now)}
			${
				running
					? html`<div class="button-row">
						<button class="button" type="button" ?disabled=${!now.canFinish} @click=${() => flow.finishEarly()}>${t("run.finish")}</button>
						<button class="button" type="button" @click=${() => flow.cancel()}>${t("run.cancel")}</button>
					</div>`
					: nothing
			}
		</div>
		${
			running && now.preview && source && !promiseOf(flow.choices)
				? html`<div class="stack">
					<div class="tools"><h3>${t("run.preview")}</h3>${legend(t)}</div>
					<div class="marginals">${previews(t, source.table, now.preview)}</div>
				</div>`
				: nothing
		}
		${draft(view)}
		${network(view)}
		${rowMap(view)}
	</div>`;
}

function headline(t: Translate, now: RunView): string {
	if (now.state === "cancelled") return t("run.cancelled");
	if (now.state === "failed") return t("run.failed");
	if (now.state === "running" || !now.summary) return phaseText(t, now.phase);
	const { seconds, workers = 1 } = now.summary;
	const time = duration(t, seconds);
	const done = Number(workers) > 1 ? t("run.done.cores", { time, n: Number(workers) }) : t("run.done", { time });
	const told = now.stopped === undefined ? done : t("run.done.stopped", { done, n: now.stopped });
	return now.choice ? `${told}. ${now.choice.reason}` : told;
}

/** What screen readers are told of a run now and then. */
export function spoken(t: Translate, now: RunView): string {
	if (now.state !== "running") return headline(t, now);
	const left = timeLeft(t, now.secondsLeft);
	return t("run.announce", { phase: phaseText(t, now.phase), share: t.share(Math.round(now.share * 100) / 100), left });
}

function diagnostics(t: Translate, now: RunView): TemplateResult {
	const entries: [string, string][] = [];
	if (now.generator) entries.push([t("run.generator"), generatorText(t, now.generator, now.summary)]);
	// Steps that refine columns one by one have no loss of whole rows to show.
	const loss = now.loss.at(-1);
	if (loss && (now.phase === "train" || now.phase === "refine")) {
		entries.push([t("run.step"), t("run.step.of", { step: now.step, steps: now.steps })]);
		entries.push([t("run.loss"), t.number(loss[1])]);
		const heldOut = now.heldOut.at(-1);
		if (heldOut) entries.push([t("run.heldout"), t.number(heldOut[1])]);
	}
	const { summary } = now;
	const { rows, ofRows } = (summary ?? {}) as Partial<FitSummary>;
	if (ofRows !== undefined) entries.push([t("run.rows"), t("run.rows.of", { n: Number(rows), of: Number(ofRows) })]);
	const device = now.device ?? (summary && { name: summary.device, reason: summary.reason });
	if (device) entries.push([t("run.device.name"), deviceText(t, device)]);
	if (now.bytes !== undefined) entries.push([t("run.memory"), t("run.memory.text", { n: Math.ceil(now.bytes / 1e6) })]);
	return html`<dl class="diagnostics">${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** What learned, by the name of the method that was taken where there is one of several. */
function generatorText(t: Translate, generator: GeneratorName, summary: RunView["summary"]): string {
	const { label } = generatorMetas[generator];
	return summary?.method === "columns" ? t("run.generator.columns") : t.sentence(label);
}

/** Which device computes, and why. */
function deviceText(t: Translate, { name, reason }: { name: string; reason: string }): string {
	return name === "webgpu" || name === "wasm" || name === "cpu"
		? t(`run.device.${name}`, { reason: t.sentence(reason) })
		: `${name}: ${reason}`;
}

function ending({ t, flow }: View, now: RunView): unknown {
	if (now.state === "cancelled") {
		return html`<p class="message" role="alert">${t(flow.result ? "run.cancelled.kept" : "run.cancelled.text")}</p>`;
	}
	const warning = now.summary?.warning;
	if (warning) return html`<p class="message" role="alert">${warning}</p>`;
	if (now.state !== "failed") return nothing;
	return html`<p class="message error" role="alert">${problemText(t, now.error)}</p>`;
}

function curves({ t, narrow }: View, now: RunView): unknown {
	const { loss, heldOut, lossSteps } = now;
	if (loss.length < LEAST_READINGS) return nothing;
	const reached = Math.max(loss.at(-1)?.[0] ?? 0, heldOut.at(-1)?.[0] ?? 0);
	// The axis grows with the run: an early stop is likely, and a line in a corner tells little.
	const xMax = Math.min(lossSteps, Math.max(lossSteps / 10, reached * 1.25));
	const chart = (title: string, series: LineSeries[]) => html`<figure>
		<figcaption class="small muted">${title}</figcaption>
		${toSvg(lineChart(series, { label: title, width: narrow ? 300 : 420, height: 180, xMax }))}
	</figure>`;
	return html`<div class="curves">
		${chart(t("run.loss.training"), [
			{ name: t("run.loss.smoothed"), points: smoothed(loss) },
			{ name: t("run.loss.each"), points: loss.map(([x, y]) => [x, y]), faint: true },
		])}
		${
			heldOut.length < LEAST_READINGS
				? nothing
				: chart(t("run.loss.heldout"), [{ name: t("run.heldout"), points: heldOut.map(([x, y]) => [x, y]) }])
		}
	</div>`;
}

/** Exponential moving average with a memory of about ten readings, corrected for its start. */
function smoothed(points: Points): [number, number][] {
	let sum = 0;
	let weight = 0;
	return points.map(([x, y]) => {
		sum = 0.9 * sum + y;
		weight = 0.9 * weight + 1;
		return [x, sum / weight];
	});
}

/** A few columns that tell the most: numbers and categories in turn, those with more than one value. */
function previews(t: Translate, real: Table, preview: Table): TemplateResult[] {
	const usable = real.columns.filter((column) => isLearned(column.kind));
	const numbers = usable.filter((column) => "values" in column);
	const levels = usable.filter((column) => !("values" in column) && column.levels.length > 1);
	const chosen = usable.flatMap((_, i) => [numbers[i], levels[i]]).filter((column) => column !== undefined);
	return chosen.slice(0, LIVE_COLUMNS).flatMap((column) => {
		const sampled = preview.columns.find((one) => one.name === column.name);
		if (!sampled || "values" in sampled !== "values" in column) return [];
		const build = function* () {
			const of = yield* distributionSteps([column, sampled], { levels: 5 });
			return html`<header>
				<h3>${column.name}</h3>
				<span class="figures">${t("result.differs", { share: t.share(distance(of)) })}</span>
			</header>
			${marginalChart(t, of)}`;
		};
		return [html`<section class="marginal">${later([sampled, t], build)}</section>`];
	});
}
