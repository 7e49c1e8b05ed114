import { html, type TemplateResult } from "lit";
import { ref } from "lit/directives/ref.js";

/** A bar for how far a computation is, named for what it shows; `share` is 0 … 1. */
export function progressBar(label: string, share: number): TemplateResult {
	const percent = Math.max(0, Math.min(100, share * 100));
	return html`<div class="progress" part="progress" role="progressbar" aria-label=${label} aria-valuemin="0"
		aria-valuemax="100" aria-valuenow=${Math.round(percent)}>
		<span ${ref(setWidth(percent))}></span>
	</div>`;
}

/** By the style object: a strict policy forbids the attribute. */
const setWidth = (percent: number) => (bar: Element | undefined) => {
	if (bar instanceof HTMLElement) bar.style.width = `${percent}%`;
};
