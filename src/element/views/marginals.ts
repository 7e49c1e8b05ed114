import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { type Distribution, distance, distribution, distributionChart, distributionSteps } from "../../charts";
import type { Steps } from "../../table/pause";
import type { Column, Table } from "../../table/table";
import { isLearned } from "../flow/choices";
import { promised } from "../flow/evidence";
import type { Translate } from "../messages/messages";
import { toSvg } from "../to-svg";
import { selectField } from "./fields";
import { later } from "./later";
import type { View } from "./view";

const FIRST_SHOWN = 18;
/** A phone shows one a line. */
const FIRST_SHOWN_NARROW = 4;
const MORE = 60;

/** The chart that fits a distribution: a histogram over bins, bars over categories. */
export function marginalChart(t: Translate, of: Distribution): SVGSVGElement {
	const names = of.shares.length === 1 ? [t("name.synthetic")] : [t("name.real"), t("name.synthetic")];
	const chart = toSvg(distributionChart(of, { names, share: t.share }));
	if (of.shares.length === 1) chart.classList.add("alone");
	return chart;
}

/** What the colours mean. */
export function legend(t: Translate, real = true): TemplateResult {
	return html`<div class="legend">
		${real ? html`<span>${t("legend.real")}</span>` : nothing}
		<span class="is-standin">${t("legend.synthetic")}</span>
	</div>`;
}

/** All columns side by side, in the table's order or the most different first. */
export function marginals(view: View): TemplateResult {
	const { t, flow, ui, narrow, update } = view;
	const { result } = flow;
	if (!result) return html``;
	// Under a promise no real row is measured unless the person asked for it.
	const untold = promised(result) !== undefined && flow.report?.state !== "ready";
	const real = result.like?.training.rows && !untold ? result.like.training : undefined;
	const first = narrow ? FIRST_SHOWN_NARROW : FIRST_SHOWN;
	const shown = Math.max(first, ui.charts);
	const pairs = pairsOf(real, result.synthetic);
	const ordered = ui.order === "distance" ? byDistance(pairs) : pairs;
	const left = pairs.length - shown;
	return html`<div class="stack">
		<div class="tools">
			${legend(t, real !== undefined)}
			${
				real &&
				selectField({
					id: "order",
					bare: true,
					label: t("result.order"),
					choices: [
						["table", t("result.order.table")],
						["distance", t("result.order.distance")],
					],
					value: ui.order,
					onValue: (order) => update({ order: order as "table" | "distance" }),
				})
			}
		</div>
		<div class="marginals" part="marginals">
			${repeat(
				ordered.slice(0, shown),
				({ column }) => column.name,
				(pair) => html`<section class="marginal">${later([pair.real, pair.column, t], () => card(t, pair))}</section>`,
			)}
		</div>
		${
			left > 0
				? html`<button class="button small" type="button" @click=${() => update({ charts: shown + MORE })}>
					${t("result.more", { n: Math.min(left, MORE) })}</button>`
				: nothing
		}
	</div>`;
}

interface Pair {
	real: Column | undefined;
	column: Column;
}

function pairsOf(real: Table | undefined, synthetic: Table): Pair[] {
	return synthetic.columns.map((column) => ({
		column,
		real: real?.columns.find((one) => one.name === column.name && one.kind === column.kind),
	}));
}

const distances = new WeakMap<Column, number>();

function byDistance(pairs: readonly Pair[]): Pair[] {
	const far = ({ real, column }: Pair) => {
		const known = distances.get(column);
		if (known !== undefined) return known;
		const found = real && isLearned(column.kind) ? distance(distribution([real, column])) : -1;
		distances.set(column, found);
		return found;
	};
	return [...pairs].sort((a, b) => far(b) - far(a));
}

/** How one column compares: chart, distance in words and the figures as a table on demand. */
function* card(t: Translate, { real, column }: Pair): Steps<TemplateResult> {
	if (!isLearned(column.kind)) {
		return html`<header><h3>${column.name}</h3></header>
			<p class="small muted">${t(column.kind === "id" ? "column.id" : "column.text")}</p>
			${examples(t, column)}`;
	}
	const of = inWords(t, yield* distributionSteps(real ? [real, column] : [column]));
	const names = real ? [t("name.real"), t("name.synthetic")] : [t("name.synthetic")];
	const missing = of.shape === "bins" && of.missing.some((share) => share > 0);
	const told = of.missing.map((share, i) => `${names[i]} ${t.share(share)}`).join(", ");
	const differs = html`<span class="figures" title=${t("result.differs.title")}>
		${t("result.differs", { share: t.share(distance(of)) })}</span>`;
	return html`<header><h3>${column.name}</h3>${real ? differs : nothing}</header>
		${marginalChart(t, of)}
		${missing ? html`<p class="figures">${t("result.missing", { shares: told })}</p>` : nothing}
		<details>
			<summary>${t("result.figures")}</summary>
			${figures(t, of, names)}
		</details>`;
}

/** A distribution with the names of its bins as the language writes them; categories are the table's own. */
function inWords(t: Translate, of: Distribution): Distribution {
	if (of.shape !== "bins") return of;
	const [low = "", middle = "", high = ""] = (of.axis ?? []).map(t.sentence);
	return { ...of, labels: of.labels.map(t.sentence), axis: of.axis && [low, middle, high] };
}

function examples(t: Translate, column: Column): unknown {
	if ("values" in column) return nothing;
	const values = new Set(Array.from(column.codes.slice(0, 3), (code) => column.levels[code] ?? t("result.none")));
	return html`<p class="small">${t("result.example", { values: [...values].join(", ") })}</p>`;
}

/** The chart's figures in a table. */
function figures(t: Translate, of: Distribution, names: readonly string[]): TemplateResult {
	const row = (label: string, shares: readonly number[]) => html`<tr>
		<th scope="row">${label}</th>${shares.map((share) => html`<td class="number">${t.share(share)}</td>`)}
	</tr>`;
	const others = of.others.some((share) => share > 1e-9);
	return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${t("result.figures.of", { column: of.name })}>
		<table class="data">
			<thead><tr>
				<th scope="col">${t(of.shape === "bins" ? "result.range" : "result.value")}</th>
				${names.map((name) => html`<th scope="col" class="number">${name}</th>`)}
			</tr></thead>
			<tbody>
				${of.labels.map((label, i) =>
					row(
						label || t("column.empty"),
						of.shares.map((shares) => shares[i] ?? 0),
					),
				)}
				${others ? row(t("result.others"), of.others) : nothing}
				${row(t("result.none"), of.missing)}
			</tbody>
		</table>
	</div>`;
}
