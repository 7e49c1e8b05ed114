/**
 * Dates and times as text, both ways, in UTC and without any locale.
 *
 * A format is made of the tokens below; everything else stands for itself.
 *
 * | token | meaning |
 * |---|---|
 * | `YYYY` `YY` | year; two digits mean 1969 … 2068, as POSIX `strptime` has it |
 * | `MM` `M` | month: two digits, one or two |
 * | `MMMM` `MMM` `MON` | month in English: in full, abbreviated, abbreviated in capitals |
 * | `DD` `D` | day of the month: two digits, one or two |
 * | `HH` `H` | hour 0 … 23 |
 * | `hh` `h` with `A` | hour 1 … 12 with AM or PM |
 * | `mm` `ss` | minute, second |
 * | `.S` … `.SSSSSSSSS` | fraction of a second, that many digits at most; missing ones are zero |
 * | `a` | am or pm, in small letters |
 * | `X` `x` | seconds, milliseconds since 1970 |
 * | `[CET]` | the letters in the brackets |
 * | `Z` | `Z` or an offset such as `+02:00`; written as `Z` |
 * | `+02:00` | this very offset |
 */
export interface DatetimeFormat {
	/** Milliseconds since 1970-01-01 UTC; NaN where the text does not fit the format or names no such day. */
	parse(text: string): number;
	/** The text of an instant; a missing one (NaN) is the empty string. */
	format(milliseconds: number): string;
}

const MONTH_NAMES = [
	...["January", "February", "March", "April", "May", "June"],
	...["July", "August", "September", "October", "November", "December"],
];
const MONTHS = MONTH_NAMES.map((name) => name.slice(0, 3));
const UPPER_MONTHS = MONTHS.map((name) => name.toUpperCase());
const TOKEN = /\[[^\]]*\]|YYYY|YY|MMMM|MMM|MON|MM|M|DD|D|HH|H|hh|h|mm|ss|\.S+|A|a|X|Z|[+-]\d\d:?\d\d$/g;
const DAY_MS = 86_400_000;

/** Source pattern of each token; a fraction's and an offset's are made where they are met. */
const PATTERNS: Record<string, string> = {
	YYYY: "(\\d{4})",
	YY: "(\\d{2})",
	MMMM: `(${MONTH_NAMES.join("|")})`,
	MMM: `(${MONTHS.join("|")})`,
	MON: `(${UPPER_MONTHS.join("|")})`,
	MM: "(\\d{2})",
	M: "(\\d{1,2})",
	DD: "(\\d{2})",
	D: "(\\d{1,2})",
	HH: "(\\d{2})",
	H: "(\\d{1,2})",
	hh: "(\\d{2})",
	h: "(\\d{1,2})",
	mm: "(\\d{2})",
	ss: "(\\d{2})",
	A: "([AaPp][Mm])",
	a: "([AaPp][Mm])",
	X: "(-?\\d{1,11})",
	Z: "(Z|[+-]\\d\\d(?::?\\d\\d)?)",
};

const formats = new Map<string, DatetimeFormat>();

/** The parse/format pair of a format; the same pair for the same format. */
export function datetimeFormat(format: string): DatetimeFormat {
	let known = formats.get(format);
	if (!known) {
		known = compile(format);
		formats.set(format, known);
	}
	return known;
}

function compile(format: string): DatetimeFormat {
	// Its digits are those of the instant itself, fraction and all.
	if (format === "x") {
		return {
			parse: (text) => (/^-?\d{1,14}$/.test(text) ? Number(text) : Number.NaN),
			format: (milliseconds) => (Number.isNaN(milliseconds) ? "" : String(Math.round(milliseconds))),
		};
	}
	const pieces: { token: boolean; text: string }[] = [];
	let source = "^";
	let at = 0;
	const add = (literal: string) => {
		if (literal) pieces.push({ token: false, text: literal });
		source += literal.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
	};
	for (const match of format.matchAll(TOKEN)) {
		add(format.slice(at, match.index));
		const text = match[0];
		if (text.startsWith("[")) {
			add(text.slice(1, -1));
			at = match.index + text.length;
			continue;
		}
		pieces.push({ token: true, text });
		source += text.startsWith(".S")
			? "(?:\\.(\\d{1,9}))?"
			: (PATTERNS[text] ?? `(${text.replace("+", "\\+").replace(":", ":?")})`);
		at = match.index + text.length;
	}
	add(format.slice(at));
	const pattern = new RegExp(`${source}$`);
	const tokens = pieces.filter((piece) => piece.token).map((piece) => piece.text);
	const fixed = tokens.find((token) => /^[+-]\d/.test(token));
	const shift = fixed ? offsetMs(fixed) : 0;
	return {
		parse(text) {
			const match = pattern.exec(text);
			return match ? instant(tokens, match) : Number.NaN;
		},
		format(milliseconds) {
			if (Number.isNaN(milliseconds)) return "";
			const parts = civil(milliseconds + shift, fractionDigits(tokens));
			return pieces.map((piece) => (piece.token ? write(piece.text, parts) : piece.text)).join("");
		},
	};
}

function fractionDigits(tokens: readonly string[]): number {
	const token = tokens.find((t) => t.startsWith(".S"));
	return token ? token.length - 1 : 0;
}

function offsetMs(text: string): number {
	if (text === "Z") return 0;
	const hours = Number(text.slice(1, 3));
	const minutes = Number(text.slice(3).replace(":", "") || 0);
	return (text[0] === "-" ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

function instant(tokens: readonly string[], match: RegExpExecArray): number {
	let [year, month, day, hour, minute, second, fraction, offset] = [1970, 1, 1, 0, 0, 0, 0, 0];
	let half: number | undefined;
	for (let i = 0; i < tokens.length; i++) {
		const token = tokens[i]!;
		const text = match[i + 1];
		if (text === undefined) continue;
		if (token === "YYYY") year = Number(text);
		else if (token === "YY") year = Number(text) + (Number(text) < 69 ? 2000 : 1900);
		else if (token === "MMMM") month = MONTH_NAMES.indexOf(text) + 1;
		else if (token === "MON") month = UPPER_MONTHS.indexOf(text) + 1;
		else if (token === "MMM") month = MONTHS.indexOf(text) + 1;
		else if (token[0] === "M") month = Number(text);
		else if (token[0] === "D") day = Number(text);
		else if (token[0] === "H") hour = Number(text);
		else if (token[0] === "h") hour = text === "0" || text === "00" ? 99 : Number(text);
		else if (token === "mm") minute = Number(text);
		else if (token === "ss") second = Number(text);
		else if (token[0] === ".") fraction = Number(text.padEnd(9, "0")) / 1e6;
		else if (token === "X") return Number(text) * 1000;
		else if (token === "A" || token === "a") half = text[0]?.toLowerCase() === "p" ? 12 : 0;
		else offset = offsetMs(text);
	}
	if (half !== undefined) hour = hour > 12 ? 99 : (hour % 12) + half;
	if (
		month < 1 ||
		month > 12 ||
		day < 1 ||
		day > daysOf(year, month) ||
		hour > 23 ||
		minute > 59 ||
		second > 59 ||
		Math.abs(offset) > DAY_MS
	)
		return Number.NaN;
	return daysSince1970(year, month, day) * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 + fraction - offset;
}

function daysOf(year: number, month: number): number {
	if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
	return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days of the proleptic Gregorian calendar; years begin in March here, so that a leap day is the last of its year. */
function daysSince1970(year: number, month: number, day: number): number {
	const marchYear = month > 2 ? year : year - 1;
	const leaps = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
	const marchMonth = month > 2 ? month - 3 : month + 9;
	// 153 days in the five months from March or August on; 719,469 days from 0000-03-01 to 1970-01-01, plus one.
	return marchYear * 365 + leaps + Math.floor((153 * marchMonth + 2) / 5) + day - 719_469;
}

interface Parts {
	date: Date;
	/** Fraction of the second, in units of its last written digit. */
	fraction: number;
}

/** Splits an instant, its fraction rounded to the last digit written; what is not written is cut off. */
function civil(milliseconds: number, digits: number): Parts {
	const whole = Math.floor(milliseconds / 1000);
	const scale = 10 ** digits;
	const fraction = digits === 0 ? 0 : Math.round(((milliseconds - whole * 1000) / 1000) * scale);
	const carry = fraction === scale ? 1 : 0;
	return { date: new Date((whole + carry) * 1000), fraction: carry ? 0 : fraction };
}

function write(token: string, { date, fraction }: Parts): string {
	const two = (value: number) => String(value).padStart(2, "0");
	const hour = date.getUTCHours();
	switch (token) {
		case "YYYY":
			return String(date.getUTCFullYear()).padStart(4, "0");
		case "YY":
			return two(date.getUTCFullYear() % 100);
		case "MMMM":
			return MONTH_NAMES[date.getUTCMonth()]!;
		case "MON":
			return UPPER_MONTHS[date.getUTCMonth()]!;
		case "MMM":
			return MONTHS[date.getUTCMonth()]!;
		case "MM":
			return two(date.getUTCMonth() + 1);
		case "M":
			return String(date.getUTCMonth() + 1);
		case "DD":
			return two(date.getUTCDate());
		case "D":
			return String(date.getUTCDate());
		case "HH":
			return two(hour);
		case "H":
			return String(hour);
		case "hh":
			return two(hour % 12 || 12);
		case "h":
			return String(hour % 12 || 12);
		case "mm":
			return two(date.getUTCMinutes());
		case "ss":
			return two(date.getUTCSeconds());
		case "A":
			return hour < 12 ? "AM" : "PM";
		case "a":
			return hour < 12 ? "am" : "pm";
		case "X":
			return String(Math.floor(date.getTime() / 1000));
		case "Z":
			return "Z";
		default:
			return token[0] === "." ? `.${String(fraction).padStart(token.length - 1, "0")}` : token;
	}
}
