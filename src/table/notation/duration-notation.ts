import type { DurationNotation, UnitFormat } from "./notation";
import type { TextPair } from "./number-notation";

/** Units that are all written. */
const UNIT_FORMATS: readonly UnitFormat[] = [
	...(["0h", "00h", "0m", "00m", "0s", "00s", "0h 0m", "0h 00m", "00h 00m", "0h0m", "0h00m", "00h00m"] as const),
	...(["0m 0s", "0m 00s", "00m 00s", "0h00", "00h00", "0h 0m 0s", "0h 00m 00s", "00h 00m 00s", "0h00m00s"] as const),
	...(["00h00m00s", "0d 0h", "0d 00h", "0d 0h 0m", "0d 00h 00m"] as const),
];

/** Formats of durations, the likelier first; the stricter before those that read the same and more. */
export const DURATION_FORMATS = [
	...(["H:mm:ss", "HH:mm:ss", "H:mm", "HH:mm", "d days HH:mm:ss", "d days"] as const),
	...UNIT_FORMATS,
	...(["h m", "iso"] as const),
];

const isUnits = (format: Format): format is UnitFormat => format.startsWith("0");
const SECONDS: Readonly<Record<string, number>> = { d: 86_400, h: 3600, m: 60, s: 1 };
/** Zeros and the unit they stand for; minutes behind hours may lack theirs ("2h05"). */
const PART = /(0+)([dhms]?)/g;

const partsOf = (format: UnitFormat) =>
	[...format.matchAll(PART)].map(([text, zeros, unit]) => ({
		text,
		digits: zeros!.length,
		seconds: SECONDS[unit || "m"]!,
	}));

const patterns = new Map<string, RegExp>();

/** What a format reads: the first unit is without bound, the others stay below the one before. */
function patternOf(format: UnitFormat): RegExp {
	const known = patterns.get(format);
	if (known) return known;
	let at = 0;
	const pattern = new RegExp(
		`^${format.replace(PART, (_, zeros: string, unit: string) => {
			const padded = zeros.length > 1;
			if (at++ === 0) return `${padded ? "(\\d{2,})" : "(0|[1-9]\\d*)"}${unit}`;
			const most = unit === "h" ? (padded ? "[01]\\d|2[0-3]" : "1?\\d|2[0-3]") : padded ? "[0-5]\\d" : "[1-5]?\\d";
			return `(${most})${unit}`;
		})}$`,
	);
	patterns.set(format, pattern);
	return pattern;
}

function parseUnits(format: UnitFormat, text: string): number {
	const match = patternOf(format).exec(text);
	if (!match) return Number.NaN;
	return partsOf(format).reduce((sum, { seconds }, i) => sum + seconds * Number(match[i + 1]), 0);
}

function writeUnits(format: UnitFormat, value: number): string {
	const parts = partsOf(format);
	const finest = parts.at(-1)!.seconds;
	let left = Math.round(Math.max(value, 0) / finest) * finest;
	let at = 0;
	return format.replace(PART, (_, zeros: string, unit: string) => {
		const { seconds } = parts[at++]!;
		const count = Math.floor(left / seconds);
		left -= count * seconds;
		return `${String(count).padStart(zeros.length, "0")}${unit}`;
	});
}

type Format = DurationNotation["format"];
type PlainFormat = Exclude<Format, UnitFormat>;

const CLOCK = /^(-?)(\d+):([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?$/;
const DAYS = /^(-?\d+) days?(?: \+?(\d\d):([0-5]\d):([0-5]\d(?:\.\d+)?))?$/;
const UNITS = /^(?=\d)(?:(\d+)d)? ?(?:(\d+)h)? ?(?:(\d+)m(?:in)?)? ?(?:(\d+(?:\.\d+)?)s)?$/;
const ISO = /^P(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Durations in seconds. */
export function durationPair({ format }: DurationNotation): TextPair {
	if (isUnits(format)) {
		return { parse: (text) => parseUnits(format, text.trim()), format: (value) => writeUnits(format, value) };
	}
	return { parse: (text) => parse(format, text.trim()), format: (value) => write(format, value) };
}

function total(days = "0", hours = "0", minutes = "0", seconds = "0"): number {
	return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}

function parse(format: PlainFormat, text: string): number {
	if (format === "iso" || format === "h m") {
		const match = (format === "iso" ? ISO : UNITS).exec(text);
		return match ? total(match[1], match[2], match[3], match[4]) : Number.NaN;
	}
	if (format === "d days" || format === "d days HH:mm:ss") {
		const match = DAYS.exec(text);
		if (!match || (match[2] === undefined) !== (format === "d days")) return Number.NaN;
		return total(match[1], match[2], match[3], match[4]);
	}
	const match = CLOCK.exec(text);
	if (!match || (match[4] === undefined) !== !format.endsWith("ss")) return Number.NaN;
	if (format.startsWith("HH") ? match[2]!.length < 2 : /^0\d/.test(match[2]!)) return Number.NaN;
	return (match[1] ? -1 : 1) * total("0", match[2], match[3], match[4]);
}

/** Whole seconds, or thousandths where there are any. */
const seconds = (value: number) => String(Math.round(value * 1000) / 1000);
const two = (value: number | string) => {
	const [whole, fraction] = String(value).split(".");
	return whole!.padStart(2, "0") + (fraction ? `.${fraction}` : "");
};

function write(format: PlainFormat, value: number): string {
	const size = format.endsWith("mm") ? Math.round(Math.abs(value) / 60) * 60 : Math.abs(value);
	const daysLong = format !== "H:mm:ss" && format !== "HH:mm:ss" && format !== "H:mm" && format !== "HH:mm";
	const days = daysLong ? Math.floor(size / 86_400) : 0;
	const hours = Math.floor((size - days * 86_400) / 3600);
	const minutes = Math.floor((size - days * 86_400 - hours * 3600) / 60);
	const rest = seconds(size - days * 86_400 - hours * 3600 - minutes * 60);
	if (format === "iso" || format === "h m") {
		const parts = [
			days ? `${days}D` : "",
			hours ? `${hours}H` : "",
			minutes ? `${minutes}M` : "",
			rest !== "0" ? `${rest}S` : "",
		];
		if (format === "iso") {
			const time = parts.slice(1).join("");
			return `P${parts[0]}${time || !days ? `T${time || "0S"}` : ""}`;
		}
		return (
			parts
				.filter((part) => part !== "")
				.join(" ")
				.toLowerCase() || "0m"
		);
	}
	const sign = value < 0 && size > 0 ? "-" : "";
	if (format === "d days")
		return `${sign}${Math.round(size / 86_400)} ${Math.round(size / 86_400) === 1 ? "day" : "days"}`;
	if (format === "d days HH:mm:ss") {
		return `${sign}${days} ${days === 1 ? "day" : "days"} ${two(hours)}:${two(minutes)}:${two(rest)}`;
	}
	const first = format.startsWith("HH") ? two(hours) : String(hours);
	return `${sign}${first}:${two(minutes)}${format.endsWith("ss") ? `:${two(rest)}` : ""}`;
}
