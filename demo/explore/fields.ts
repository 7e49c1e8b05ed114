import { fill, h, uniqueId } from "../dom";

export interface Field<Value> {
	element: HTMLElement;
	/** The value typed, or undefined where it cannot be used; the field then says why. */
	read(): Value | undefined;
	set(value: Value): void;
}

export interface NumberFieldOptions {
	label: string;
	hint?: string;
	value: number;
	min?: number;
	max?: number;
	/** Whole numbers only. */
	whole?: boolean;
}

/** A number typed as text: no spinning by accident, and a sentence where it cannot be used. */
export function numberField(options: NumberFieldOptions): Field<number> {
	const { label, hint, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, whole = false } = options;
	const field = textField({
		label,
		value: String(options.value),
		...(hint === undefined ? {} : { hint }),
		inputmode: whole && min >= 0 ? "numeric" : "decimal",
		check(text) {
			const value = Number(text.replaceAll(/[\s,_]/g, ""));
			if (text.trim() === "" || !Number.isFinite(value)) return `“${text}” is not a number.`;
			if (whole && !Number.isInteger(value)) return "A whole number is needed here.";
			if (value < min) return `At least ${min}, please.`;
			if (value > max) return `At most ${max}, please.`;
			return undefined;
		},
	});
	return {
		element: field.element,
		read() {
			const text = field.read();
			return text === undefined ? undefined : Number(text.replaceAll(/[\s,_]/g, ""));
		},
		set: (value) => field.set(String(value)),
	};
}

export interface TextFieldOptions {
	label: string;
	hint?: string;
	value: string;
	inputmode?: string;
	/** A sentence where the text cannot be used. */
	check?: (text: string) => string | undefined;
}

export function textField(options: TextFieldOptions): Field<string> {
	const id = uniqueId("field");
	const hintId = `${id}-hint`;
	const hint = h("span", { class: "hint", id: hintId }, options.hint ?? "");
	const input = h("input", {
		class: "input",
		id,
		value: options.value,
		inputmode: options.inputmode,
		autocomplete: "off",
		spellcheck: "false",
		"aria-describedby": hintId,
		onInput: () => validate(),
	});
	function validate(): string | undefined {
		const problem = options.check?.(input.value);
		if (problem) input.setAttribute("aria-invalid", "true");
		else input.removeAttribute("aria-invalid");
		fill(hint, problem ?? options.hint ?? "");
		return problem;
	}
	return {
		element: h("div", { class: "field" }, h("label", { for: id }, options.label), input, hint),
		read() {
			if (validate() === undefined) return input.value;
			input.focus();
			return undefined;
		},
		set(value) {
			input.value = value;
			validate();
		},
	};
}

export interface SelectFieldOptions {
	label: string;
	hint?: string;
	/** [value, text] pairs. */
	choices: readonly (readonly [string, string])[];
	value: string;
	onChange?: (value: string) => void;
}

export function selectField(options: SelectFieldOptions): Field<string> & {
	choose(choices: readonly (readonly [string, string])[], value: string): void;
} {
	const id = uniqueId("field");
	const hintId = `${id}-hint`;
	const select = h("select", {
		class: "input",
		id,
		"aria-describedby": hintId,
		onChange: () => options.onChange?.(select.value),
	});
	function choose(choices: readonly (readonly [string, string])[], value: string): void {
		fill(
			select,
			choices.map(([key, text]) => h("option", { value: key }, text)),
		);
		select.value = value;
	}
	choose(options.choices, options.value);
	return {
		element: h(
			"div",
			{ class: "field" },
			h("label", { for: id }, options.label),
			select,
			h("span", { class: "hint", id: hintId }, options.hint ?? ""),
		),
		read: () => select.value,
		set(value) {
			select.value = value;
		},
		choose,
	};
}
