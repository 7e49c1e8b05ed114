import { html, nothing, type TemplateResult } from "lit";
import { createRef, type Ref, ref } from "lit/directives/ref.js";
import { acceptedFiles } from "../accepted-files";
import { SeveralFiles } from "../flow/read-source";
import { cutOff } from "./keeping";
import { problemText } from "./problem-text";
import type { View } from "./view";

const fileInput: WeakMap<View["flow"], Ref<HTMLInputElement>> = new WeakMap();
const modelInput: WeakMap<View["flow"], Ref<HTMLInputElement>> = new WeakMap();

function refOf(refs: typeof fileInput, flow: View["flow"]): Ref<HTMLInputElement> {
	const found = refs.get(flow) ?? createRef<HTMLInputElement>();
	refs.set(flow, found);
	return found;
}

/** Where a table comes in: chosen, dropped, pasted, or a model that was saved. */
export function drop(view: View): TemplateResult {
	const { flow, t } = view;
	const file = refOf(fileInput, flow);
	const model = refOf(modelInput, flow);
	const { reading, readError } = flow;
	const busy = reading !== undefined;
	const take = (open: (chosen: File) => void) => (event: Event) => {
		const input = event.target as HTMLInputElement;
		const chosen = input.files?.[0];
		if (chosen) open(chosen);
		input.value = "";
	};
	const opened = (came: boolean) => came && view.update({ changing: false });
	const paste = (event: Event) => {
		const box = (event.target as HTMLElement).closest(".stack")?.querySelector("textarea");
		void flow.open(box?.value ?? "", t("drop.paste.name")).then(opened);
	};
	return html`${flow.source ? nothing : cutOff(view)}
	<div class=${`drop${busy ? " busy" : ""}`} part="drop" aria-busy=${String(busy)}>
		<slot name="intro"><p class="drop-title">${t("drop.title")}</p></slot>
		<button class="button primary large" part="button primary-button choose-button" type="button" id="choose"
			?disabled=${busy} @click=${() => file.value?.click()}>${t("drop.choose")}</button>
		<slot name="start"></slot>
		<p class="small muted">${t("drop.formats")}</p>
		<details>
			<summary>${t("drop.paste")}</summary>
			<div class="stack">
				<textarea class="input code" rows="6" spellcheck="false" aria-label=${t("drop.paste.label")}
					placeholder=${"age,city,visits\n34,Utrecht,2\n…"}></textarea>
				<div class="button-row">
					<button class="button small" type="button" @click=${paste}>${t("drop.paste.use")}</button>
				</div>
			</div>
		</details>
		<p class="small">
			<button class="link" type="button" ?disabled=${busy} @click=${() => model.value?.click()}>${t("drop.model")}</button>
		</p>
		<div role="alert">${status(view, reading, readError)}</div>
		<input ${ref(file)} type="file" class="visually-hidden" data-testid="file" tabindex="-1" aria-hidden="true"
			accept=${acceptedFiles}
			@change=${take((chosen) => void flow.open(chosen, chosen.name).then(opened))} />
		<input ${ref(model)} type="file" class="visually-hidden" data-testid="model-file" tabindex="-1" aria-hidden="true"
			accept=".standin,.json,.csv" @change=${take((chosen) => void flow.openModel(chosen, chosen.name).then(opened))} />
	</div>`;
}

function status(view: View, reading: View["flow"]["reading"], readError: unknown): unknown {
	const { t, flow } = view;
	if (reading) {
		const { name, rows, share } = reading;
		const text =
			rows === undefined
				? t("drop.reading", { name })
				: share === undefined
					? t("drop.reading.rows", { name, rows })
					: t("drop.reading.share", { name, rows, share: t.share(share) });
		return html`<p class="message">${text}</p>`;
	}
	if (readError === undefined) return nothing;
	if (readError instanceof SeveralFiles) return several(view, readError);
	const text = problemText(t, readError);
	return html`<p class="message error">${text}${flow.source ? ` ${t("drop.kept")}` : nothing}</p>`;
}

/** Files of an archive that are offered at most. */
const MOST_OFFERED = 20;

/** Which of an archive's tables is meant. */
function several({ t, flow, update }: View, { archive, entries }: SeveralFiles): TemplateResult {
	const open = (entry: string) => {
		const name = entry.replace(/^.*\//, "");
		void flow.open({ archive, entry }, name).then((came) => came && update({ changing: false }));
	};
	return html`<div class="message"><div class="stack">
		<p>${t("drop.entries", { n: entries.length })}</p>
		<div class="button-row">
			${entries
				.slice(0, MOST_OFFERED)
				.map((entry) => html`<button class="button small" type="button" @click=${() => open(entry)}>${entry}</button>`)}
		</div>
	</div></div>`;
}
