import { identifierReason, namesIdentifier } from "./identifiers";
import type { Evidence } from "./infer-table";
import { type Decimal, parseNumber } from "./number-text";
import type { Steps } from "./pause";
import { type RawColumn, SHORTEST, TEXT } from "./raw-column";
import { readLevels } from "./read-levels";
import type { Column } from "./table";
import { countDistinct, countNumber, emptyStatistics, type NumericStatistics } from "./tally";

/**
 * A column whose every value is a number: number, integer, id or boolean; `undefined` where holding it as numbers
 * would lose something (whole numbers beyond 2^53).
 */
export function* inferNumbers(
	evidence: Evidence,
	decimal: Decimal,
	assumed: boolean,
	warnings: string[],
): Steps<Column | undefined> {
	const { raw, tally } = evidence;
	if (!tally.numbers.exact) return undefined;
	const read = yield* readNumbers(evidence, decimal);
	if (!read) return undefined;
	const { values, statistics, grouped } = read;
	const infinite = raw.texts.filter((text) => /^[+-]?inf/i.test(text.trim()));
	if (infinite.length > 0) {
		warnings.push(`Column "${raw.name}": infinite values (${infinite.join(", ")}) are kept as missing.`);
	}
	const { whole, decimals, min, max, present } = statistics;
	const distinct = yield* countDistinct(values);
	const name = raw.name;
	const told = grouped && assumed ? `, with "${decimal}" assumed to be the decimal point` : "";
	if (!whole || decimals === undefined) {
		const digits =
			decimals === undefined ? "" : `, at most ${decimals} ${decimals === 1 ? "digit" : "digits"} behind the point`;
		return { name, kind: "number", values, decimals, reason: `Numbers from ${min} to ${max}${digits}${told}.` };
	}
	if (min === 0 && max === 1 && distinct === 2) {
		const { codes, levels } = yield* readLevels(raw, (text) => !parseNumber(text, decimal));
		if (levels.length === 2) return { name, kind: "boolean", codes, levels, reason: "Nothing but 0 and 1." };
	}
	if (decimals === 0) {
		const identifies = identifierReason(name, statistics, distinct);
		if (identifies || (namesIdentifier(name) && distinct > 2)) {
			const { codes, levels } = yield* readLevels(raw, (text) => !parseNumber(text, decimal));
			if (identifies) return { name, kind: "id", codes, levels, reason: identifies };
			const reason = `Its name says that it holds identifiers, and ${distinct} of them repeat over ${present} rows.`;
			return { name, kind: "category", codes, levels, reason };
		}
	}
	const written = decimals > 0 ? `, all written with ${decimals === 1 ? "a zero" : "zeros"} behind the point` : "";
	return { name, kind: "integer", values, decimals, reason: `Whole numbers from ${min} to ${max}${written}${told}.` };
}

interface ReadNumbers {
	values: Float64Array;
	statistics: NumericStatistics;
	/** Whether the decimal point made a difference. */
	grouped: boolean;
}

/** The column's values under one decimal point. */
function* readNumbers({ raw, tally, valueCodes }: Evidence, decimal: Decimal): Steps<ReadNumbers | undefined> {
	const { rows, tags } = raw;
	const values = raw.values.slice(0, rows);
	const texts = valueCodes.map((code) => parseNumber(raw.texts[code]!, decimal));
	const regroups = decimal === "," && tally.numbers.decimals !== 0;
	if (valueCodes.length === 0 && !regroups) {
		for (let row = 0; row < rows; row++) if (tags[row] === TEXT) values[row] = Number.NaN;
		const grouped = tally.numbers.decimals !== 0;
		return { values, statistics: tally.numbers, grouped };
	}
	const byCode = new Array<(typeof texts)[number]>(raw.texts.length);
	for (let i = 0; i < valueCodes.length; i++) byCode[valueCodes[i]!] = texts[i];
	const statistics = emptyStatistics();
	let previous = Number.NaN;
	for (let row = 0; row < rows; row++) {
		const number = cellNumber(raw, row, byCode, regroups ? decimal : ".");
		values[row] = number ? number.value : Number.NaN;
		if (number) {
			countNumber(statistics, number.value, number.decimals, previous);
			previous = number.value;
		} else if (tags[row] !== TEXT) return undefined;
		if (row % 8192 === 8191) yield;
	}
	return { values, statistics, grouped: true };
}

function cellNumber(raw: RawColumn, row: number, byCode: readonly ReturnType<typeof parseNumber>[], decimal: Decimal) {
	const tag = raw.tags[row]!;
	const value = raw.values[row]!;
	if (tag === TEXT) return byCode[value];
	if (decimal === ",") return parseNumber(raw.text(row), ",");
	return { value, decimals: tag !== SHORTEST ? tag : Number.isInteger(value) ? 0 : undefined };
}
