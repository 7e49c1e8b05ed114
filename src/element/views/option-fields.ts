import { html, type TemplateResult } from "lit";
import { type GeneratorName, generatorMetas } from "../../generators/metas";
import type { MessageKey } from "../messages/messages";
import { numberField, selectField, textField } from "./fields";
import type { View } from "./view";

/** "batchRows" as "Batch rows". */
export function optionLabel(name: string): string {
	const words = name.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Fields for every option of a generator, made from its defaults alone; `protect` has its place elsewhere. */
export function optionFields(view: View, generator: GeneratorName): TemplateResult[] {
	const defaults: Readonly<Record<string, unknown>> = generatorMetas[generator].defaults;
	return Object.entries(defaults)
		.filter(([name, standard]) => name !== "protect" && standard !== null && !isRecord(standard))
		.map(([name, standard]) => optionField(view, name, standard));
}

const isRecord = (value: unknown) => typeof value === "object" && !Array.isArray(value);

function optionField(view: View, name: string, standard: unknown): TemplateResult {
	const { t, flow } = view;
	const options = flow.choices.options;
	const value = options[name] ?? standard;
	const set = (next: unknown) => {
		const { [name]: _, ...others } = options;
		const isStandard = next === undefined || JSON.stringify(next) === JSON.stringify(standard);
		flow.choose({ options: isStandard ? others : { ...others, [name]: next } });
	};
	const about = hint(view, name);
	const common = { id: `option-${name}`, label: optionLabel(name), disabled: flow.running };
	const says = (more: string) => [about, more].filter(Boolean).join(" ");
	if (typeof standard === "number") {
		// 0 stands for "follows from the data" wherever it is a default.
		const auto = standard === 0;
		return numberField(view, {
			...common,
			value: auto && value === 0 ? undefined : (value as number),
			optional: auto,
			placeholder: auto ? t("option.auto") : undefined,
			hint: says(auto ? t("option.auto.hint") : ""),
			onValue: set,
		});
	}
	if (typeof standard === "boolean") {
		return selectField({
			...common,
			hint: about,
			value: String(value),
			choices: [
				["true", t("option.yes")],
				["false", t("option.no")],
			],
			onValue: (text) => set(text === "true"),
		});
	}
	if (Array.isArray(standard)) {
		return textField(view, {
			...common,
			value: (value as unknown[]).join(", "),
			hint: says(t("option.list.hint")),
			check: (text) => (parseList(text, standard) ? undefined : t("option.list.bad")),
			onValue: (text) => set(parseList(text, standard)),
		});
	}
	const auto = standard === "auto";
	return textField(view, {
		...common,
		value: auto && value === "auto" ? "" : String(value),
		placeholder: auto ? t("option.auto") : undefined,
		hint: says(auto ? t("option.auto.hint") : ""),
		onValue: (text) => {
			const typed = text.trim();
			if (auto && typed === "") return set("auto");
			set(auto && Number.isFinite(Number(typed)) ? Number(typed) : typed);
		},
	});
}

function hint({ t }: View, name: string): string {
	switch (name) {
		case "steps":
		case "batchRows":
		case "learningRate":
		case "width":
		case "layers":
		case "bins":
		case "samplingSteps":
		case "timesteps":
			return t(`option.${name}` satisfies MessageKey);
		default:
			return "";
	}
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

/** The options, built when they are first looked for. */
export function optionsGrid(view: View, generator: GeneratorName): TemplateResult {
	return html`<div class="options-grid">${optionFields(view, generator)}</div>`;
}
