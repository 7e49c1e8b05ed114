// C codes of a column, a column of 0 and 1 each
import { fewestSubjects, PROTECTED } from "../encode/protection";
import { OptionError, SavedModelError } from "../errors";
import type { Model } from "../generators/generator";
import { type Check, ensure, list, optional, record, text, whole } from "../saved-data";
import { type CodeSets, codeSets, codesIn } from "../table/code-sets";
import { previousOf } from "../table/previous";
import { type Column, isNumeric, type LevelColumn, type Table } from "../table/table";
import { tellingCodes } from "../table/telling-codes";
import type { Stage, StageModel } from "./stage";

/** A column of sets that was taken apart. Plain data; codes that few subjects have are in none of it. */
interface Split {
	readonly name: string;
	readonly delimiter: string;
	/** In the order in which cells list them. */
	readonly codes: readonly string[];
	/** Names of their columns. */
	readonly columns: readonly string[];
	/** Index into `codes` of the one that stands for all others, where there is one. */
	readonly other?: number;
}

/** Codes of a column that get a column each. */
const MOST_CODES = 256;

/**
 * Cells that hold several codes ("A10;B20") become a column of true and false for each code on the way to the generator,
 * and cells again on the way back. Codes that fewer subjects have than protection asks, and all beyond 256, become one, "other".
 */
export const setsStage: Stage = {
	keepsPrivacy: true,
	async fit(table, { protect = PROTECTED }, run) {
		// Which codes there are is read from the rows: under a promise of privacy each cell stays one category.
		if (run.privacy) return undefined;
		const found = new Map<string, CodeSets>();
		for (const column of table.columns) {
			if (isNumeric(column) || previousOf(column.name) !== undefined) continue;
			const sets = codeSets(column);
			if (sets) found.set(column.name, sets);
		}
		if (found.size === 0) return undefined;
		const taken = new Set(table.columns.map(({ name }) => name));
		const splits = table.columns.flatMap((column): Split[] => {
			const base = previousOf(column.name) ?? column.name;
			const sets = found.get(base);
			if (!sets || isNumeric(column)) return [];
			const own = planSplit(
				column.name,
				table.columns.find(({ name }) => name === base) as LevelColumn,
				sets,
				table,
				fewestSubjects(protect),
			);
			if (base === column.name) return [named({ ...own, columns: [] }, taken)];
			const { name, delimiter } = own;
			return [named({ name, delimiter, codes: tellingCodes(table, name, base, own), columns: [] }, taken)];
		});
		const split = splitTable(table, splits, false);
		const names = splits.filter(({ name }) => previousOf(name) === undefined);
		const diagnostics = { sets: names.map(({ name, codes }) => `${name}: ${codes.length} codes`).join(", ") };
		return { ...stageModel(splits, diagnostics), table: split };
	},
	async load(saved) {
		const { version, splits } = (saved ?? {}) as { version?: number; splits?: readonly Split[] };
		if (version !== 1 || !splits) {
			throw new SavedModelError(`The columns of sets were saved as version ${version}; this build reads version 1.`, {
				version,
			});
		}
		splitsCheck(splits, "stages.sets");
		return stageModel(splits);
	},
};

const splitCheck = record({
	name: text,
	delimiter: text,
	codes: list(text),
	columns: list(text),
	other: optional(whole(0, MOST_CODES)),
} satisfies Record<keyof Split, Check>);

/** Each split by itself, with a column for each of its codes. */
const splitsCheck = list((value, at) => {
	splitCheck(value, at);
	const { codes, columns } = value as Split;
	ensure(columns.length === codes.length, `${columns.length} columns`, `${at}.columns`, `${codes.length} columns`);
});

/** Which codes get a column, and what becomes of the others. */
function planSplit(
	name: string,
	column: LevelColumn,
	sets: CodeSets,
	table: Table,
	fewest: number,
): Omit<Split, "columns"> {
	const subjects = sets.codes.map(() => new Set<number>());
	const rows = new Float64Array(sets.codes.length);
	for (let row = 0; row < table.rows; row++) {
		const level = column.codes[row]!;
		if (level < 0) continue;
		for (const code of sets.members[level]!) {
			rows[code]!++;
			subjects[code]!.add(table.subjects?.[row] ?? row);
		}
	}
	const common = Array.from(sets.codes.keys())
		.filter((code) => subjects[code]!.size >= fewest)
		.sort((a, b) => rows[b]! - rows[a]!)
		.slice(0, MOST_CODES);
	const kept = new Set(common);
	const codes = sets.codes.filter((_, code) => kept.has(code));
	const rest = new Set(subjects.flatMap((own, code) => (kept.has(code) ? [] : [...own])));
	const { delimiter } = sets;
	if (rest.size < fewest) return { name, delimiter, codes };
	let other = "other";
	while (sets.codes.includes(other)) other = `${other} codes`;
	return { name, delimiter, codes: [...codes, other], other: codes.length };
}

/** The split with a name for each column that no other column has. */
function named(split: Split, taken: Set<string>): Split {
	const columns = split.codes.map((code) => {
		let name = `${split.name}: ${code}`;
		while (taken.has(name)) name = `${name}'`;
		taken.add(name);
		return name;
	});
	return { ...split, columns };
}

/** @param unknown Whether a missing cell is one to be filled; else it holds no code. */
function splitTable(table: Table, splits: readonly Split[], unknown: boolean): Table {
	const byName = new Map(splits.map((split) => [split.name, split]));
	const columns = table.columns.flatMap((column): Column[] => {
		const split = byName.get(column.name);
		return split && !isNumeric(column) ? splitColumn(column, split, unknown) : [column];
	});
	const conditions = table.conditions?.flatMap((name) => byName.get(name)?.columns ?? [name]);
	return { ...table, columns, ...(conditions && { conditions }) };
}

function splitColumn(column: LevelColumn, split: Split, unknown: boolean): Column[] {
	const place = new Map(split.codes.map((code, at) => [code, at]));
	const members = column.levels.map((level) =>
		codesIn(level, split.delimiter).flatMap((code) => {
			const at = place.get(code) ?? split.other;
			return at === undefined ? [] : [at];
		}),
	);
	const rows = column.codes.length;
	const columns = split.columns.map(() => new Int32Array(rows));
	for (let row = 0; row < rows; row++) {
		const level = column.codes[row]!;
		if (level >= 0) for (const code of members[level]!) columns[code]![row] = 1;
		else if (unknown) for (const codes of columns) codes[row] = -1;
	}
	return split.columns.map((name, c) => ({ name, kind: "boolean", codes: columns[c]!, levels: ["false", "true"] }));
}

/** Puts cells together again. Columns of what came before are left as they are: nobody asks for them. */
function joinTable(table: Table, splits: readonly Split[]): Table {
	const joined = new Map<string, Column>();
	const parts = new Set<string>();
	for (const split of splits) {
		for (const name of split.columns) parts.add(name);
		const own = split.columns.map((name) => table.columns.find((column) => column.name === name) as LevelColumn);
		const yes = own.map(({ levels }) => levels.indexOf("true"));
		const levels: string[] = [];
		const place = new Map<string, number>();
		const codes = Int32Array.from({ length: table.rows }, (_, row) => {
			const text = split.codes.filter((_, c) => own[c]!.codes[row] === yes[c] && yes[c]! >= 0).join(split.delimiter);
			if (text === "") return -1;
			const at = place.get(text) ?? levels.push(text) - 1;
			place.set(text, at);
			return at;
		});
		joined.set(split.columns[0] ?? "", { name: split.name, kind: "category", codes, levels });
	}
	const columns = table.columns.flatMap((column): Column[] => {
		const whole = joined.get(column.name);
		return whole ? [whole] : parts.has(column.name) ? [] : [column];
	});
	return { ...table, columns };
}

function stageModel(splits: readonly Split[], diagnostics?: StageModel["diagnostics"]): StageModel {
	return {
		saved: { version: 1, splits },
		...(diagnostics && { diagnostics }),
		preview: (table) => joinTable(table, splits),
		wrap: (model): Model<unknown> => ({
			...model,
			async sample(request, run) {
				for (const { name, columns } of splits) {
					if (!request.given || !(name in request.given)) continue;
					throw new OptionError(
						`given: the cells of "${name}" hold sets of codes; ask for one of them, such as "${columns[0]}": true.`,
						{ option: "given", column: name },
					);
				}
				const complete = request.complete && splitTable(request.complete, splits, true);
				return joinTable(await model.sample({ ...request, ...(complete && { complete }) }, run), splits);
			},
			save: () => model.save(),
			dispose: () => model.dispose(),
		}),
	};
}
