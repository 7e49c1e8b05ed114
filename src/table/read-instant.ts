import { datetimeFormat } from "./datetime";

/** ISO text; without a zone it is in UTC, as all dates here are. */
const ISO = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/;

/** A date as a column of `format` writes it, or as ISO text, in ms since 1970; NaN for anything else. */
export function readInstant(text: string, format: string | undefined): number {
	const own = format === undefined ? Number.NaN : datetimeFormat(format).parse(text);
	if (!Number.isNaN(own) || !ISO.test(text)) return own;
	return Date.parse(/:|Z/.test(text) && !/(Z|[+-]\d\d:\d\d)$/.test(text) ? `${text.replace(" ", "T")}Z` : text);
}

/** Whether a text is a day alone, where the column writes something else: as a bound it then stands for the whole day. */
export function isWholeDay(text: string, format: string | undefined): boolean {
	return /^\d{4}-\d\d-\d\d$/.test(text) && (format === undefined || Number.isNaN(datetimeFormat(format).parse(text)));
}
