import type { Evidence } from "./evidence";
import type { MissingSpellings } from "./missing";
import type { Steps } from "./pause";
import { type Levels, readLevels } from "./read-levels";
import type { LevelColumn } from "./table";
import { wordKind } from "./word-kind";

/** Spellings of truth values; a column keeps its own. */
const TRUTHS = [
	["true", "false"],
	["yes", "no"],
	["y", "n"],
	["t", "f"],
];
/** Two-letter codes from which "NA" among them is likelier Namibia than "not available". */
const FEWEST_COUNTRIES = 10;
const UNIT = /^(?:[€$£¥]\s?[\d.,]+|[\d.,]+\s?[%€$£¥])$/;
/** Latitude and longitude in one cell. */
const PLACE = /^\(?\s*[-+−]?\d{1,3}\.\d{2,}°?\s*[,; ]\s*[-+−]?\d{1,3}\.\d{2,}°?\s*\)?$/;

/** A column whose values are not all numbers or dates: boolean, category, id or text. */
export function* inferWords(evidence: Evidence, missing: MissingSpellings, warnings: string[]): Steps<LevelColumn> {
	const { name } = evidence.raw;
	const keepsNa = isCountryCode(evidence, missing);
	const read = yield* readLevels(evidence.raw, (text) => missing.anywhere(text) && !(keepsNa && text === "NA"));
	stripSeparatorBlank(name, read, warnings);
	const { codes, levels } = read;
	if (levels.length === 0) return { name, kind: "category", codes, levels, reason: "Every cell is missing." };
	const truths = levels.length > 4 ? [] : levels.filter((level) => !missing.amongValues(level));
	if (isTruth(truths)) {
		const kept = truths.length === levels.length ? read : yield* readLevels(evidence.raw, (t) => !truths.includes(t));
		const reason = `Nothing but ${truths.join(" and ")}.`;
		return { name, kind: "boolean", codes: kept.codes, levels: kept.levels, reason };
	}
	if (levels.every((level) => PLACE.test(level))) {
		const reason = `Places such as "${levels[0]!}", two numbers in one cell.`;
		warnings.push(
			`Column "${name}" holds places as pairs of numbers, which are withheld. ` +
				"Split it into two columns of numbers to have them learned.",
		);
		return { name, kind: "text", codes, levels, reason };
	}
	const { kind, reason } = wordKind(name, read);
	const notes = [reason, ...whyNotNumbers(evidence, levels)];
	if (notes.length > 1 && evidence.tally.exact && tallyIsNumeric(evidence) && !notes[1]!.startsWith("Its digits")) {
		warnings.push(`Column "${name}" is read as ${kind}. ${notes[1]}`);
	}
	if (keepsNa) {
		notes.push('"NA" is kept as a value.');
		warnings.push(
			`Column "${name}": "NA" is kept as a value, because among codes of two letters it may be Namibia. ` +
				'If it means missing, name it in the "missing" option.',
		);
	}
	return { name, kind, codes, levels, reason: notes.join(" ") };
}

/** Whether most cells are numbers, so that somebody may have expected a column of numbers. */
function tallyIsNumeric({ raw, tally, valueCodes }: Evidence): boolean {
	const first = valueCodes[0];
	return tally.packed * 2 > raw.rows || (first !== undefined && UNIT.test(raw.texts[first]!));
}

/** A sentence, or none, on what keeps a column that looks like numbers from being read as numbers. */
function whyNotNumbers({ raw, tally, valueCodes, decimal }: Evidence, levels: readonly string[]): string[] {
	if (!tally.exact) return ["Its whole numbers are too large to be held exactly as numbers."];
	if (tally.packed * 2 > raw.rows && decimal === "neither") {
		const odd = valueCodes.find((code) => !/^[-+\d.,\s]+$/.test(raw.texts[code]!)) ?? valueCodes[0];
		if (odd === undefined) return ["Some of its numbers have a decimal point and others a decimal comma."];
		if (/^[-+]?\d+$/.test(raw.texts[odd]!.trim())) return whyDigits([raw.texts[odd]!.trim()]);
		const place = `row ${tally.textRows[odd]! + 1} holds "${shorten(raw.texts[odd]!)}"`;
		return [`Most cells are numbers, but ${place}; if that means missing, list it in the "missing" option.`];
	}
	const sample = levels.slice(0, 1000);
	if (sample.every((level) => UNIT.test(level))) {
		return [`"${shorten(sample[0]!)}" and the like are numbers with a unit: take the unit out to have numbers.`];
	}
	return sample.every((level) => /^[-+]?\d+$/.test(level)) ? whyDigits(sample) : [];
}

function whyDigits(texts: readonly string[]): string[] {
	if (texts.some((text) => /^[-+]?0\d/.test(text))) return ["Its digits are codes, because some begin with a zero."];
	return ["Its digits are too many to be held exactly as a number."];
}

function isTruth(levels: readonly string[]): boolean {
	const lower = new Set(levels.map((level) => level.trim().toLowerCase()));
	if (lower.size !== levels.length || lower.size === 0) return false;
	// A single "t" or "n" is a letter; a single "true" or "no" is an answer.
	if (lower.size === 1 && levels[0]!.trim().length === 1) return false;
	return TRUTHS.some((pair) => [...lower].every((level) => pair.includes(level)));
}

/** Whether "NA" is a two-letter code among others, and nobody said that it means missing: a value repeated loses nothing. */
function isCountryCode({ raw, tally, valueCodes }: Evidence, missing: MissingSpellings): boolean {
	if (tally.packed > 0 || valueCodes.length < FEWEST_COUNTRIES || missing.named("NA")) return false;
	return valueCodes.every((code) => /^[A-Z]{2}$/.test(raw.texts[code]!)) && raw.texts.includes("NA");
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
