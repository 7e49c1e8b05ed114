import { html, nothing, type TemplateResult } from "lit";
import type { Fair } from "../../constraints/fair/fair";
import { isNumeric, type LevelColumn, type Table } from "../../table/table";
import { promiseOf } from "../flow/choices";
import { numberField, selectField } from "./fields";
import type { View } from "./view";

/** Categories of an outcome, or groups, at most: `fair` takes no more of an outcome. */
const MOST = 20;

function offered({ columns }: Table): LevelColumn[] {
	return columns.filter((column): column is LevelColumn => {
		if (isNumeric(column) || (column.kind !== "category" && column.kind !== "boolean")) return false;
		return column.levels.length >= 2 && column.levels.length <= MOST;
	});
}

/** The category that is good to have where nobody said and there are more than two: the rarest. */
function rarest({ levels, codes }: LevelColumn): string {
	const rows = levels.map(() => 0);
	for (const code of codes) if (code >= 0) rows[code]!++;
	return levels[rows.indexOf(Math.min(...rows))]!;
}

/** An outcome that is sampled so that groups fare alike: which, between whom, in what and how far. */
export function fair(view: View): TemplateResult {
	const { t, flow } = view;
	const { choices, source, running } = flow;
	const columns = source ? offered(source.table) : [];
	const names = columns.map(({ name }) => [name, name] as const);
	// What looks at the rows beside the generator would break a promise; one that was chosen before can be taken back.
	const promised = promiseOf(choices) !== undefined;
	const disabled = running || (promised && !choices.fair);
	const onTarget = (name: string) => {
		const target = columns.find((column) => column.name === name);
		if (!target) return flow.choose({ fair: undefined });
		const groups = columns.find((column) => column !== target)!.name;
		const favourable = target.levels.length > 2 ? { favourable: rarest(target) } : {};
		flow.choose({ fair: { target: name, groups, ...favourable } });
	};
	return html`<fieldset class="choices stack" ?disabled=${disabled} part="fair">
		<legend class="label">${t("fair.title")}</legend>
		<p class="small muted">${t(promised ? "fair.promised" : columns.length < 2 ? "fair.none" : "fair.lead")}</p>
		${
			columns.length < 2
				? nothing
				: selectField({
						id: "fair-target",
						label: t("fair.target"),
						choices: [["", t("settings.none")], ...names],
						value: choices.fair?.target ?? "",
						disabled,
						onValue: onTarget,
					})
		}
		${choices.fair && !promised ? asked(view, choices.fair, columns) : nothing}
	</fieldset>`;
}

function asked(view: View, own: Fair, columns: readonly LevelColumn[]): TemplateResult {
	const { t, flow } = view;
	const target = columns.find(({ name }) => name === own.target);
	const set = (change: Partial<Fair>) => flow.choose({ fair: { ...own, ...change } });
	const levels = target?.levels ?? [];
	const { favourable, aim = "parity", strength = 1 } = own;
	const disabled = flow.running;
	return html`<div class="grid-2">
			${selectField({
				id: "fair-groups",
				label: t("fair.groups"),
				hint: t("fair.groups.hint"),
				choices: columns.filter(({ name }) => name !== own.target).map(({ name }) => [name, name] as const),
				value: typeof own.groups === "string" ? own.groups : "",
				disabled,
				onValue: (groups) => set({ groups }),
			})}
			${selectField({
				id: "fair-favourable",
				label: t("fair.favourable"),
				hint: t(levels.length > 2 ? "fair.favourable.hint" : "fair.favourable.auto"),
				choices: [
					...(levels.length > 2 ? [] : [["", t("option.auto")] as const]),
					...levels.map((level) => [level, level] as const),
				],
				value: favourable ?? "",
				disabled,
				onValue: (value) => {
					const { favourable: _, ...others } = own;
					flow.choose({ fair: value === "" ? others : { ...others, favourable: value } });
				},
			})}
			${selectField({
				id: "fair-aim",
				label: t("fair.aim"),
				choices: [
					["parity", t("fair.parity")],
					["equal-opportunity", t("fair.opportunity")],
				],
				value: aim,
				disabled,
				onValue: (value) => set({ aim: value as NonNullable<Fair["aim"]> }),
			})}
			${numberField(view, {
				id: "fair-strength",
				label: t("fair.strength"),
				hint: t("fair.strength.hint"),
				value: strength,
				min: 0,
				max: 1,
				disabled,
				onValue: (value = 1) => set({ strength: value }),
			})}
		</div>
		<p class="small muted">${t("fair.conflict")}</p>`;
}

/** Both differences before and after, where the outcome was sampled fairly. */
export function fairResult({ t, flow }: View): unknown {
	const summary = flow.result?.made?.summary;
	if (typeof summary?.fair !== "string") return nothing;
	const cell = (name: string) => {
		const value = summary[name];
		return typeof value === "number" ? t.number(value) : t("fair.few");
	};
	const line = (label: string, name: string) =>
		html`<tr><th scope="row">${label}</th><td>${cell(`${name}Before`)}</td><td>${cell(name)}</td></tr>`;
	return html`<div class="card stack" part="card" data-testid="fair-result">
		<h3>${t("fair.result")}</h3>
		<p class="small muted">${t("fair.result.lead")}</p>
		<table class="data">
			<thead><tr><th scope="col">${t("fair.figure")}</th><th scope="col">${t("fair.before")}</th><th scope="col">${t("fair.after")}</th></tr></thead>
			<tbody>
				${line(t("fair.result.parity"), "fairParityDifference")}
				${line(t("fair.result.opportunity"), "fairOpportunityDifference")}
				${line(t("fair.result.accuracy"), "fairAccuracy")}
			</tbody>
		</table>
		<p class="small">${t("fair.conflict")}</p>
	</div>`;
}
