import { html, nothing, type TemplateResult } from "lit";
import { SeveralFiles } from "../flow/read-source";
import { numberField, selectField, usable } from "./fields";
import type { View } from "./view";

/** The header of a file as a choice: told by the reader, named in the first line, or none. */
const HEADERS = { auto: undefined, yes: true, no: false } as const;
type Header = keyof typeof HEADERS;

/** How a file of lines is read, for where the reader was wrong: its header, and lines that stand before it. */
export function howRead(view: View): TemplateResult {
	const { flow, t, ui, update } = view;
	const failed = flow.readError !== undefined;
	const { file } = flow;
	if (!file || (failed ? flow.readError instanceof SeveralFiles : flow.source?.format !== "csv")) return html``;
	const { header, skipLines } = file.how;
	const now = (Object.keys(HEADERS) as Header[]).find((key) => HEADERS[key] === header) ?? "auto";
	const drafted = (ui.drafts.get("read-header") ?? now) as Header;
	const again = (event: Event) => {
		const box = (event.target as HTMLElement).closest("details");
		if (!box || !usable(box)) return;
		const typed = (ui.drafts.get("read-skip") ?? (skipLines === undefined ? "" : String(skipLines))).trim();
		const asked = HEADERS[drafted];
		void flow
			.open(file.input, file.name, {
				...(asked !== undefined && { header: asked }),
				...(typed !== "" && { skipLines: Number(typed.replaceAll(/[\s,_]/g, "")) }),
			})
			.then((came) => came && update({ changing: false }));
	};
	return html`<details id="how-read" ?open=${failed}>
		<summary>${t("read.title")}${failed ? html` <span class="muted">${file.name}</span>` : nothing}</summary>
		<div class="stack">
			<div class="grid-2">
				${selectField({
					id: "read-header",
					label: t("read.header"),
					choices: (Object.keys(HEADERS) as Header[]).map((key) => [key, t(`read.header.${key}`)] as const),
					value: drafted,
					disabled: flow.running,
					onValue: (value) => {
						ui.drafts.set("read-header", value);
						update({});
					},
				})}
				${numberField(view, {
					id: "read-skip",
					label: t("read.skip"),
					hint: t("read.skip.hint"),
					value: skipLines,
					min: 0,
					whole: true,
					optional: true,
					disabled: flow.running,
					onValue: () => {},
				})}
			</div>
			<div><button class="button small" type="button" data-testid="read-again"
				?disabled=${flow.running || flow.reading !== undefined} @click=${again}>${t("read.again")}</button></div>
		</div>
	</details>`;
}
