import { datetimeFormat } from "./datetime";
import type { Evidence } from "./evidence";
import { namesCode } from "./identifiers";
import type { Steps } from "./pause";
import { TEXT } from "./raw-column";
import { datetimeColumn } from "./read-datetimes";
import { readSeconds } from "./read-times";
import type { NumericColumn } from "./table";

/** Different days or months that a column of numbers must name before it is read as dates. */
const FEWEST_DAYS = 3;
/** Share of the rows that need not be dates among others that are. */
const MOST_ODD = 0.02;
/** Rows below which one that is not a date is no slip. */
const FEWEST_ROWS = 50;

const DAY_S = 86_400;
const YEAR_1980_S = 315_532_800;
const YEAR_2001_S = 1_000_000_000;
const YEAR_2040_S = 2_208_988_800;
/** Days that instants must spread over, and how many must differ, so that they are no counter. */
const SPREAD_DAYS = 2;
const FEWEST_INSTANTS = 10;
const INSTANT =
	/(^|[_\s.-])(at|on|ts|time|date|epoch|unix|created|updated|modified|since|seen|login|timestamp|utc)s?($|[_\s.-])|time|date|epoch/i;

/** Different times of day by which numbers with never more than 59 behind the hundreds are no chance. */
const FEWEST_TIMES = 30;

/** Whole numbers that stand for dates or times: 20240131, 202401, 1706659200, 1405; `undefined` where they do not. */
export function* readPacked(evidence: Evidence, warnings: string[]): Steps<NumericColumn | undefined> {
	const { numbers, packed } = evidence.tally;
	const { present, whole, decimals, min, max } = numbers;
	if (!whole || decimals !== 0 || present !== packed || evidence.valueCodes.length > 0) return undefined;
	// Sentinels among dates stand outside of their range.
	if (max >= 19_000_101 && max <= 21_001_231) return yield* readDays(evidence, "YYYYMMDD", warnings);
	if (min >= 190_001 && max <= 210_012) return yield* readDays(evidence, "YYYYMM", warnings);
	if (namesCode(evidence.raw.name)) return undefined;
	if (min >= 0 && max <= 2359 && max > 59) return yield* readClock(evidence, warnings);
	return yield* readInstants(evidence);
}

function* readDays(evidence: Evidence, format: string, warnings: string[]): Steps<NumericColumn | undefined> {
	const { raw, tally } = evidence;
	const pair = datetimeFormat(format);
	const values = new Float64Array(raw.rows).fill(Number.NaN);
	const days = new Set<number>();
	const odd: number[] = [];
	const most = tally.packed >= FEWEST_ROWS ? Math.max(1, MOST_ODD * tally.packed) : 0;
	const asWritten = new Map<number, string>();
	for (let row = 0; row < raw.rows; row++) {
		if (raw.tags[row] === TEXT) continue;
		const value = pair.parse(String(raw.values[row]!));
		if (Number.isNaN(value)) {
			asWritten.set(row, raw.text(row));
			if (odd.push(row) > most) return undefined;
		} else if (days.size < FEWEST_DAYS) days.add(value);
		values[row] = value;
		if (row % 4096 === 4095) yield;
	}
	if (days.size < FEWEST_DAYS) return undefined;
	if (format === "YYYYMM" && !spreadsOverYears(values)) return undefined;
	if (odd.length > 0) {
		warnings.push(
			`Column "${raw.name}": ${odd.length} of its numbers are no dates, the first "${raw.text(odd[0]!)}" in row ${odd[0]! + 1}; they are read as missing.`,
		);
	}
	return { ...datetimeColumn(raw.name, values, { format }), ...(asWritten.size > 0 && { asWritten }) };
}

/** Several different months in several years, for any number under a hundred could be one. */
function spreadsOverYears(values: Float64Array): boolean {
	const dates = Array.from(new Set(values)).filter((v) => !Number.isNaN(v));
	const years = new Set(dates.map((v) => new Date(v).getUTCFullYear()));
	return dates.length >= 10 && years.size >= 2;
}

function* readClock(evidence: Evidence, warnings: string[]): Steps<NumericColumn | undefined> {
	const { raw } = evidence;
	const seen = new Set<number>();
	const minutes = new Set<number>();
	for (let row = 0; row < raw.rows; row++) {
		if (raw.tags[row] === TEXT) continue;
		const value = raw.values[row]!;
		if (value % 100 > 59) return undefined;
		seen.add(value);
		minutes.add(value % 100);
		if (row % 8192 === 8191) yield;
	}
	// Prices in halves of a hundred have but two endings.
	const beyond = [...seen].filter((value) => value >= 100).length;
	if (beyond < FEWEST_TIMES || minutes.size < 4) return undefined;
	return yield* readSeconds(evidence, { type: "time", format: "Hmm" }, warnings);
}

/** Seconds or milliseconds since 1970, by their size, their spread and, for early ones, their name. */
function* readInstants({ raw, tally }: Evidence): Steps<NumericColumn | undefined> {
	const { min, max } = tally.numbers;
	const named = INSTANT.test(raw.name);
	const from = named ? YEAR_1980_S : YEAR_2001_S;
	const unit = min >= from && max <= YEAR_2040_S ? 1 : min >= from * 1000 && max <= YEAR_2040_S * 1000 ? 1000 : 0;
	if (unit === 0 || max - min < SPREAD_DAYS * DAY_S * unit || (tally.numbers.countsUp && !named)) return undefined;
	const values = new Float64Array(raw.rows).fill(Number.NaN);
	const seen = new Set<number>();
	for (let row = 0; row < raw.rows; row++) {
		if (raw.tags[row] === TEXT) continue;
		values[row] = (raw.values[row]! * 1000) / unit;
		if (seen.size < FEWEST_INSTANTS) seen.add(values[row]!);
		if (row % 8192 === 8191) yield;
	}
	if (!named && seen.size < FEWEST_INSTANTS) return undefined;
	const column = datetimeColumn(raw.name, values, { format: unit === 1 ? "X" : "x" });
	const iso = datetimeFormat("YYYY-MM-DD");
	const words = unit === 1 ? "Seconds" : "Milliseconds";
	const span = `from ${iso.format((min * 1000) / unit)} to ${iso.format((max * 1000) / unit)}`;
	return { ...column, reason: `${words} since 1970 that are dates ${span}.` };
}
