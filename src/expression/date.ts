/** Format of a date written without a time. */
export const DATE_FORMAT = "YYYY-MM-DD";
export const DATETIME_FORMAT = "YYYY-MM-DD HH:mm:ss";

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?$/;

/** A date or a moment from ISO 8601 text, as milliseconds since 1970-01-01 UTC; nothing where it is none. */
export function readDate(text: string): { readonly value: number; readonly format: string } | undefined {
	const parts = ISO.exec(text.trim());
	if (!parts) return undefined;
	const [year, month, day, hour = 0, minute = 0, second = 0] = parts.slice(1).map((part) => Number(part ?? 0));
	// Set by parts: Date.UTC takes the years 0 to 99 for those of the last century.
	const date = new Date(0);
	date.setUTCFullYear(year!, month! - 1, day!);
	date.setUTCHours(hour, minute, second);
	// A 31st of February rolls over, and an hour 25.
	const kept = date.getUTCMonth() === month! - 1 && date.getUTCDate() === day && date.getUTCHours() === hour;
	if (!kept || minute > 59 || second > 59) return undefined;
	return { value: date.getTime(), format: parts[4] === undefined ? DATE_FORMAT : DATETIME_FORMAT };
}
