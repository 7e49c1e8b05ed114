import { finish, type Steps } from "../table/pause";
import { sentinelForm } from "../table/sentinel-forms";
import type { NumericColumn } from "../table/table";
import { ROWS_A_BREATH } from "./protection";

/** Days that stand for "never", "unknown" or "for ever"; they identify nobody. */
const DAYS = ["0001-01-01", "1753-01-01", "1899-12-30", "1900-01-01", "1970-01-01", "2099-12-31", "2999-12-31"];
const SENTINEL_DAYS = new Set([...DAYS, "3000-01-01", "9999-12-31"].map((day) => Date.parse(day)));
const DAY_MS = 86_400_000;
/** Distance from the other values, in multiples of their range, from which such a day or number is none of them. */
const DAY_APART = 0.25;
const NUMBER_APART = 1;
/** Rows that a small one must be on: a single −1 may have been measured. */
const FEWEST_SMALL = 2;

function couldBe(value: number, kind: NumericColumn["kind"]): boolean {
	if (kind === "datetime") return SENTINEL_DAYS.has(Math.floor(value / DAY_MS) * DAY_MS);
	return sentinelForm(value) !== undefined;
}

/**
 * Values of a column that measure nothing, however few rows they are on: those that stand for words ("<0.5"), and
 * numbers and days that people write for "none" (−999, 9999-12-31) where they lie far from all others. They keep out of the
 * distribution of the others; whether enough subjects share them to be repeated is for protection to say.
 */
export function sentinelsOf(column: NumericColumn): ReadonlySet<number> {
	return finish(sentinelSteps(column));
}

/** `sentinelsOf`, with stops for breath. */
export function* sentinelSteps(column: NumericColumn): Steps<ReadonlySet<number>> {
	const found = new Set(column.words?.map(({ value }) => value));
	const candidates = new Map<number, number>();
	let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	for (let row = 0; row < column.values.length; row++) {
		const value = column.values[row]!;
		if (row % ROWS_A_BREATH === 0) yield;
		if (Number.isNaN(value) || found.has(value)) continue;
		if (couldBe(value, column.kind)) candidates.set(value, (candidates.get(value) ?? 0) + 1);
		else {
			min = Math.min(min, value);
			max = Math.max(max, value);
		}
	}
	if (!(max > min)) return found;
	const apart = (column.kind === "datetime" ? DAY_APART : NUMBER_APART) * (max - min);
	for (const [value, rows] of candidates) {
		const far = value < min - apart || value > max + apart;
		const small = sentinelForm(value) === "small" && min >= 0 && rows >= FEWEST_SMALL;
		if (far || small) found.add(value);
	}
	return found;
}

/** The column without its sentinels, which are missing in it. */
export function withoutSentinels(column: NumericColumn, sentinels: ReadonlySet<number>): NumericColumn {
	if (sentinels.size === 0) return column;
	return { ...column, values: column.values.map((value) => (sentinels.has(value) ? Number.NaN : value)) };
}
