import { namesIdentifier } from "./identifiers";
import type { Evidence } from "./infer-table";
import type { MissingSpellings } from "./missing";
import type { Steps } from "./pause";
import { type Levels, readLevels } from "./read-levels";
import type { LevelColumn } from "./table";

/** Spellings of truth values; a column keeps its own. */
const TRUTHS = [
	["true", "false"],
	["yes", "no"],
	["y", "n"],
	["t", "f"],
];
/** Rows below which unlike values say nothing. */
const FEWEST_ROWS = 10;
/** Levels up to which a column is a category however few rows it has. */
const FEW_LEVELS = 50;
/** Mean rows a level needs before there is something to learn of it. */
const ROWS_A_LEVEL = 5;
/** Mean characters of a cell beyond which it is prose. */
const PROSE_LENGTH = 50;

/** A column whose values are not all numbers or dates: boolean, category, id or text. */
export function* inferWords(evidence: Evidence, missing: MissingSpellings, warnings: string[]): Steps<LevelColumn> {
	const { raw, tally } = evidence;
	const name = raw.name;
	const isNamibia = namibia(evidence, missing);
	const read = yield* readLevels(raw, (text) => missing.anywhere(text) && !(isNamibia && text === "NA"));
	stripSeparatorBlank(name, read, warnings);
	const { codes, levels } = read;
	if (levels.length === 0) return { name, kind: "category", codes, levels, reason: "Every cell is missing." };
	const truths = levels.filter((level) => !missing.amongValues(level));
	if (isTruth(truths)) {
		const kept = truths.length === levels.length ? read : yield* readLevels(raw, (text) => !truths.includes(text));
		const reason = `Nothing but ${truths.join(" and ")}.`;
		return { name, kind: "boolean", codes: kept.codes, levels: kept.levels, reason };
	}
	const { kind, reason } = decide(name, read);
	const notes = [reason];
	if (tally.numbers.present * 2 > raw.rows && evidence.decimal === "neither") {
		const odd = evidence.valueCodes.find((code) => !/^[-+\d.,\s]+$/.test(raw.texts[code]!)) ?? evidence.valueCodes[0];
		if (odd !== undefined) {
			const note = `Most cells are numbers, but row ${tally.textRows[odd]! + 1} holds "${shorten(raw.texts[odd]!)}".`;
			notes.push(note);
			warnings.push(`Column "${name}" is read as ${kind}: ${note} If that means missing, list it under "missing".`);
		}
	} else if (!tally.numbers.exact) {
		notes.push("Its whole numbers are too large to be held as numbers exactly.");
	} else if (levels.every((level) => /^[-+]?\d+$/.test(level))) {
		notes.push(
			levels.some((level) => /^[-+]?0\d/.test(level))
				? "Leading zeros make its digits a code, not a number."
				: "Its digits are too many to be held as a number exactly.",
		);
	}
	if (isNamibia) notes.push('"NA" is kept as a value, because empty cells mark what is missing.');
	return { name, kind, codes, levels, reason: notes.join(" ") };
}

function decide(name: string, { levels, counts }: Levels): { kind: "category" | "id" | "text"; reason: string } {
	const rows = counts.reduce((sum, count) => sum + count, 0);
	const share = `${levels.length} different values in ${rows} rows`;
	const length = levels.reduce((sum, level, i) => sum + level.length * counts[i]!, 0) / rows;
	const codes = levels.filter((level) => /^\S*\d\S*$/.test(level) || /^\S+@\S+$/.test(level)).length;
	const isCode = codes >= 0.9 * levels.length;
	if (
		namesIdentifier(name) &&
		rows > 1 &&
		(levels.length === rows || (levels.length > 20 && levels.length >= 0.2 * rows))
	) {
		return { kind: "id", reason: `Its name says so: ${share}.` };
	}
	if (rows >= FEWEST_ROWS && levels.length >= 0.9 * rows) {
		if (isCode) return { kind: "id", reason: `Codes that hardly ever repeat: ${share}.` };
		return { kind: "text", reason: `Words that hardly ever repeat: ${share}.` };
	}
	if (levels.length > FEW_LEVELS && levels.length * ROWS_A_LEVEL > rows) {
		if (isCode) return { kind: "id", reason: `Codes too rare to be groups: ${share}.` };
		return { kind: "text", reason: `Words too rare to be groups, as names are: ${share}.` };
	}
	if (length > PROSE_LENGTH && levels.length > FEW_LEVELS) {
		return { kind: "text", reason: `Prose of ${Math.round(length)} characters on average.` };
	}
	return { kind: "category", reason: levels.length === 1 ? `One value in ${rows} rows.` : `${share}.` };
}

function isTruth(levels: readonly string[]): boolean {
	if (levels.length === 0 || levels.length > 2) return false;
	const lower = levels.map((level) => level.trim().toLowerCase());
	return TRUTHS.some(
		(pair) =>
			new Set(lower).size === levels.length &&
			lower.every((level) => pair.includes(level)) &&
			(levels.length === 2 || level0IsWord(lower[0]!)),
	);
}

/** A single "t" or "n" is a letter; a single "true" or "no" is an answer. */
function level0IsWord(level: string): boolean {
	return level.length > 1;
}

/** Whether "NA" is a two-letter code among others, and the column marks missing cells otherwise. */
function namibia({ raw, tally, valueCodes }: Evidence, missing: MissingSpellings): boolean {
	if (!raw.texts.includes("NA") || !missing.anywhere("NA") || tally.numbers.present > 0) return false;
	const empty = raw.texts.some((text) => text.trim() === "");
	return empty && valueCodes.length >= 10 && valueCodes.every((code) => /^[A-Z]{2}$/.test(raw.texts[code]!));
}

/** Where every value begins with a blank, the blank belongs to the separator (", "). */
function stripSeparatorBlank(name: string, read: Levels, warnings: string[]): void {
	if (read.levels.length === 0 || !read.levels.every((level) => level.startsWith(" ") && level.length > 1)) return;
	read.levels = read.levels.map((level) => level.slice(1));
	warnings.push(`Column "${name}": the blank before every value is taken for part of the delimiter and left out.`);
}

function shorten(text: string): string {
	return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
