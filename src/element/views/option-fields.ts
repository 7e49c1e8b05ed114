import { html, type TemplateResult } from "lit";
import { type GeneratorName, generatorMetas } from "../../generators/metas";
import type { Option, Options } from "../../options/option";
import { optionText, readOption } from "../../options/read-option";
import { selectField, textField } from "./fields";
import type { View } from "./view";

/** "batchRows" as "Batch rows". */
export function optionLabel(name: string): string {
	const words = name.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Fields for every option of a generator, made from its description alone; `protect` has its place elsewhere. */
export function optionFields(view: View, generator: GeneratorName): TemplateResult {
	const options: Options = generatorMetas[generator].options;
	const shown = Object.entries(options).filter(
		// What is an object is set in code.
		([name, { type }]) => name !== "protect" && type !== "object" && type !== "weights",
	);
	return html`<div class="options-grid">${shown.map(([name, option]) => optionField(view, name, option))}</div>`;
}

function problem(text: string, option: Option): string | undefined {
	try {
		readOption(text, option);
		return undefined;
	} catch (error) {
		return (error as Error).message;
	}
}

function optionField(view: View, name: string, option: Option): TemplateResult {
	const { t, flow } = view;
	const { options } = flow.choices;
	const value = options[name] ?? option.default;
	const set = (text: string) => {
		const { [name]: _, ...others } = options;
		const isStandard = text.trim() === optionText(option.default);
		flow.choose({ options: isStandard ? others : { ...others, [name]: readOption(text, option) } });
	};
	const common = { id: `option-${name}`, label: optionLabel(name), disabled: flow.running };
	if (option.type === "boolean" || option.type === "choice") {
		const choices =
			option.type === "choice"
				? option.choices.map((choice) => [choice, choice] as const)
				: ([
						["true", t("option.yes")],
						["false", t("option.no")],
					] as const);
		return selectField({ ...common, hint: option.help, value: String(value), choices, onValue: set });
	}
	// What stands for "follows from the data" is an empty field: a 0 there would read as none.
	const auto = option.type === "number" ? option.auto : option.type === "text" && value === "auto" ? "auto" : undefined;
	const text = optionText(value);
	const filled = (typed: string) => (auto !== undefined && typed.trim() === "" ? String(auto) : typed);
	const list = option.type === "numbers" || option.type === "choices" || option.type === "list";
	const note = list ? t("option.list.hint") : auto === undefined ? "" : t("option.auto.hint");
	return textField(view, {
		...common,
		hint: [option.help, note].filter(Boolean).join(" "),
		value: auto !== undefined && text === String(auto) ? "" : text,
		placeholder: auto === undefined ? undefined : t("option.auto"),
		inputmode: option.type === "number" ? "decimal" : undefined,
		check: (typed) => problem(filled(typed), option),
		onValue: (typed) => set(filled(typed)),
	});
}
