import { datetimeFormat } from "./datetime";
import { type DetectedFormat, detectMostly } from "./detect-datetime";
import type { Evidence } from "./evidence";
import { oddCells } from "./odd-cells";
import type { Steps } from "./pause";
import type { RawColumn } from "./raw-column";
import type { NumericColumn } from "./table";

/** Formats that one column may mix. */
const MOST_FORMATS = 3;

/** A column of texts that fit one format, but for a few that fit another, or none and are missing. */
export function* readDatetimes(
	evidence: Evidence,
	detected: DetectedFormat,
	warnings: string[],
): Steps<NumericColumn | undefined> {
	const { raw, valueCodes } = evidence;
	const pair = datetimeFormat(detected.format);
	const instants = new Float64Array(raw.texts.length).fill(Number.NaN);
	const other = new Set<number>();
	for (let i = 0; i < valueCodes.length; i++) {
		const code = valueCodes[i]!;
		instants[code] = pair.parse(raw.texts[code]!);
		if (pair.format(instants[code]!) !== raw.texts[code]!) other.add(code);
		if (i % 4096 === 4095) yield;
	}
	const misfits = valueCodes.filter((code) => Number.isNaN(instants[code]!));
	const rest = yield* readOthers(raw, misfits, detected, instants, warnings);
	const odd = yield* oddCells(evidence, rest);
	if (!odd.tolerable) return undefined;
	odd.warn("dates", warnings);
	if (detected.zones === "several") {
		warnings.push(`Column "${raw.name}": its times are in several time zones; synthetic ones are all in UTC.`);
	}
	const values = new Float64Array(raw.rows);
	const asWritten = new Map<number, string>();
	for (let row = 0; row < raw.rows; row++) {
		const code = raw.values[row]!;
		values[row] = instants[code]!;
		if (other.has(code)) asWritten.set(row, raw.texts[code]!);
		if (row % 65_536 === 65_535) yield;
	}
	return { ...datetimeColumn(raw.name, values, detected), ...(asWritten.size > 0 && { asWritten }) };
}

/** Reads what is written in other formats than most; returns the texts that are no dates at all. */
function* readOthers(
	raw: RawColumn,
	codes: readonly number[],
	{ format, order }: DetectedFormat,
	instants: Float64Array,
	warnings: string[],
): Steps<readonly number[]> {
	let left = codes;
	for (let formats = 1; formats < MOST_FORMATS && left.length > 0; formats++) {
		const texts = left.map((code) => raw.texts[code]!);
		const found = yield* detectMostly(texts, order === "day" ? true : order === "month" ? false : undefined);
		// Without a text that settles day and month, reading would be guessing.
		if (!found || (found.order === "either" && order === undefined)) return left;
		const pair = datetimeFormat(found.format);
		for (const code of left) instants[code] = pair.parse(raw.texts[code]!);
		const read = left.filter((code) => !Number.isNaN(instants[code]!));
		if (read.length === 0) return left;
		warnings.push(
			`Column "${raw.name}": some of its dates are written as ${found.format}, like "${raw.texts[read[0]!]!}", ` +
				`most as ${format}; synthetic ones are all written as ${format}.`,
		);
		left = left.filter((code) => Number.isNaN(instants[code]!));
	}
	return left;
}

export function datetimeColumn(name: string, values: Float64Array, { format, doubt }: DetectedFormat): NumericColumn {
	let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	for (const value of values) {
		if (value < min) min = value;
		if (value > max) max = value;
	}
	const pair = datetimeFormat(format);
	const span = min <= max ? ` from ${pair.format(min)} to ${pair.format(max)}` : "";
	const reason = `Dates written as ${format}${span}${doubt ? `; ${doubt}` : ""}.`;
	return { name, kind: "datetime", values, decimals: 0, format, reason };
}
