import { html, nothing, type TemplateResult } from "lit";
import type { MessageKey } from "../messages/message";
import type { View } from "./view";

export interface StepOptions {
	id: "table" | "columns" | "settings" | "run" | "result" | "report";
	/** A line on what the step is for. */
	lead?: string | undefined;
	/** What a folded step says of itself; a step without it cannot be folded. */
	summary?: string | undefined;
	/** Whether it is folded until the person opens it. */
	foldedAtFirst?: boolean | undefined;
}

const titleKey = (id: StepOptions["id"]): MessageKey => `step.${id}`;

/** A step of the flow: a heading, a line on what it is for, its content; done ones fold to a line. */
export function step(
	{ t, ui, update }: View,
	{ id, lead, summary, foldedAtFirst = false }: StepOptions,
	content: () => unknown,
): TemplateResult {
	const folded = summary !== undefined && (ui.folded[id] ?? foldedAtFirst);
	const toggle = () => update({ folded: { ...ui.folded, [id]: !folded } });
	return html`<section class="step" id=${`step-${id}`} part=${`step step-${id}`} aria-labelledby=${`title-${id}`}>
		<header>
			<h2 id=${`title-${id}`} tabindex="-1">${t(titleKey(id))}</h2>
			${
				summary === undefined
					? nothing
					: html`<button class="button small fold" type="button" aria-expanded=${String(!folded)}
						aria-describedby=${`title-${id}`} @click=${toggle}>${t(folded ? "step.show" : "step.hide")}</button>`
			}
			${folded ? html`<p>${summary}</p>` : lead ? html`<p>${lead}</p>` : nothing}
		</header>
		${folded ? nothing : content()}
	</section>`;
}

/** The list of steps beside the flow, and a way to each. */
export function rail({ t, act }: View, steps: readonly { id: StepOptions["id"]; done: boolean }[]): TemplateResult {
	const current = steps.find(({ done }) => !done)?.id;
	return html`<nav class="rail" aria-label=${t("steps.label")}>
		<ol>
			${steps.map(
				({ id, done }) => html`<li data-state=${done ? "done" : id === current ? "current" : "ahead"}>
					<button class="link" type="button" @click=${() => act.goTo(id)}>
						<span class="dot" aria-hidden="true"></span>${t(titleKey(id))}
					</button>
				</li>`,
			)}
		</ol>
	</nav>`;
}
