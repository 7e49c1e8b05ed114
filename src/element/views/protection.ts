import { html, nothing, type TemplateResult } from "lit";
import type { ProtectedColumn } from "../../encode/protection-preview";
import { protectionPreview } from "../../page/on-demand";
import { subjectOf } from "../../page/subject-of";
import { withSubjects } from "../../table/subjects";
import type { Table } from "../../table/table";
import { promiseOf, takesProtect, treatmentOf } from "../flow/choices";
import type { View } from "./view";

const looked = new WeakMap<Table, Map<string, readonly ProtectedColumn[] | undefined>>();

/** What protection keeps from being learned, before anything is learned. */
export function protection(view: View): TemplateResult | typeof nothing {
	const { t, flow } = view;
	const { source, choices, found, inspection } = flow;
	// Whose rows they are is not known as long as the columns are being looked at.
	if (!source || inspection?.state === "looking" || !takesProtect(choices.generator) || promiseOf(choices))
		return nothing;
	const learned = new Set(
		found?.findings.filter((finding) => treatmentOf(choices, finding) === "learn").map(({ column }) => column),
	);
	const all = preview(view, source.table, choices.protect, subjectOf(choices, found)) ?? [];
	const shown = found ? all.filter(({ column }) => learned.has(column)) : all;
	if (shown.length === 0) return nothing;
	const n = new Set(shown.map(({ column }) => column)).size;
	return html`<details id="protected">
		<summary>${t("settings.protect.preview", { n })}</summary>
		<ul class="plain-list small">${shown.map(({ sentence }) => html`<li lang=${t.langOf(sentence)}>${t.sentence(sentence)}</li>`)}</ul>
	</details>`;
}

/** The preview of a table, once it has been made. */
function preview(
	{ update }: View,
	table: Table,
	protect: number,
	subject: string | undefined,
): readonly ProtectedColumn[] | undefined {
	const key = JSON.stringify([protect, subject]);
	const known = looked.get(table) ?? new Map<string, readonly ProtectedColumn[] | undefined>();
	looked.set(table, known);
	if (known.has(key)) return known.get(key);
	known.set(key, undefined);
	void (async () => {
		const whole = withSubjects(table, subject);
		known.set(key, await protectionPreview(whole, { protect }));
		update({});
	})();
	return undefined;
}
