import { html, type TemplateResult } from "lit";
import type { Domain, Privacy } from "../../dp/promise";
import { type Column, isNumeric } from "../../table/table";
import { isLearned } from "../flow/choices";
import { domainText, readDomain } from "../flow/domain-text";
import { textField } from "./fields";
import type { View } from "./view";

/** Columns whose ranges or categories may be stated: those that are learned, as they come. */
function statable({ flow }: View): readonly Column[] {
	const treated = (name: string) => {
		const { treatments } = flow.choices;
		return treatments[name] ?? flow.found?.findings.find(({ column }) => column === name)?.treatment ?? "learn";
	};
	const columns = flow.source?.table.columns ?? [];
	return columns.filter(({ name, kind }) => {
		return isLearned(kind) && treated(name) === "learn";
	});
}

/** What is public of the columns, typed by the person: nothing of the budget is spent on finding it. */
export function domains(view: View, promise: Privacy): TemplateResult {
	const { t, flow } = view;
	const set = (name: string, domain: Domain | undefined) => {
		const { [name]: _, ...others } = promise.domains ?? {};
		flow.choose({ privacy: { ...promise, domains: domain ? { ...others, [name]: domain } : others } });
	};
	const stated = Object.keys(promise.domains ?? {}).length;
	return html`<details>
		<summary>${t("privacy.domains")}${stated > 0 ? ` (${stated})` : ""}</summary>
		<div class="stack">
			<p class="small">${t("privacy.domains.hint")}</p>
			<div class="grid-2">
				${statable(view).map((column, i) => {
					const hint = isNumeric(column)
						? t(column.kind === "datetime" ? "privacy.domain.dates" : "privacy.domain.range")
						: t("privacy.domain.levels");
					return textField(view, {
						id: `domain-${i}-${column.name.replace(/\W+/g, "-")}`,
						label: column.name,
						hint,
						value: domainText(promise.domains?.[column.name]),
						disabled: flow.running,
						check: (text) =>
							text.trim() === "" || readDomain(column, text) ? undefined : t("privacy.domain.wrong", { hint }),
						onValue: (text) => set(column.name, text.trim() === "" ? undefined : readDomain(column, text)),
					});
				})}
			</div>
		</div>
	</details>`;
}
