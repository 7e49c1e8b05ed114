import { html, nothing, type TemplateResult } from "lit";
import { generatorMetas } from "../../generators/metas";
import { memoryOf } from "../../page/fit-memory";
import { learnsPart, promiseOf } from "../flow/choices";
import { expectedSeconds } from "../flow/expected-seconds";
import type { View } from "./view";

/** Rows below which there is nothing to be learned from a part. */
const FEWEST_OFFERED = 100;

/** What a run takes of time and memory, as far as it is known, and where that is more than there is, what would fit. */
export function estimate(view: View): unknown {
	const { t, flow } = view;
	const { source, choices } = flow;
	if (!source || flow.running) return nothing;
	if (learnsPart(source.table, choices)) return part(view);
	if (choices.generator === "auto") return nothing;
	const { table } = source;
	const learned = { ...table, rows: Math.ceil(table.rows * (1 - choices.holdout)) };
	const { least, most, available, fittingRows } = memoryOf(learned, generatorMetas[choices.generator]);
	const seconds = expectedSeconds(table, choices);
	const said = [
		...(seconds === undefined ? [] : [timeText(t, seconds)]),
		// Nobody needs to know of what is little.
		...(most > available / 4 ? [t("settings.memory", { least: tenths(t, least), most: tenths(t, most) })] : []),
	];
	const text = said.length > 0 ? html`<p class="small muted" id="estimate">${said.join(" ")}</p>` : nothing;
	if (most <= available) return text;
	// Under a promise a part would tell how many rows there are.
	const offered = fittingRows >= FEWEST_OFFERED && !promiseOf(choices);
	return html`${text}
		<div class="message" role="status"><div class="stack">
			<p>${t("settings.memory.more", { available: tenths(t, available) })}</p>
			${offered ? take(view, fittingRows, t("settings.part.offer", { n: fittingRows })) : nothing}
		</div></div>`;
}

/** That a part of the rows is learned from. */
function part(view: View): TemplateResult {
	const { t, flow } = view;
	const { maxTrainingRows: n = 0 } = flow.choices;
	return html`<div class="button-row">
		<p class="small muted" id="estimate">${t("settings.part", { n, of: flow.source?.table.rows })}</p>
		${take(view, undefined, t("settings.part.all"))}
	</div>`;
}

function take({ flow }: View, maxTrainingRows: number | undefined, text: string): TemplateResult {
	return html`<button class="button small" type="button" data-testid="training-rows"
		@click=${() => flow.choose({ maxTrainingRows })}>${text}</button>`;
}

/** Gigabytes, in tenths. */
const tenths = (t: View["t"], bytes: number) => t.number(Math.max(1, Math.round((10 * bytes) / 2 ** 30)) / 10);

function timeText(t: View["t"], seconds: number): string {
	const minutes = t("time.minutes", { n: Math.max(1, Math.round(seconds / 60)) });
	return seconds < 60 ? t("settings.estimate.short") : t("settings.estimate", { minutes });
}
