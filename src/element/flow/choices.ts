import type { Constraint } from "../../constraints/constraint";
import type { Fair } from "../../constraints/fair/fair";
import type { Finding, Treatment } from "../../deidentify/finding";
import type { Privacy } from "../../dp/promise";
import type { GeneratorMeta } from "../../generators/generator";
import { type GeneratorName, generatorMetas } from "../../generators/metas";
import type { TableFormat } from "../../table/format-table";
import type { Kind, Table } from "../../table/table";
import type { OpenedFile } from "./opened-file";

/** A table the person brought, with what is needed to read it again otherwise. */
export interface Source {
	readonly name: string;
	/** Format to write the synthetic table in, if the person chooses no other. */
	readonly format: TableFormat;
	/** As it was read, with the kinds inferred. */
	readonly inferred: Table;
	/** With the kinds the person chose. */
	readonly table: Table;
	/** Kinds the person chose over those inferred. */
	readonly kinds: Readonly<Record<string, Kind>>;
	/** What it was read from. */
	readonly file: OpenedFile;
}

/** What a synthetic table is made with: plain data, the options of `synthesize`. */
export interface Choices {
	/** Rows to make. */
	readonly rows: number;
	readonly generator: GeneratorName | "auto";
	/** The generator's options that differ from its defaults, `protect` apart; of "auto" how it tries generators. */
	readonly options: Readonly<Record<string, unknown>>;
	/** Fewest subjects that must share a value before it may appear. */
	readonly protect: number;
	readonly seed: number | string;
	/** Share of the rows kept from training as the report's control, 0 to 0.5. */
	readonly holdout: number;
	/** Most rows to learn from; undefined: all but the hold-out rows. */
	readonly maxTrainingRows?: number | undefined;
	/** Column that the report's utility predicts. */
	readonly target?: string | undefined;
	/** Column that says whose row each is, false for none; undefined: as proposed. */
	readonly subject?: string | false | undefined;
	/** What happens to columns, where it is not what is proposed. */
	readonly treatments: Readonly<Record<string, Treatment>>;
	/** The promise of differential privacy; undefined: none, but of a generator that always keeps one. */
	readonly privacy?: Privacy | undefined;
	/** Rules that every row obeys; undefined until the person switched one: those found are used then. */
	readonly constraints?: readonly Constraint[] | undefined;
	/** Target sampled so that groups fare alike; undefined: as learned. */
	readonly fair?: Fair | undefined;
}

/** Most rows that the element makes. */
export const MOST_ROWS = 5_000_000;

export const STANDARD: Choices = {
	rows: 1000,
	generator: "diffusion",
	options: {},
	protect: 5,
	seed: 1,
	holdout: 0.2,
	treatments: {},
};

/** Whether a part of the rows is learned from. */
export function learnsPart({ rows }: Table, { maxTrainingRows, holdout }: Choices): boolean {
	return maxTrainingRows !== undefined && maxTrainingRows < rows * (1 - holdout);
}

/** Whether a generator takes `protect`; one that does not protects in its own way. */
export function takesProtect(generator: Choices["generator"]): boolean {
	return generator !== "auto" && "protect" in generatorMetas[generator].defaults;
}

/** The generator's options as `createGenerator` takes them. */
export function optionsOf({ generator, options, protect }: Choices): Record<string, unknown> {
	return { ...options, ...(takesProtect(generator) && protect !== STANDARD.protect && { protect }) };
}

/** Whether a generator keeps a promise of differential privacy: always, if asked, or never. */
export function keepsPromise(generator: Choices["generator"]): "always" | "if asked" | "never" {
	if (generator === "auto") return "never";
	const { private: always, canBePrivate }: GeneratorMeta = generatorMetas[generator];
	return always ? "always" : canBePrivate ? "if asked" : "never";
}

/** What a generator needs to keep a promise of differential privacy, where it does not keep any. */
export function needsForPrivacy(generator: Choices["generator"]): GeneratorMeta["needsForPrivacy"] {
	return generator === "auto" ? undefined : (generatorMetas[generator] as GeneratorMeta).needsForPrivacy;
}

/** The promise that is made, if any. */
export function promiseOf({ generator, privacy }: Choices): Privacy | undefined {
	return privacy ?? (keepsPromise(generator) === "always" ? { epsilon: 1 } : undefined);
}

/** Choices with what a new table asks for: its number of rows, and a target it seems to have. */
export function choicesFor(table: Table, before: Choices): Choices {
	const { subject: _subject, target: _target, constraints: _constraints, fair: _fair, privacy, ...others } = before;
	const { maxTrainingRows: _most, ...kept } = others;
	// Domains are those of the columns before.
	const { domains: _domains, ...promise } = privacy ?? { epsilon: 0 };
	return {
		...kept,
		...(privacy && { privacy: promise }),
		rows: Math.min(MOST_ROWS, Math.max(1, table.rows)),
		treatments: {},
		target: guessTarget(table),
	};
}

/** Kinds whose values a generator learns; the others are made up anew. */
export function isLearned(kind: Kind): boolean {
	return kind !== "id" && kind !== "text";
}

/** A column that says by its name that it is what one would predict. */
function guessTarget(table: Table): string | undefined {
	const telling =
		/^(target|label|class|outcome|y|result|diagnosis|readmitted|churn(ed)?|exited|survived|default(ed)?)$/i;
	return table.columns.find((column) => telling.test(column.name.trim()) && isLearned(column.kind))?.name;
}

/** What is saved beside a synthetic table: JSON that `synthesize(file, settings)` takes back for the same rows. */
export function settingsJson(source: Source, choices: Choices): Record<string, unknown> {
	const { generator, rows, seed, holdout, maxTrainingRows, target, subject, treatments, constraints, fair } = choices;
	const options = optionsOf(choices);
	const privacy = promiseOf(choices);
	return {
		generator,
		...(Object.keys(options).length > 0 && { options }),
		rows,
		// A seed would make the noise, and the promise void.
		...(privacy ? { privacy } : { seed }),
		holdout,
		...(maxTrainingRows !== undefined && { maxTrainingRows }),
		...(target !== undefined && { target }),
		...(Object.keys(source.kinds).length > 0 && { kinds: source.kinds }),
		...(subject !== undefined && { subject }),
		...(Object.keys(treatments).length > 0 && { treatments }),
		...(constraints !== undefined && { constraints }),
		...(fair !== undefined && { fair }),
	};
}

/** What is found in a column, and what will happen to it. */
export function treatmentOf(choices: Choices, finding: Finding): Treatment {
	return choices.treatments[finding.column] ?? finding.treatment;
}
