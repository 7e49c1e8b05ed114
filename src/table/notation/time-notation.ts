import { datetimeFormat } from "../datetime";
import type { TimeNotation } from "./notation";
import type { TextPair } from "./number-notation";

/** Formats of times of day, the likelier first. */
export const TIME_FORMATS = [
	...["HH:mm", "H:mm", "HH:mm:ss", "H:mm:ss", "hh:mm A", "h:mm A", "hh:mmA", "h:mmA", "h:mm a", "h:mma", "hh:mm a"],
	...["hh:mm:ss A", "h:mm:ss A", "HH:mm:ss.SSS", "HH:mm:ss.SSSSSS", "HH.mm"],
];

const DAY = 86_400;

/** Times of day in seconds since midnight. */
export function timePair({ format }: TimeNotation): TextPair {
	if (format === "Hmm" || format === "HHmm") return digitsPair(format === "HHmm" ? 4 : 1);
	const pair = datetimeFormat(format);
	return {
		parse: (text) => pair.parse(text.trim()) / 1000,
		format: (value) => pair.format((((value % DAY) + DAY) % DAY) * 1000),
	};
}

/** "1405", or "905" for five past nine. */
function digitsPair(fewest: number): TextPair {
	return {
		parse(text) {
			const digits = text.trim();
			if (!/^\d{1,4}$/.test(digits) || digits.length < fewest) return Number.NaN;
			const [hour, minute] = [Math.floor(Number(digits) / 100), Number(digits) % 100];
			return hour < 24 && minute < 60 ? hour * 3600 + minute * 60 : Number.NaN;
		},
		format(value) {
			const minutes = Math.round((((value % DAY) + DAY) % DAY) / 60) % 1440;
			return String(Math.floor(minutes / 60) * 100 + (minutes % 60)).padStart(fewest, "0");
		},
	};
}
