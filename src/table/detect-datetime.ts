import { datetimeFormat } from "./datetime";
import type { Steps } from "./pause";

/** A format that every text of a column fits, and what is not certain about it. */
export interface DetectedFormat {
	readonly format: string;
	/** A clause for the column's reason where the texts alone do not settle the format. */
	readonly doubt?: string;
}

const DATES = [
	...["YYYY-MM-DD", "YYYY/MM/DD", "YYYY.MM.DD", "YYYYMMDD", "YYYY-M-D", "YYYY/M/D", "YYYY-MM", "YYYY/MM"],
	...["DD.MM.YYYY", "D.M.YYYY", "DD.MM.YY", "D.M.YY"],
	...["MM/DD/YYYY", "DD/MM/YYYY", "M/D/YYYY", "D/M/YYYY", "MM/DD/YY", "DD/MM/YY", "M/D/YY", "D/M/YY"],
	...["MM-DD-YYYY", "DD-MM-YYYY", "M-D-YYYY", "D-M-YYYY"],
	...["DD-MMM-YYYY", "D-MMM-YYYY", "DD-MMM-YY", "D-MMM-YY", "DD MMM YYYY", "D MMM YYYY", "MMM DD, YYYY", "MMM D, YYYY"],
	...["MMM YYYY", "MMM-YYYY"],
];
const TIMES = ["HH:mm:ss", "HH:mm", "H:mm:ss", "H:mm", "hh:mm:ss A", "h:mm:ss A", "hh:mm A", "h:mm A", "h:mmA"];
const FRACTION = /:\d\d\.(\d{1,9})/;
const SHAPE = /^(.*?\d)([T ])(\d{1,2}:\d\d.*?)?( ?)(Z|[+-]\d\d(?::?\d\d)?)?$/;
const MOST_FRACTION_DIGITS = 6;
const TEXTS_A_PIECE = 2048;

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
	let fitting = candidates(first, texts).filter((format) => !Number.isNaN(datetimeFormat(format).parse(first)));
	for (let i = 1; i < texts.length && fitting.length > 0; i++) {
		if (fitting.some((format) => Number.isNaN(datetimeFormat(format).parse(texts[i]!)))) {
			fitting = fitting.filter((format) => !Number.isNaN(datetimeFormat(format).parse(texts[i]!)));
		}
		if (i % TEXTS_A_PIECE === 0) yield;
	}
	const best = fitting[0];
	if (best === undefined) return undefined;
	const monthFirst = /^M{1,2}([/-])D/.test(best);
	const swapped = monthFirst && fitting.find((format) => /^D{1,2}[/-]M/.test(format));
	const doubts: string[] = [];
	let format = best;
	if (swapped) {
		format = (dayFirst ?? best.includes("-")) ? swapped : best;
		doubts.push(
			`no date settles which of ${best} and ${swapped} is meant, ${format} is assumed` +
				(dayFirst === undefined ? "" : ", as elsewhere in the table"),
		);
	}
	if (/(^|[^Y])YY($|[^Y])/.test(format)) doubts.push("two-digit years are read as 1969 to 2068");
	if (format.endsWith("Z") && texts.some((text) => !text.endsWith("Z"))) {
		doubts.push("its time zones differ, so it is written back in UTC");
	}
	return doubts.length ? { format, doubt: doubts.join("; ") } : { format };
}

/** Whether the texts of a column can only be read with the day first, or only with the month first. */
export function dayOrder(format: DetectedFormat): "day" | "month" | undefined {
	if (format.doubt?.startsWith("no date settles")) return undefined;
	return /^D{1,2}[/-]M{1,2}[/-]/.test(format.format) ? "day" : /^M{1,2}[/-]D/.test(format.format) ? "month" : undefined;
}

function candidates(first: string, texts: readonly string[]): string[] {
	const shape = SHAPE.exec(first);
	if (!shape?.[3]) return DATES;
	const separator = shape[2]!;
	const longest = texts.reduce((most, text) => Math.max(most, FRACTION.exec(text)?.[1]?.length ?? 0), 0);
	const fraction = longest ? `.${"S".repeat(Math.min(longest, MOST_FRACTION_DIGITS))}` : "";
	const zone = shape[5] === undefined ? "" : shape[4]! + zoneToken(shape[5], texts);
	return DATES.flatMap((date) =>
		TIMES.map((time) => `${date}${separator}${time.replace("ss", `ss${fraction}`)}${zone}`),
	);
}

/** A column in one offset keeps it; one that mixes offsets, or is in UTC, is written in UTC. */
function zoneToken(first: string, texts: readonly string[]): string {
	const constant = /^[+-]\d\d:?\d\d$/.test(first) && texts.every((text) => text.endsWith(first));
	return constant ? first : "Z";
}
