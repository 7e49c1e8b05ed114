// G columns with missing cells
import { SavedModelError } from "../errors";
import type { Model } from "../generators/generator";
import { type Check, flag, list, record, text } from "../saved-data";
import { type Column, isNumeric, type Table } from "../table/table";
import type { Stage, StageModel } from "./stage";

/** The column that says which cells of a row are missing. Plain data. */
interface Gaps {
	readonly name: string;
	/** Columns that its patterns tell of, a character each: "1" where there is a value. */
	readonly columns: readonly string[];
	/** Whether sampled rows follow it: not where a generator samples cells and pattern as if they had nothing to do with each other. */
	applies: boolean;
}

/** Columns with missing cells from which their pattern is a column of its own; of fewer, generators learn the pattern. */
const FEWEST_COLUMNS = 4;
/** Subjects with a missing cell, and with a value, that a column must have to be among them. */
const FEWEST_SUBJECTS = 20;
/** χ² of two columns' missing cells, p = 1e-9: gaps that go together. */
const TOGETHER = 37;
/** Rows sampled to see whether cells are missing more often by it than in the real table, by which share at most. */
const [TRIAL_ROWS, MOST_MORE] = [1000, 0.05];

const isGap = (column: Column) =>
	isNumeric(column) ? (row: number) => Number.isNaN(column.values[row]!) : (row: number) => column.codes[row]! < 0;

/**
 * Which measurements are missing together is decided at once (an order that was not given), and gets lost where a generator
 * meets it cell by cell. Where four columns or more have missing cells that go together, their pattern is learned as a
 * category, and sampled rows are missing what their pattern says.
 */
export const gapsStage: Stage = {
	keepsPrivacy: true,
	async fit(table, _setup, run) {
		// Whether gaps go together is read from the rows, which no budget covers.
		if (run.privacy) return undefined;
		const columns: Column[] = [];
		for (const column of table.columns) {
			await run.step({ phase: "constraints", step: 0, steps: 1 });
			if (!table.conditions?.includes(column.name) && hasBoth(column, table)) columns.push(column);
		}
		if (columns.length < FEWEST_COLUMNS || !goTogether(columns, table.rows)) return undefined;
		let name = "(values)";
		while (table.columns.some((column) => column.name === name)) name = `(${name})`;
		const gaps = { name, columns: columns.map((column) => column.name), applies: true };
		const { codes, levels } = patternsOf(columns, table.rows);
		// First, as the last column is one that some generators take for the target.
		const learned = { ...table, columns: [{ name, kind: "category" as const, codes, levels }, ...table.columns] };
		const real = columns.map((column) => missingShare(column, table.rows));
		const diagnostics: Record<string, string> = {};
		return {
			...stageModel(gaps, diagnostics),
			table: learned,
			async finish(model, run) {
				const trial = await model.sample({ rows: TRIAL_ROWS }, { ...run, random: run.random.stream("gaps") });
				const masked = withPatterns(trial, gaps, undefined, 0);
				const more = gaps.columns.map((one, c) => {
					const column = masked.columns.find((own) => own.name === one)!;
					return missingShare(column, TRIAL_ROWS) - real[c]!;
				});
				gaps.applies = Math.max(...more) < MOST_MORE;
				if (gaps.applies) diagnostics.missingTogether = gaps.columns.join(", ");
			},
		};
	},
	async load(saved) {
		const { version, gaps } = (saved ?? {}) as { version?: number; gaps?: Gaps };
		if (version !== 1 || !gaps) {
			throw new SavedModelError(
				`The patterns of missing cells were saved as version ${version}; this build reads version 1.`,
				{ version },
			);
		}
		gapsCheck(gaps, "stages.gaps");
		return stageModel(gaps);
	},
};

const gapsCheck = record({ name: text, columns: list(text), applies: flag } satisfies Record<keyof Gaps, Check>);

/** The pattern of every row. */
function patternsOf(columns: readonly Column[], rows: number): { codes: Int32Array; levels: string[] } {
	const levels: string[] = [];
	const place = new Map<string, number>();
	const tests = columns.map(isGap);
	const codes = Int32Array.from({ length: rows }, (_, row) => {
		const pattern = tests.map((test) => (test(row) ? "0" : "1")).join("");
		const at = place.get(pattern) ?? levels.push(pattern) - 1;
		place.set(pattern, at);
		return at;
	});
	return { codes, levels };
}

function missingShare(column: Column, rows: number): number {
	const test = isGap(column);
	let missing = 0;
	for (let row = 0; row < rows; row++) if (test(row)) missing++;
	return missing / rows;
}

function hasBoth(column: Column, { rows, subjects }: Table): boolean {
	const test = isGap(column);
	const [missing, present] = [new Set<number>(), new Set<number>()];
	const enough = () => missing.size >= FEWEST_SUBJECTS && present.size >= FEWEST_SUBJECTS;
	for (let row = 0; row < rows && !enough(); row++) {
		const into = test(row) ? missing : present;
		if (into.size < FEWEST_SUBJECTS) into.add(subjects?.[row] ?? row);
	}
	return enough();
}

/** Whether the missing cells of some two columns go together. */
function goTogether(columns: readonly Column[], rows: number): boolean {
	const gaps = columns.map((column) => {
		const test = isGap(column);
		return Uint8Array.from({ length: rows }, (_, row) => (test(row) ? 1 : 0));
	});
	const counts = gaps.map((own) => own.reduce((a, b) => a + b, 0));
	return gaps.some((a, i) =>
		gaps.slice(0, i).some((b, j) => {
			const both = a.reduce((sum, own, row) => sum + (own & b[row]!), 0);
			const difference = both * rows - counts[i]! * counts[j]!;
			const spread = counts[i]! * (rows - counts[i]!) * counts[j]! * (rows - counts[j]!);
			return (rows * difference * difference) / spread > TOGETHER;
		}),
	);
}

/** Cells missing where the pattern of their row says so, but those that were known. */
function withPatterns(
	table: Table,
	{ name, columns }: Pick<Gaps, "name" | "columns">,
	known: Table | undefined,
	offset: number,
): Table {
	const patterns = table.columns.find((column) => column.name === name);
	const plain = table.columns.filter((column) => column.name !== name);
	if (!patterns || isNumeric(patterns)) return { ...table, columns: plain };
	const { codes, levels } = patterns;
	const masked = plain.map((column): Column => {
		const at = columns.indexOf(column.name);
		if (at < 0) return column;
		const given = known?.columns.find((one) => one.name === column.name);
		const isUnknown = given ? isGap(given) : () => true;
		const hides = (row: number) => codes[row]! >= 0 && levels[codes[row]!]![at] === "0" && isUnknown(offset + row);
		return isNumeric(column)
			? { ...column, values: column.values.map((value, row) => (hides(row) ? Number.NaN : value)) }
			: { ...column, codes: column.codes.map((code, row) => (hides(row) ? -1 : code)) };
	});
	return { ...table, columns: masked };
}

function stageModel(gaps: Gaps, diagnostics?: StageModel["diagnostics"]): StageModel {
	return {
		saved: { version: 1, gaps },
		...(diagnostics && { diagnostics }),
		preview: (table) => withPatterns(table, gaps, undefined, 0),
		wrap: (model): Model<unknown> => ({
			...model,
			async sample(request, run) {
				const { complete, offset = 0, keepMissing, given } = request;
				const table = await model.sample(request, run);
				// What is asked for has a value, and so has what is completed.
				const free = gaps.applies && (!complete || keepMissing);
				const columns = gaps.columns.map((name) => (free && !(given && name in given) ? name : ""));
				return withPatterns(table, { ...gaps, columns }, complete, offset);
			},
			save: () => model.save(),
			dispose: () => model.dispose(),
		}),
	};
}
