// C codes of a vocabulary
import { parseNumber } from "./number-text";
import type { LevelColumn } from "./table";

/** A column whose cells hold several codes each, "A10;B20", taken apart. */
export interface CodeSets {
	/** What stands between two codes, blanks included. */
	readonly delimiter: string;
	/** Codes in the order in which cells list them. */
	readonly codes: readonly string[];
	/** Indices into `codes` of each level of the column. */
	readonly members: readonly Int32Array[];
}

const DELIMITERS = [";", "|", ","];
/** Different cells below which a column is a category as good as any. */
const FEWEST_CELLS = 20;
/** Longer parts are sentences. */
const LONGEST_CODE = 40;
/** Share of the mentions that must be of codes that several cells hold. */
const SHARED = 0.9;
const FEWEST_MENTIONS = 5;
/** Share of the cells of several codes that, read as one number each ("104,9"), are numbers and no sets. */
const DECIMALS = 0.9;
/** Share of the cells of several codes in which these must be in alphabetical order for that to be the order. */
const IN_ORDER = 0.98;

/** The codes of one cell. An empty text holds none. */
export const codesIn = (text: string, delimiter: string): string[] =>
	text
		.split(delimiter.trim())
		.map((code) => code.trim())
		.filter((code) => code !== "");

/**
 * Takes the cells of a column apart where they hold sets of codes: codes are short, no cell holds one twice, cells hold
 * different numbers of them, most are shared by several cells, and there are at most half as many codes as different cells.
 * "Last, First", prose and numbers with a decimal comma are no sets.
 *
 * @returns Nothing for a column that holds none.
 */
export function codeSets(column: LevelColumn): CodeSets | undefined {
	if (column.kind === "boolean" || column.levels.length < FEWEST_CELLS) return undefined;
	const rows = new Float64Array(column.levels.length);
	for (const code of column.codes) if (code >= 0) rows[code]!++;
	for (const sign of DELIMITERS) {
		const found = takeApart(column.levels, rows, sign);
		if (found) return found;
	}
	return undefined;
}

const isNumber = (text: string) => parseNumber(text, ",") !== undefined || parseNumber(text, ".") !== undefined;

function takeApart(levels: readonly string[], rows: Float64Array, sign: string): CodeSets | undefined {
	const used = Array.from(levels.keys()).filter((i) => rows[i]! > 0);
	const several = used.filter((i) => levels[i]!.includes(sign));
	if (several.length * 2 < used.length) return undefined;
	if (sign === "," && several.filter((i) => isNumber(levels[i]!)).length >= DECIMALS * several.length) return undefined;
	const cells = levels.map((level) => codesIn(level, sign));
	const sizes = new Set<number>();
	const mentions = new Map<string, number>();
	for (const i of used) {
		const own = cells[i]!;
		if (new Set(own).size < own.length || own.some((code) => code.length > LONGEST_CODE)) return undefined;
		sizes.add(own.length);
		for (const code of own) mentions.set(code, (mentions.get(code) ?? 0) + rows[i]!);
	}
	if (sizes.size < 2 || mentions.size < 3 || mentions.size * 2 > used.length) return undefined;
	const counts = [...mentions.values()];
	const total = counts.reduce((a, b) => a + b, 0);
	const shared = counts.reduce((sum, n) => sum + (n >= FEWEST_MENTIONS ? n : 0), 0);
	if (shared < SHARED * total) return undefined;
	const sorted = several.filter((i) => cells[i]!.every((code, c, all) => c === 0 || all[c - 1]! < code));
	const alphabetical = sorted.length >= IN_ORDER * several.length;
	const codes = [...mentions.keys()].sort((a, b) =>
		alphabetical ? (a < b ? -1 : 1) : mentions.get(b)! - mentions.get(a)! || (a < b ? -1 : 1),
	);
	const place = new Map(codes.map((code, at) => [code, at]));
	const blank = several.every((i) => levels[i]!.includes(`${sign} `)) ? " " : "";
	const members = cells.map((own) => Int32Array.from(own, (code) => place.get(code) ?? -1).filter((c) => c >= 0));
	return { delimiter: `${sign}${blank}`, codes, members };
}
