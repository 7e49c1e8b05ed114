import { countDistinct } from "./distinct";
import type { Evidence, Habits } from "./evidence";
import { identifierReason, namesCode } from "./identifiers";
import { numberStyle } from "./notation/number-style";
import { type Decimal, type NumberText, parseNumber } from "./number-text";
import type { Steps } from "./pause";
import { packedNumber, TEXT } from "./raw-column";
import { readLevels } from "./read-levels";
import type { Column } from "./table";
import { countNumber, emptyStatistics, type NumericStatistics } from "./tally";
import { FEW_LEVELS, ROWS_A_LEVEL } from "./word-kind";

const TEXTS_A_PIECE = 4096;
/** Different values up to which numbers that are unevenly written ("3.9", "3.10") are taken for versions. */
const MOST_VERSIONS = 50;
/** Mean rows of each of them that this takes. */
const ROWS_A_VERSION = 5;

/**
 * A column whose every value is a number: number, integer, boolean, or id and category where the numbers are codes;
 * `undefined` where holding it as numbers would lose something (whole numbers beyond 2^53).
 */
export function* inferNumbers(evidence: Evidence, habits: Habits, warnings: string[]): Steps<Column | undefined> {
	const { raw, tally } = evidence;
	if (!tally.exact && tally.numbers.whole) return undefined;
	const decimal = decimalPoint(evidence, habits);
	const read = yield* readNumbers(evidence, decimal);
	if (!read) return undefined;
	const { values, statistics, marked } = read;
	warnOfInfinite(evidence, warnings);
	const { whole, decimals, min, max, present } = statistics;
	const distinct = yield* countDistinct(values);
	const name = raw.name;
	const assumed = marked && evidence.decimal === "either" ? `; "${decimal}" is assumed to be the decimal point` : "";
	const { uneven, ...style } = yield* numberStyle({ raw, values, decimals, decimal });
	const asWritten = () => readLevels(raw, (text) => !parseNumber(text, decimal));
	if (!whole || decimals === undefined) {
		if (uneven && distinct <= MOST_VERSIONS && present >= ROWS_A_VERSION * distinct) {
			const { codes, levels } = yield* asWritten();
			const pair = unevenPair(levels);
			warnings.push(
				`Column "${name}" is read as category, because ${pair} may be different versions or codes. ` +
					'Give it the kind "number" if they are amounts.',
			);
			return { name, kind: "category", codes, levels, reason: `${levels.length} codes with a point, such as ${pair}.` };
		}
		const digits =
			decimals === undefined ? "" : `, with at most ${decimals} digit${decimals === 1 ? "" : "s"} behind the point`;
		const reason = `Numbers from ${min} to ${max}${digits}${assumed}.`;
		return { name, kind: "number", values, decimals, ...style, reason };
	}
	if (min === 0 && max === 1 && distinct === 2) {
		const { codes, levels } = yield* asWritten();
		if (levels.length === 2) return { name, kind: "boolean", codes, levels, reason: "Nothing but 0 and 1." };
	}
	const identifies = identifierReason(name, statistics, distinct);
	if (identifies) {
		const { codes, levels } = yield* asWritten();
		return { name, kind: "id", codes, levels, reason: identifies };
	}
	if (namesCode(name)) {
		const { codes, levels } = yield* asWritten();
		if (levels.length > FEW_LEVELS && levels.length * ROWS_A_LEVEL > present) {
			const reason = `Its name says that its numbers are codes, too rare to be groups: ${distinct} of them in ${present} rows.`;
			return { name, kind: "id", codes, levels, reason };
		}
		const reason = `Its name says that its numbers are codes; ${distinct} of them repeat over ${present} rows.`;
		return { name, kind: "category", codes, levels, reason };
	}
	const zeros = decimals === 0 ? "" : `, written with ${decimals === 1 ? "a zero" : "zeros"} behind the point`;
	const reason = `Whole numbers from ${min} to ${max}${zeros}${assumed}.`;
	return { name, kind: "integer", values, decimals, ...style, reason };
}

/** Two levels of which one has a zero at its end, and the other fewer digits behind the point. */
function unevenPair(levels: readonly string[]): string {
	const zero = levels.find((level) => /[.,]\d+0$/.test(level)) ?? levels[0]!;
	const other = levels.find((level) => level.length < zero.length) ?? levels.at(-1)!;
	return `"${other}" and "${zero}"`;
}

/** What the column shows, else what the others do; else a point is one, and a comma what the delimiter suggests. */
function decimalPoint({ raw, tally, valueCodes, decimal }: Evidence, { shown, likely }: Habits): Decimal {
	if (decimal === "." || decimal === ",") return decimal;
	const commas = tally.packed !== tally.numbers.present || valueCodes.some((code) => raw.texts[code]!.includes(","));
	return shown ?? (commas ? likely : ".");
}

interface ReadNumbers {
	values: Float64Array;
	statistics: NumericStatistics;
	/** Whether another decimal point would have given other values, or a comma stands in any of them. */
	marked: boolean;
}

/** The column's values under one decimal point; `undefined` where it does not fit a plain number. */
function* readNumbers({ raw, tally, valueCodes }: Evidence, decimal: Decimal): Steps<ReadNumbers | undefined> {
	const { rows, tags } = raw;
	const values = raw.values.slice(0, rows);
	const { numbers } = tally;
	const plain = valueCodes.length === 0 && tally.packed === numbers.present;
	if (plain && (decimal === "." || numbers.decimals === 0)) {
		for (let row = 0; row < rows; row++) if (tags[row] === TEXT) values[row] = Number.NaN;
		return { values, statistics: numbers, marked: false };
	}
	const texts: (NumberText | undefined)[] = new Array(raw.texts.length);
	for (let i = 0; i < valueCodes.length; i++) {
		texts[valueCodes[i]!] = parseNumber(raw.texts[valueCodes[i]!]!, decimal);
		if ((i + 1) % TEXTS_A_PIECE === 0) yield;
	}
	const statistics = emptyStatistics();
	let previous = Number.NaN;
	for (let row = 0; row < rows; row++) {
		const number = tags[row] === TEXT ? texts[raw.values[row]!] : packedNumber(raw, row, decimal);
		if (number) {
			countNumber(statistics, number.value, number.decimals, previous);
			previous = number.value;
		} else if (tags[row] !== TEXT) return undefined;
		values[row] = number ? number.value : Number.NaN;
		if ((row + 1) % TEXTS_A_PIECE === 0) yield;
	}
	return { values, statistics, marked: true };
}

function warnOfInfinite({ raw }: Evidence, warnings: string[]): void {
	const infinite = raw.texts.slice(0, 1000).filter((text) => /^[+-]?inf(inity)?$/i.test(text.trim()));
	if (infinite.length === 0) return;
	warnings.push(`Column "${raw.name}": infinite values ("${infinite.join('", "')}") are kept as missing.`);
}
