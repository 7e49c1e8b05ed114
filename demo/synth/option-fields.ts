import { h } from "../dom";
import { type Field, numberField, selectField, textField } from "./fields";

/** Fields for every option of a generator or prior, made from its defaults alone. */
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

export function createOptionFields(defaults: Readonly<Record<string, unknown>>): OptionFields {
	const entries = Object.entries(defaults)
		.filter(([, standard]) => standard !== null && (typeof standard !== "object" || Array.isArray(standard)))
		.map(([name, standard]) => ({ name, standard, field: fieldFor(name, standard) }));
	return {
		element: h(
			"div",
			{ class: "options-grid" },
			entries.map((entry) => entry.field.element),
		),
		read() {
			const options: Record<string, unknown> = {};
			for (const { name, standard, field } of entries) {
				const value = field.read();
				if (value === undefined) return undefined;
				if (JSON.stringify(value) !== JSON.stringify(standard)) options[name] = value;
			}
			return options;
		},
	};
}

/** What the generators' options do, for people. */
const HINTS: Readonly<Record<string, string>> = {
	steps: "How long it learns, at most.",
	batchRows: "Rows it learns from in one step.",
	learningRate: "How far one step goes at most.",
	width: "Size of the network’s layers.",
	layers: "Depth of the network.",
	bins: "A number’s range is cut into so many.",
	samplingSteps: "Rounds in which a row is drawn.",
	timesteps: "Rounds in which noise is taken away.",
	protect: "Values that fewer people share do not appear again. 1: no protection.",
};

function fieldFor(name: string, standard: unknown): Field<unknown> {
	const label = optionLabel(name);
	const says = (more: string) => [HINTS[name], more].filter(Boolean).join(" ");
	if (typeof standard === "number") {
		// 0 stands for "follows from the data" wherever it is a default.
		const field = numberField({ label, value: standard, hint: says(standard === 0 ? "0: from the data." : "") });
		return { element: field.element, read: field.read, set: (value) => field.set(value as number) };
	}
	if (typeof standard === "boolean") {
		const field = selectField({
			label,
			value: String(standard),
			choices: [
				["true", "yes"],
				["false", "no"],
			],
		});
		return { element: field.element, read: () => field.read() === "true", set: (value) => field.set(String(value)) };
	}
	if (Array.isArray(standard)) {
		const field = textField({
			label,
			value: standard.join(", "),
			hint: says("Separated by commas."),
			check: (text) => (parseList(text, standard) ? undefined : "Numbers separated by commas, please."),
		});
		return {
			element: field.element,
			read() {
				const text = field.read();
				return text === undefined ? undefined : parseList(text, standard);
			},
			set: (value) => field.set(String(value)),
		};
	}
	const field = textField({
		label,
		value: String(standard),
		hint: says(standard === "auto" ? "“auto”: from the data." : ""),
	});
	return {
		element: field.element,
		read() {
			const text = field.read()?.trim();
			if (text === undefined) return undefined;
			return standard === "auto" && text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
		},
		set: (value) => field.set(String(value)),
	};
}

function parseList(text: string, standard: readonly unknown[]): unknown[] | undefined {
	const parts = text
		.split(",")
		.map((part) => part.trim())
		.filter((part) => part !== "");
	if (typeof standard[0] !== "number") return parts;
	const numbers = parts.map(Number);
	return numbers.every(Number.isFinite) ? numbers : undefined;
}
