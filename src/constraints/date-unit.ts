/** How finely a column of dates is written. */

export const DAY_MS = 86_400_000;

/** Whether a date is written without a time. */
export function isDay(format: string | undefined): boolean {
	return format !== undefined && !/[Hhms]|\.S/.test(format.replace(/MMMM|MMM|MON|MM|M/g, ""));
}

/** Units of time, largest first, in milliseconds. */
export const TIME_UNITS = [DAY_MS, 3_600_000, 60_000, 1000, 1] as const;

/** The largest unit of time that divides every value; undefined where not even milliseconds do. */
export function commonUnit(values: Iterable<number>): number | undefined {
	let unit = 0;
	for (const value of values) {
		if (Number.isNaN(value)) continue;
		while (unit < TIME_UNITS.length && value % TIME_UNITS[unit]! !== 0) unit++;
		if (unit === TIME_UNITS.length) return undefined;
	}
	return TIME_UNITS[unit];
}
