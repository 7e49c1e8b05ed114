import { datetimeFormat } from "./datetime";
import { durationPair } from "./notation/duration-notation";
import { numberPair, type TextPair } from "./notation/number-notation";
import { timePair } from "./notation/time-notation";
import type { NumericColumn } from "./table";

const ISO = "YYYY-MM-DDTHH:mm:ss.SSSZ";

/** What of a numeric column says how its cells are written. */
export type Writing = Pick<NumericColumn, "kind" | "decimals" | "format" | "notation" | "words">;

/** A numeric column's cells as text, both ways: `parse` gives NaN for what the column would not write. */
export function cellFormat({ kind, decimals, format, notation, words }: Writing): TextPair {
	const pair = plainPair(kind, decimals ?? (kind === "integer" ? 0 : undefined), format, notation);
	if (!words?.length) return pair;
	const byText = new Map(words.map(({ text, value }) => [text, value]));
	const byValue = new Map(words.map(({ text, value }) => [value, text]));
	return {
		parse: (text) => byText.get(text.trim()) ?? pair.parse(text),
		format: (value) => byValue.get(value) ?? pair.format(value),
	};
}

function plainPair(
	kind: Writing["kind"],
	decimals: number | undefined,
	format: string | undefined,
	notation: Writing["notation"],
): TextPair {
	if (kind === "datetime") return datetimeFormat(format ?? ISO);
	if (notation?.type === "time") return timePair(notation);
	if (notation?.type === "duration") return durationPair(notation);
	return numberPair(notation, decimals);
}
