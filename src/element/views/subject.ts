import { html, nothing, type TemplateResult } from "lit";
import { subjectOf } from "../../page/subject-of";
import { selectField } from "./fields";
import { problemText } from "./problem-text";
import type { View } from "./view";

/** Whose rows the table's rows are, as proposed or chosen; before that, that the columns are being looked at. */
export function subject(view: View): TemplateResult {
	const { t, flow } = view;
	const { inspection, found, choices, source } = flow;
	if (inspection?.state === "looking") return html`<p class="message" role="status">${t("inspect.looking")}</p>`;
	if (inspection?.state === "failed") {
		return html`<p class="message error" role="alert">${t("inspect.failed", { reason: problemText(t, inspection.error) })}</p>`;
	}
	if (!found || !source) return html``;
	const proposed = found.subject;
	const chosen = subjectOf(choices, found);
	const hint =
		proposed && chosen === proposed.column
			? `${t.sentence(proposed.reason)} ${t("subject.count", { n: proposed.subjects })}`
			: chosen
				? t("subject.chosen")
				: t("subject.each");
	const onValue = (value: string) => {
		const same = value === (proposed?.strong ? proposed.column : "");
		flow.choose({ subject: same ? undefined : value || false });
	};
	return html`<div class="card stack">
		${personal(view)}
		${selectField({
			id: "subject",
			label: t("subject.label"),
			hint,
			choices: [["", t("subject.none")], ...source.table.columns.map(({ name }) => [name, name] as const)],
			value: chosen ?? "",
			disabled: flow.running,
			onValue,
		})}
		${chosen ? html`<p class="small muted">${t("subject.limits")}</p>` : nothing}
	</div>`;
}

function personal({ t, flow }: View): unknown {
	const findings = flow.found?.findings ?? [];
	const direct = findings.filter(({ identifies }) => identifies === "directly").length;
	const together = findings.filter(({ identifies }) => identifies === "together with others").length;
	if (findings.length === 0) return nothing;
	return html`<p>${t("inspect.direct", { n: direct, of: findings.length })} ${together > 0 ? t("inspect.together", { n: together }) : nothing}</p>`;
}
