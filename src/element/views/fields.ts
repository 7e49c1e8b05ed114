import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { View } from "./view";

export interface TextFieldOptions {
	/** Unique within the element. */
	id: string;
	label: string;
	hint?: string | undefined;
	/** What stands in the field until something is typed. */
	value: string;
	inputmode?: "numeric" | "decimal" | undefined;
	placeholder?: string | undefined;
	disabled?: boolean | undefined;
	/** A sentence where the text cannot be used. */
	check?: ((text: string) => string | undefined) | undefined;
	/** Called with every text that can be used. */
	onValue?: ((text: string) => void) | undefined;
}

/** A line of text, and a sentence in place of the hint where it cannot be used. */
export function textField({ ui, update }: View, options: TextFieldOptions): TemplateResult {
	const { id, label, hint, value, inputmode, placeholder, disabled, check, onValue } = options;
	const text = ui.drafts.get(id) ?? value;
	const problem = ui.drafts.has(id) ? check?.(text) : undefined;
	const onInput = (event: Event) => {
		const typed = (event.target as HTMLInputElement).value;
		ui.drafts.set(id, typed);
		if (check?.(typed) === undefined) onValue?.(typed);
		update({});
	};
	return html`<div class="field">
		<label for=${id}>${label}</label>
		<input class="input" id=${id} .value=${live(text)} inputmode=${inputmode ?? nothing}
			placeholder=${placeholder ?? nothing} autocomplete="off" spellcheck="false" ?disabled=${disabled}
			aria-invalid=${problem ? "true" : nothing} aria-describedby=${`${id}-hint`} @input=${onInput} />
		<span class="hint" id=${`${id}-hint`}>${problem ?? hint ?? nothing}</span>
	</div>`;
}

export interface NumberFieldOptions extends Omit<TextFieldOptions, "value" | "check" | "onValue"> {
	/** Undefined leaves the field empty, which then means "auto". */
	value: number | undefined;
	min?: number;
	max?: number;
	/** Whole numbers only. */
	whole?: boolean;
	/** Whether the field may be empty. */
	optional?: boolean;
	onValue: (value: number | undefined) => void;
}

const numberOf = (text: string) => Number(text.replaceAll(/[\s,_]/g, ""));

/** A number typed as text: no spinning by accident. */
export function numberField(view: View, options: NumberFieldOptions): TemplateResult {
	const { value, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, whole, optional, onValue } = options;
	const { t } = view;
	return textField(view, {
		...options,
		value: value === undefined ? "" : String(value),
		inputmode: whole && min >= 0 ? "numeric" : "decimal",
		check(text) {
			const typed = numberOf(text);
			if (text.trim() === "" && optional) return undefined;
			if (text.trim() === "" || !Number.isFinite(typed)) return t("field.number", { text });
			if (whole && !Number.isInteger(typed)) return t("field.whole");
			if (typed < min) return t("field.min", { n: min });
			if (typed > max) return t("field.max", { n: max });
			return undefined;
		},
		onValue: (text) => onValue(text.trim() === "" ? undefined : numberOf(text)),
	});
}

export interface SelectFieldOptions {
	id: string;
	label: string;
	hint?: string | undefined;
	/** [value, text] pairs. */
	choices: readonly (readonly [string, string])[];
	value: string;
	disabled?: boolean | undefined;
	/** Small, and its label for screen readers alone. */
	bare?: boolean | undefined;
	describedBy?: string | undefined;
	onValue: (value: string) => void;
}

export function selectField(options: SelectFieldOptions): TemplateResult {
	const { id, label, hint, choices, value, disabled, bare, describedBy, onValue } = options;
	const onChange = (event: Event) => onValue((event.target as HTMLSelectElement).value);
	const described = describedBy ?? (hint ? `${id}-hint` : undefined);
	const select = html`<select class=${bare ? "input small" : "input"} id=${id} ?disabled=${disabled}
		aria-label=${bare ? label : nothing} aria-describedby=${described ?? nothing} .value=${live(value)} @change=${onChange}>
		${choices.map(([key, text]) => html`<option value=${key} ?selected=${key === value}>${text}</option>`)}
	</select>`;
	if (bare) return select;
	return html`<div class="field">
		<label for=${id}>${label}</label>${select}
		${hint ? html`<span class="hint" id=${`${id}-hint`}>${hint}</span>` : nothing}
	</div>`;
}

/** Whether all fields within can be used; the first that cannot gets the focus. */
export function usable(root: ParentNode): boolean {
	const bad = root.querySelector<HTMLElement>('[aria-invalid="true"]');
	for (let parent = bad?.parentElement; parent; parent = parent.parentElement) {
		if (parent instanceof HTMLDetailsElement) parent.open = true;
	}
	bad?.focus();
	return bad === null;
}
