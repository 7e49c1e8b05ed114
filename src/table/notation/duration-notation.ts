import type { DurationNotation } from "./notation";
import type { TextPair } from "./number-notation";

/** Formats of durations, the likelier first. */
export const DURATION_FORMATS = [
	...(["H:mm:ss", "HH:mm:ss", "H:mm", "HH:mm", "d days HH:mm:ss", "d days", "h m", "iso"] as const),
];

type Format = DurationNotation["format"];

const CLOCK = /^(-?)(\d+):([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?$/;
const DAYS = /^(-?\d+) days?(?: \+?(\d\d):([0-5]\d):([0-5]\d(?:\.\d+)?))?$/;
const UNITS = /^(?=\d)(?:(\d+)d)? ?(?:(\d+)h)? ?(?:(\d+)m(?:in)?)? ?(?:(\d+(?:\.\d+)?)s)?$/;
const ISO = /^P(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Durations in seconds. */
export function durationPair({ format }: DurationNotation): TextPair {
	return { parse: (text) => parse(format, text.trim()), format: (value) => write(format, value) };
}

function total(days = "0", hours = "0", minutes = "0", seconds = "0"): number {
	return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}

function parse(format: Format, text: string): number {
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

function write(format: Format, value: number): string {
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
