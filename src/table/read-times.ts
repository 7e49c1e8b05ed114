import { cellFormat } from "./cell-format";
import type { Evidence } from "./evidence";
import { DURATION_FORMATS } from "./notation/duration-notation";
import type { Notation } from "./notation/notation";
import { TIME_FORMATS } from "./notation/time-notation";
import { oddCells } from "./odd-cells";
import type { Steps } from "./pause";
import { TEXT } from "./raw-column";
import type { NumericColumn } from "./table";

/** Distinct texts by which formats are distinguished; all of them are read in the end. */
const SAMPLE = 500;
const COULD_BE = /\d[:hms]|^P|\d\.\d\d$|\d ?(?:days?|[ap]m)/i;
/** Headers of durations, where a clock would do as well. */
const LASTS = /dur|elapsed|length|lasted|took|spent|dauer|durée|duration/i;

/** A column of times of day, or of durations, in seconds; `undefined` where its texts are neither. */
export function* readTimes(evidence: Evidence, warnings: string[]): Steps<NumericColumn | undefined> {
	const { raw, tally, valueCodes } = evidence;
	const first = raw.texts[valueCodes[0] ?? -1];
	if (tally.packed > 0 || first === undefined || first.length > 24 || !COULD_BE.test(first)) return undefined;
	const times = TIME_FORMATS.map((format): Notation => ({ type: "time", format }));
	const durations = DURATION_FORMATS.map((format): Notation => ({ type: "duration", format }));
	const candidates = LASTS.test(raw.name) ? [...durations, ...times] : [...times, ...durations];
	const sample = valueCodes.slice(0, SAMPLE).map((code) => raw.texts[code]!);
	const misses = candidates.map((notation) => {
		const { parse } = cellFormat({ kind: "number", notation });
		return sample.reduce((n, text) => n + (Number.isNaN(parse(text)) ? 1 : 0), 0);
	});
	const notation = candidates[misses.indexOf(Math.min(...misses))]!;
	yield;
	return yield* readSeconds(evidence, notation, warnings);
}

/** A column in one notation, but for a few cells that it warns of. */
export function* readSeconds(
	evidence: Evidence,
	notation: Notation,
	warnings: string[],
): Steps<NumericColumn | undefined> {
	const { raw, valueCodes } = evidence;
	const noun = notation.type === "time" ? "times of day" : "durations";
	const pair = cellFormat({ kind: "number", notation });
	const seconds = new Float64Array(raw.texts.length).fill(Number.NaN);
	for (const code of valueCodes) seconds[code] = pair.parse(raw.texts[code]!);
	yield;
	const odd = yield* oddCells(
		evidence,
		valueCodes.filter((code) => Number.isNaN(seconds[code]!)),
	);
	if (!odd.tolerable) return undefined;
	odd.warn(noun, warnings);
	const values = new Float64Array(raw.rows);
	const asWritten = new Map<number, string>();
	const other = new Set(valueCodes.filter((code) => pair.format(seconds[code]!) !== raw.texts[code]!));
	let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	for (let row = 0; row < raw.rows; row++) {
		const packed = raw.tags[row] !== TEXT;
		const code = raw.values[row]!;
		values[row] = packed ? pair.parse(raw.text(row)) : seconds[code]!;
		if (!packed && other.has(code) && !Number.isNaN(values[row]!)) asWritten.set(row, raw.texts[code]!);
		if (values[row]! < min) min = values[row]!;
		if (values[row]! > max) max = values[row]!;
		if (row % 8192 === 8191) yield;
	}
	const { format } = notation as { format: string };
	const reason = `${noun[0]!.toUpperCase()}${noun.slice(1)} written as ${format} from ${pair.format(min)} to ${pair.format(max)}.`;
	const decimals = values.some((v) => v % 1 !== 0 && !Number.isNaN(v)) ? 3 : 0;
	return {
		name: raw.name,
		kind: "number",
		values,
		decimals,
		notation,
		...(asWritten.size > 0 && { asWritten }),
		reason,
	};
}
