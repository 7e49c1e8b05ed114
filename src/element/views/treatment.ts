import { html, nothing, type TemplateResult } from "lit";
import type { Coarsening, Finding, Treatment } from "../../deidentify/finding";
import type { Column } from "../../table/table";
import { treatmentOf } from "../flow/choices";
import { type CoarsenWay, coarsening, coarsenWays, groupsOf, sizeOf, wayOf } from "../flow/coarsened";
import { numberField, selectField } from "./fields";
import type { View } from "./view";

type Word = "replace" | "drop" | "learn" | "coarsen" | "keep";
const WORDS: readonly Word[] = ["replace", "drop", "coarsen", "learn", "keep"];
const EXAMPLES = 5;
/** What a new band, rounding or prefix begins with. */
const FIRST_SIZE = { year: 1, month: 1, band: 10, round: 10, prefix: 2 } as const;

const isCoarsening = (treatment: Treatment): treatment is Coarsening =>
	typeof treatment === "object" && "coarsen" in treatment;

function wordOf(treatment: Treatment): Word {
	return typeof treatment === "string" ? treatment : isCoarsening(treatment) ? "coarsen" : "keep";
}

/** What a column holds, why, and what happens to it, each of which can be overruled. */
export function treatment(view: View, column: Column, finding: Finding, index: number): TemplateResult {
	const { t, flow, ui, update } = view;
	const now = treatmentOf(flow.choices, finding);
	const asking = ui.keeping === column.name;
	const set = (next: Treatment | undefined) => {
		const { [column.name]: _, ...others } = flow.choices.treatments;
		const proposed = next === undefined || JSON.stringify(next) === JSON.stringify(finding.treatment);
		flow.choose({ treatments: proposed ? others : { ...others, [column.name]: next } });
	};
	const onWord = (word: string) => {
		update({ keeping: undefined });
		const ways = coarsenWays(column);
		if (word === "keep" && finding.identifies !== "no") update({ keeping: column.name });
		else if (word === "keep") set({ keep: { confirmed: finding.what } });
		else if (word === "coarsen") set(coarsening(ways[0] as CoarsenWay, FIRST_SIZE[ways[0] as CoarsenWay]));
		else set(word as "replace" | "drop" | "learn");
	};
	const personal = finding.identifies !== "no";
	return html`<div class="treatment">
		<div class="finding" id=${`finding-${index}`}>
			${personal ? html`<span class=${`badge ${finding.identifies === "directly" ? "alarm" : "accent"}`}>${t(`what.${finding.what}`)}</span>` : nothing}
			${personal ? html`<span>${t(finding.identifies === "directly" ? "finding.directly" : "finding.together")}</span>` : nothing}
			<span class="muted" lang=${t.langOf(finding.evidence)}>${t.sentence(finding.evidence)}</span>
		</div>
		${selectField({
			id: `treatment-${index}`,
			bare: true,
			label: t("treatment.of", { column: column.name }),
			choices: WORDS.map((word) => [word, t(`treatment.${word}`)] as const),
			value: asking ? "keep" : wordOf(now),
			disabled: flow.running,
			describedBy: `finding-${index}`,
			onValue: onWord,
		})}
		${asking ? confirmation(view, column, finding, set) : nothing}
		${!asking && isCoarsening(now) ? coarsen(view, column, now, index, set) : nothing}
		${!asking && wordOf(now) === "keep" && personal ? html`<p class="message error">${t("treatment.kept")}</p>` : nothing}
	</div>`;
}

/** Names what would leave, and asks. */
function confirmation(
	{ t, update }: View,
	column: Column,
	finding: Finding,
	set: (treatment: Treatment) => void,
): TemplateResult {
	const examples = "levels" in column ? column.levels.slice(0, EXAMPLES) : [];
	const values = examples.join(", ");
	const all = "levels" in column && column.levels.length <= EXAMPLES;
	const named = all ? "keep.all" : "keep.values";
	const text = values ? t(named, { column: column.name, values }) : t("keep.column", { column: column.name });
	const yes = () => {
		update({ keeping: undefined });
		set({ keep: { confirmed: finding.what } });
	};
	return html`<div class="message error" role="alertdialog" aria-label=${t("treatment.keep")}>
		<p>${text}</p>
		<div class="button-row">
			<button class="button small" type="button" data-testid="confirm-keep" @click=${yes}>${t("keep.yes")}</button>
			<button class="button small" type="button" @click=${() => update({ keeping: undefined })}>${t("keep.no")}</button>
		</div>
	</div>`;
}

function coarsen(
	view: View,
	column: Column,
	now: Coarsening,
	index: number,
	set: (treatment: Treatment) => void,
): TemplateResult {
	const { t, flow } = view;
	const table = flow.source?.table;
	const way = wayOf(now);
	const size = sizeOf(now);
	const found = table && groupsOf(table, column, now);
	return html`<div class="coarsen">
		${selectField({
			id: `coarsen-${index}`,
			label: t("coarsen.to"),
			choices: coarsenWays(column).map((one) => [one, t(`coarsen.${one}`)] as const),
			value: way,
			disabled: flow.running,
			onValue: (next) => set(coarsening(next as CoarsenWay, FIRST_SIZE[next as CoarsenWay])),
		})}
		${
			size === undefined
				? nothing
				: numberField(view, {
						id: `coarsen-size-${index}`,
						label: t("coarsen.size"),
						value: size,
						min: way === "prefix" ? 1 : Number.MIN_VALUE,
						whole: way === "prefix",
						disabled: flow.running,
						onValue: (next = 1) => set(coarsening(way, next)),
					})
		}
		${found ? html`<p class="small muted">${t("coarsen.groups", { n: found.groups, smallest: found.smallest })}</p>` : nothing}
	</div>`;
}
