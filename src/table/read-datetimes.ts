import { datetimeFormat } from "./datetime";
import type { DetectedFormat } from "./detect-datetime";
import type { Evidence } from "./evidence";
import type { Steps } from "./pause";
import { TEXT } from "./raw-column";
import type { NumericColumn } from "./table";

/** Different days that a column of eight-digit numbers must name before it is read as dates. */
const FEWEST_DAYS = 3;

/** A column of texts that all fit one format. */
export function* readDatetimes({ raw, valueCodes }: Evidence, detected: DetectedFormat): Steps<NumericColumn> {
	const pair = datetimeFormat(detected.format);
	const instants = new Float64Array(raw.texts.length).fill(Number.NaN);
	for (let i = 0; i < valueCodes.length; i++) {
		instants[valueCodes[i]!] = pair.parse(raw.texts[valueCodes[i]!]!);
		if (i % 4096 === 4095) yield;
	}
	const values = new Float64Array(raw.rows);
	for (let row = 0; row < raw.rows; row++) values[row] = instants[raw.values[row]!]!;
	yield;
	return datetimeColumn(raw.name, values, detected);
}

/** Whole numbers that each name a day as YYYYMMDD; `undefined` where one does not. */
export function* readPackedDates({ raw, tally, valueCodes }: Evidence): Steps<NumericColumn | undefined> {
	const { present, whole, decimals, min, max } = tally.numbers;
	if (!whole || decimals !== 0 || present !== tally.packed || valueCodes.length > 0 || min < 19000101 || max > 21001231)
		return undefined;
	const pair = datetimeFormat("YYYYMMDD");
	const values = new Float64Array(raw.rows).fill(Number.NaN);
	const days = new Set<number>();
	for (let row = 0; row < raw.rows; row++) {
		if (raw.tags[row] === TEXT) continue;
		const value = pair.parse(String(raw.values[row]!));
		if (Number.isNaN(value)) return undefined;
		if (days.size < FEWEST_DAYS) days.add(value);
		values[row] = value;
		if (row % 4096 === 4095) yield;
	}
	return days.size < FEWEST_DAYS ? undefined : datetimeColumn(raw.name, values, { format: "YYYYMMDD" });
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
