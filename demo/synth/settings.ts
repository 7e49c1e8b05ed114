import { formatCount } from "../../src/charts";
import type { GeneratorMeta, Table } from "../../src/index";
import { fill, h, uniqueId } from "../dom";
import { numberField, rangeField, selectField, textField } from "./fields";
import { isLearned } from "./kinds";
import { createOptionFields, type OptionFields } from "./option-fields";

/** What a run is made with. */
export interface Settings {
	rows: number;
	generator: string;
	/** The generator's name for people. */
	label: string;
	options: Record<string, unknown>;
	seed: number | string;
	/** Share of the table's rows kept from training, for the report; 0 to 0.5. */
	holdout: number;
	/** Column a model would be asked to predict, for the report. */
	target: string | undefined;
}

export interface SettingsSection {
	element: HTMLElement;
	/** Takes over a new table: rows to its own number, target guessed, the rest as it was. */
	show(table: Table): void;
	/** Takes over changed kinds, and nothing else. */
	refresh(table: Table): void;
	setRunning(running: boolean): void;
}

const MOST_ROWS = 5_000_000;

export function createSettingsSection(
	metas: Readonly<Record<string, GeneratorMeta>>,
	preferred: readonly string[],
	onStart: (settings: Settings) => void,
): SettingsSection {
	const names = Object.keys(metas);
	const first = preferred.find((name) => name in metas) ?? names[0] ?? "";
	const rows = numberField({ label: "Rows to make", value: 1000, min: 1, max: MOST_ROWS, whole: true });
	const target = selectField({
		label: "Column to predict",
		hint: "Optional. The report then also trains a model on the stand-in and tries it on real rows.",
		choices: [["", "None"]],
		value: "",
	});
	const holdout = rangeField({
		label: "Rows kept aside for the report",
		hint: "The generator never sees them. Only against rows like these can the report tell learning from copying.",
		min: 0,
		max: 50,
		step: 5,
		value: 20,
		format: (value) => (value === 0 ? "none" : `${value} %`),
	});
	const seed = textField({
		label: "Seed",
		value: "1",
		hint: "Same table, settings, seed and device: same stand-in.",
		check: (text) => (text.trim() === "" ? "Any number or word will do." : undefined),
	});

	const group = uniqueId("generator");
	const fieldsBox = h("div", {});
	let chosen = first;
	let fields: OptionFields = createOptionFields({});
	const choices = h(
		"fieldset",
		{ class: "choices" },
		names.map((name) => {
			const meta = metas[name] as GeneratorMeta;
			return h(
				"label",
				{ class: "choice" },
				h("input", {
					type: "radio",
					name: group,
					value: name,
					checked: name === first,
					onChange: () => choose(name),
				}),
				h("span", { class: "name" }, meta.label),
				h("span", { class: "summary" }, meta.summary),
			);
		}),
	);
	choices.prepend(h("legend", { class: "visually-hidden" }, "Generator"));
	const advanced = h("details", {}, h("summary", {}, "Advanced options"), fieldsBox);
	function choose(name: string): void {
		chosen = name;
		const options = metas[name]?.options ?? {};
		fields = createOptionFields(options);
		fill(fieldsBox, fields.element);
		advanced.hidden = Object.keys(options).length === 0;
	}
	choose(first);

	function offerTargets(table: Table): void {
		const offered: [string, string][] = [["", "None"]];
		for (const column of table.columns) {
			if (isLearned(column.kind) && column.kind !== "datetime") offered.push([column.name, column.name]);
		}
		const before = target.read();
		const kept = offered.some(([name]) => name === before) ? before : undefined;
		target.choose(offered, kept || guessTarget(table) || "");
	}

	const start = h(
		"button",
		{ class: "button primary large", type: "button", "data-testid": "start", onClick: begin },
		"Make the stand-in",
	);
	function begin(): void {
		const count = rows.read();
		const seedText = seed.read();
		const options = fields.read();
		if (options === undefined) advanced.open = true;
		if (count === undefined || seedText === undefined || options === undefined) return;
		const number = Number(seedText);
		onStart({
			rows: count,
			generator: chosen,
			label: metas[chosen]?.label ?? chosen,
			options,
			seed: Number.isFinite(number) ? number : seedText,
			holdout: (holdout.read() ?? 0) / 100,
			target: target.read() || undefined,
		});
	}

	return {
		element: h(
			"div",
			{ class: "stack wide" },
			h("div", { class: "grid-2" }, rows.element, target.element),
			choices,
			h("div", { class: "grid-2" }, holdout.element, seed.element),
			advanced,
			h("div", { class: "button-row" }, start),
		),
		show(table) {
			rows.set(table.rows);
			offerTargets(table);
		},
		refresh: offerTargets,
		setRunning(running) {
			start.disabled = running;
			start.textContent = running ? "Making it …" : "Make the stand-in";
		},
	};
}

/** A column that says by its name that it is what one would predict. */
function guessTarget(table: Table): string | undefined {
	const telling =
		/^(target|label|class|outcome|y|result|diagnosis|readmitted|churn(ed)?|exited|survived|default(ed)?)$/i;
	return table.columns.find((column) => telling.test(column.name.trim()) && isLearned(column.kind))?.name;
}

/** "2,000 rows, 12 columns". */
export function sizeText(table: Table): string {
	const count = (n: number, noun: string) => `${formatCount(n)} ${noun}${n === 1 ? "" : "s"}`;
	return `${count(table.rows, "row")}, ${count(table.columns.length, "column")}`;
}
