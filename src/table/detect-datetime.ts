import { datetimeFormat } from "./datetime";
import type { Steps } from "./pause";

/** A format that every text of a column fits, and what is not certain about it. */
export interface DetectedFormat {
	readonly format: string;
	/** Which comes first where figures are divided by slashes or hyphens; "either" where no text settles it. */
	readonly order?: "day" | "month" | "either";
	/** A clause for the column's reason where something had to be assumed. */
	readonly doubt?: string;
	/** Whether its times name more than one zone. */
	readonly zones?: "several";
}

const DATES = [
	...["YYYY-MM-DD", "YYYY/MM/DD", "YYYY.MM.DD", "YYYYMMDD", "YYYY-M-D", "YYYY/M/D", "YYYY-MM", "YYYY/MM"],
	...["YYYY-DD-MM", "YYYY/DD/MM"],
	...["DD.MM.YYYY", "D.M.YYYY", "DD.MM.YY"],
	...["MM/DD/YYYY", "DD/MM/YYYY", "M/D/YYYY", "D/M/YYYY", "MM/DD/YY", "DD/MM/YY", "M/D/YY", "D/M/YY"],
	...["MM-DD-YYYY", "DD-MM-YYYY", "M-D-YYYY", "D-M-YYYY"],
	...["DD-MMM-YYYY", "D-MMM-YYYY", "DD-MMM-YY", "DD MMM YYYY", "D MMM YYYY", "MMM DD, YYYY", "MMM D, YYYY"],
	...["DD-MON-YYYY", "DD-MON-YY", "DDMONYYYY", "D MMMM YYYY", "DD MMMM YYYY", "MMMM D, YYYY", "MMMM DD, YYYY"],
	...["MMM YYYY", "MMM-YYYY", "MMMM YYYY"],
];
const TIMES = ["HH:mm:ss", "HH:mm", "H:mm:ss", "H:mm", "hh:mm:ss A", "h:mm:ss A", "hh:mm A", "h:mm A", "h:mmA"];
const FRACTION = /:\d\d\.(\d{1,9})/;
const SHAPE = /^(.*?\d)(T|,? )(\d{1,2}:\d\d.*?)( ?)(Z|[+-]\d\d(?::?\d\d)?|(?<= )(?![AP]M$)[A-Z]{2,5})?$/;
/** Digits of a fraction that a double carries beside the days since 1970; more are written, but not exact. */
const EXACT_FRACTION_DIGITS = 6;
const MOST_FRACTION_DIGITS = 9;
const TEXTS_A_PIECE = 1024;

/**
 * The format of a column from its distinct texts; `undefined` where no format fits all of them.
 * `dayFirst` settles texts such as "03/04/2021" where no text of the column does.
 */
export function* detectDatetime(
	texts: readonly string[],
	dayFirst: boolean | undefined,
): Steps<DetectedFormat | undefined> {
	const first = texts[0];
	if (first === undefined || first.length < 6 || first.length > 40 || !/\d/.test(first)) return undefined;
	let fitting = candidates(first, texts);
	for (let i = 0; i < texts.length && i < TEXTS_A_PIECE && fitting.length > 0; i++) {
		fitting = fitting.filter((format) => fits(format, texts[i]!));
	}
	yield;
	// The first format that fits to the end is the one; of the others only the one with days and months swapped counts.
	const found: string[] = [];
	for (const format of fitting) {
		const settled =
			found.length > 0 && (dateOrder(format) === undefined || found.some((f) => dateOrder(f) === dateOrder(format)));
		if (!settled && (yield* fitsFrom(TEXTS_A_PIECE, texts, format))) found.push(format);
	}
	return found.length > 0 ? settle(found, texts, dayFirst) : undefined;
}

/** The format that most texts fit, where it is more than half of them; `detectDatetime` for those alone. */
export function* detectMostly(
	texts: readonly string[],
	dayFirst: boolean | undefined,
): Steps<DetectedFormat | undefined> {
	const whole = yield* detectDatetime(texts, dayFirst);
	if (whole) return whole;
	for (const first of FIRST_OF.map((share) => texts[Math.floor(share * texts.length)])) {
		if (first === undefined || first.length < 6 || first.length > 40 || !/\d/.test(first)) continue;
		const own = candidates(first, texts).filter((format) => fits(format, first));
		const sample = texts.length > TEXTS_A_PIECE ? texts.slice(0, TEXTS_A_PIECE) : texts;
		let best: string | undefined;
		let most = sample.length / 2;
		for (const format of own) {
			const fitting = sample.reduce((n, text) => n + (fits(format, text) ? 1 : 0), 0);
			if (fitting > most) [best, most] = [format, fitting];
			yield;
		}
		if (best === undefined) continue;
		const fitting = texts.filter((text) => fits(best, text));
		return yield* detectDatetime(fitting, dayFirst);
	}
	return undefined;
}

/** Places of the column whose texts are tried as its pattern: the first may be the odd one. */
const FIRST_OF = [0, 0.25, 0.5, 0.75];

function fits(format: string, text: string): boolean {
	return !Number.isNaN(datetimeFormat(format).parse(text));
}

function* fitsFrom(from: number, texts: readonly string[], format: string): Steps<boolean> {
	const pair = datetimeFormat(format);
	for (let i = from; i < texts.length; i++) {
		if (Number.isNaN(pair.parse(texts[i]!))) return false;
		if (i % TEXTS_A_PIECE === 0) yield;
	}
	return true;
}

/** Which of day and month comes first in a format with slashes or hyphens that could be read either way. */
function dateOrder(format: string): "day" | "month" | undefined {
	return /^D{1,2}[/-]M{1,2}[/-]/.test(format) ? "day" : /^M{1,2}[/-]D/.test(format) ? "month" : undefined;
}

function settle(fitting: readonly string[], texts: readonly string[], dayFirst: boolean | undefined): DetectedFormat {
	const monthFirst = fitting.find((format) => dateOrder(format) === "month");
	const dayBefore = fitting.find((format) => dateOrder(format) === "day");
	const doubts: string[] = [];
	let format = fitting[0]!;
	let order: DetectedFormat["order"];
	if (monthFirst && dayBefore) {
		order = "either";
		format = (dayFirst ?? monthFirst.includes("-")) ? dayBefore : monthFirst;
		const assumed = `no date settles which of ${monthFirst} and ${dayBefore} is meant, ${format} is assumed`;
		doubts.push(dayFirst === undefined ? assumed : `${assumed} from the rest of the table`);
	} else if (monthFirst || dayBefore) order = monthFirst ? "month" : "day";
	if (/(^|[^Y])YY($|[^Y])/.test(format)) doubts.push("two-digit years are taken as 1969 to 2068");
	const severalZones = format.endsWith("Z") && texts.some((text) => !text.endsWith("Z"));
	if (severalZones) {
		doubts.push("its time zones are not all one, so it is written back in UTC");
	}
	if (texts.some((text) => (FRACTION.exec(text)?.[1]?.length ?? 0) > EXACT_FRACTION_DIGITS)) {
		doubts.push("synthetic ones are exact to the microsecond, the further digits are arbitrary");
	}
	const doubt = doubts.length ? doubts.join("; ") : undefined;
	return { format, order, doubt, ...(severalZones && { zones: "several" }) };
}

/** The formats that a text could have, by its shape; fractions and zones as the whole column has them. */
function candidates(first: string, texts: readonly string[]): readonly string[] {
	const shape = SHAPE.exec(first);
	if (!shape) return DATES;
	const separator = shape[2]!;
	const longest = texts.reduce((most, text) => Math.max(most, FRACTION.exec(text)?.[1]?.length ?? 0), 0);
	const fraction = longest ? `.${"S".repeat(Math.min(longest, MOST_FRACTION_DIGITS))}` : "";
	const zone = shape[5] === undefined ? "" : shape[4]! + zoneToken(shape[5], texts);
	return DATES.flatMap((date) =>
		TIMES.map((time) => `${date}${separator}${time.replace("ss", `ss${fraction}`)}${zone}`),
	);
}

/**
 * A column in one offset keeps it, and one in a named zone its name, without being moved; one that mixes offsets, or is
 * in UTC, is written in UTC.
 */
function zoneToken(first: string, texts: readonly string[]): string {
	if (/^[A-Z]{2,}$/.test(first)) return `[${first}]`;
	const constant = /^[+-]\d\d:?\d\d$/.test(first) && texts.every((text) => text.endsWith(first));
	return constant ? first : "Z";
}
