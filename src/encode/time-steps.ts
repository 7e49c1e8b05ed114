import type { NumericColumn } from "../table/table";

const SECOND_MS = 1000;
/** Seconds that clocks and timetables go by, coarse to fine; those between the units only where values are many. */
const UNITS = [86_400, 3600, 60, 1];
const BETWEEN = [43_200, 21_600, 14_400, 10_800, 7200, 1800, 1200, 900, 600, 300, 120, 30, 20, 15, 10, 5, 2];
const CLOCK = [...UNITS, ...BETWEEN].sort((a, b) => b - a);
const FRACTIONS = [0.1, 0.01, 0.001];

/**
 * Steps that a column of dates (in milliseconds), times or durations (in seconds) may keep to, coarse to fine;
 * `undefined` for any other column.
 *
 * @param many whether the column has so many values that a step between the units is no chance.
 */
export function timeSteps({ kind, notation }: NumericColumn, many: boolean): readonly number[] | undefined {
	if (kind === "datetime") return (many ? CLOCK : UNITS).map((s) => s * SECOND_MS).concat(many ? [100, 10, 1] : [1]);
	if (notation?.type !== "time" && notation?.type !== "duration") return undefined;
	return [...(many ? CLOCK : UNITS), ...FRACTIONS];
}
