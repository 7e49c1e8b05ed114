import { cellFormat } from "./cell-format";
import { datetimeFormat } from "./datetime";
import { detectDatetime } from "./detect-datetime";
import type { ColumnLayout } from "./layout";
import { parseNumber } from "./number-text";
import { finish } from "./pause";

/** What a text means in a column: a number of its kind, NaN where it means none there. */
export type ReadCell = (text: string) => number;

/**
 * Reads texts as a column of numbers or dates writes them, and as anybody writes them plainly: numbers with a decimal
 * point, dates that cannot be mistaken. Never by a time zone of the machine.
 */
export function numericReader(layout: ColumnLayout): ReadCell {
	const pair = cellFormat(layout as Parameters<typeof cellFormat>[0]);
	if (layout.kind !== "datetime") {
		return (text) => {
			const own = pair.parse(text);
			if (!Number.isNaN(own)) return own;
			if (layout.notation && layout.notation.type !== "number") return Number.NaN;
			return parseNumber(text, ".", true)?.value ?? Number.NaN;
		};
	}
	const dayFirst = layout.format === undefined ? undefined : layout.format.indexOf("D") < layout.format.indexOf("M");
	return (text) => {
		const trimmed = text.trim();
		const own = pair.parse(trimmed);
		if (!Number.isNaN(own)) return own;
		const found = finish(detectDatetime([trimmed], dayFirst));
		const certain = found && (found.order !== "either" || /[DM]/.test(layout.format ?? ""));
		return certain ? datetimeFormat(found.format).parse(trimmed) : Number.NaN;
	};
}

const TRUE = new Set(["true", "yes", "y", "1", "t"]);
const FALSE = new Set(["false", "no", "n", "0", "f"]);

/** The same answer in any of its spellings: "True", "true", "1.0" and "1"; other texts are themselves. */
function meaning(text: string): string {
	const trimmed = text.trim().toLowerCase();
	const number = parseNumber(trimmed, ".")?.value;
	const plain = number === undefined ? trimmed : String(number);
	return TRUE.has(plain) ? "true" : FALSE.has(plain) ? "false" : plain;
}

/** Finds the level that a text spells otherwise: in a column of truth values any spelling of them, else of a number. */
export function levelReader({ kind, levels = [] }: ColumnLayout): (text: string) => string {
	const exact = new Set(levels);
	const byMeaning = new Map<string, string>();
	const key = (text: string) => {
		if (kind === "boolean") return meaning(text);
		const number = parseNumber(text, ".")?.value;
		return number === undefined ? text : `#${number}`;
	};
	for (const level of levels) if (!byMeaning.has(key(level))) byMeaning.set(key(level), level);
	// Levels that differ in their zeros alone ("3.1", "3.10") mean different things.
	const ambiguous = byMeaning.size < levels.length;
	return (text) => (exact.has(text) || ambiguous ? text : (byMeaning.get(key(text)) ?? text));
}
