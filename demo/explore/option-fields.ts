import { type Option, type Options, optionText, readOption } from "../../src/index";
import { h } from "../dom";
import { type Field, selectField, textField } from "./fields";

/** Fields for every option of a generator or prior, made from its description alone. */
export interface OptionFields {
	element: HTMLElement;
	/** Options that differ from their defaults; undefined where a field cannot be used. */
	read(): Record<string, unknown> | undefined;
}

/** "batchRows" as "Batch rows". */
export function optionLabel(name: string): string {
	const words = name.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
	return words.charAt(0).toUpperCase() + words.slice(1);
}

export function createOptionFields(options: Options): OptionFields {
	const entries = Object.entries(options)
		// What is an object is set in code.
		.filter(([, { type }]) => type !== "object" && type !== "weights")
		.map(([name, option]) => ({ name, option, field: fieldFor(name, option) }));
	return {
		element: h(
			"div",
			{ class: "options-grid" },
			entries.map((entry) => entry.field.element),
		),
		read() {
			const chosen: Record<string, unknown> = {};
			for (const { name, option, field } of entries) {
				const text = field.read();
				if (text === undefined) return undefined;
				if (text.trim() !== optionText(option.default)) chosen[name] = readOption(text, option);
			}
			return chosen;
		},
	};
}

function choicesOf(option: Option): readonly (readonly [string, string])[] | undefined {
	if (option.type === "choice") return option.choices.map((choice) => [choice, choice] as const);
	return option.type === "boolean"
		? [
				["true", "yes"],
				["false", "no"],
			]
		: undefined;
}

/** What may be typed, besides what the help says. */
function note(option: Option): string {
	if (option.type === "numbers" || option.type === "choices") return "Separated by commas.";
	return option.type === "number" && option.auto !== undefined ? `${option.auto}: from the data.` : "";
}

function problem(text: string, option: Option): string | undefined {
	try {
		readOption(text, option);
		return undefined;
	} catch (error) {
		return (error as Error).message;
	}
}

function fieldFor(name: string, option: Option): Field<string> {
	const label = optionLabel(name);
	const value = optionText(option.default);
	const choices = choicesOf(option);
	if (choices) return selectField({ label, value, choices, hint: option.help });
	const whole = option.type === "number" && option.whole && typeof option.default === "number";
	return textField({
		label,
		value,
		hint: [option.help, note(option)].filter(Boolean).join(" "),
		...(option.type === "number" && { inputmode: whole ? "numeric" : "decimal" }),
		check: (text) => problem(text, option),
	});
}
