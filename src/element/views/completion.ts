import { html, nothing, type TemplateResult } from "lit";
import { createRef, type Ref, ref } from "lit/directives/ref.js";
import { acceptedFiles } from "../accepted-files";
import { download } from "../flow/files";
import { cannotObey } from "../flow/make";
import { problemText } from "./problem-text";
import { type View, writingOf } from "./view";

const inputs: WeakMap<View["flow"], Ref<HTMLInputElement>> = new WeakMap();

/** A file of one's own whose missing cells the model samples. */
export function completion({ t, flow, ui, act }: View): TemplateResult | typeof nothing {
	const { result, completion: now } = flow;
	if (!result || cannotObey(result.generator)) return nothing;
	const { file: whole } = now;
	const input = inputs.get(flow) ?? createRef<HTMLInputElement>();
	inputs.set(flow, input);
	const onChange = (event: Event) => {
		const field = event.target as HTMLInputElement;
		const file = field.files?.[0];
		if (file) act.complete(file);
		field.value = "";
	};
	return html`<details>
		<summary>${t("complete.title")}</summary>
		<div class="stack">
			<p>${t("complete.lead")}</p>
			<p class="message">${t("complete.own")}</p>
			<p class="small muted">${t("complete.format", { format: t(`format.${writingOf(flow, ui).format}`) })}</p>
			<div class="button-row">
				<button class="button" type="button" ?disabled=${now.state === "running"} @click=${() => input.value?.click()}>
					${t("complete.choose")}</button>
			</div>
			<input ${ref(input)} type="file" class="visually-hidden" data-testid="complete-file" tabindex="-1" aria-hidden="true"
				accept=${acceptedFiles} @change=${onChange} />
			${now.state === "running" ? html`<p class="message" role="status">${t("complete.running")}</p>` : nothing}
			${
				now.state === "done"
					? html`<p class="message" role="status">${t("complete.done", { n: now.cells })}
				${now.added.length > 0 ? t("complete.added", { n: now.added.length, names: now.added.map((name) => `"${name}"`).join(", ") }) : nothing}
				${whole ? html`<button class="link" type="button" @click=${() => download(whole, whole.name)}>${t("complete.again", { name: whole.name })}</button>` : nothing}</p>`
					: nothing
			}
			${now.state === "failed" ? html`<p class="message error" role="alert">${problemText(t, now.error)}</p>` : nothing}
		</div>
	</details>`;
}
