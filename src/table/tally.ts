import type { Steps } from "./pause";
import { COMMA, type RawColumn, SHORTEST, TEXT } from "./raw-column";

/** Numbers from here on are written with an exponent. */
const EXPONENTS_FROM = 1e21;
/** Rows counted between two breaths. */
const ROWS_A_PIECE = 16_384;

/** What the numbers of a column have in common. */
export interface NumericStatistics {
	/** Numbers counted. */
	present: number;
	min: number;
	max: number;
	/** Whether every number is whole. */
	whole: boolean;
	/** Most digits behind the point; `undefined` once a number was written with an exponent or more than 15 digits. */
	decimals: number | undefined;
	/** Whether each number is its predecessor plus one. */
	countsUp: boolean;
}

export function emptyStatistics(): NumericStatistics {
	return {
		present: 0,
		min: Number.POSITIVE_INFINITY,
		max: Number.NEGATIVE_INFINITY,
		whole: true,
		decimals: 0,
		countsUp: true,
	};
}

/** Counts one number in; `previous` is the one before. */
export function countNumber(
	into: NumericStatistics,
	value: number,
	decimals: number | undefined,
	previous: number,
): void {
	if (into.present++ > 0 && value !== previous + 1) into.countsUp = false;
	if (value < into.min) into.min = value;
	if (value > into.max) into.max = value;
	if (into.whole && !Number.isInteger(value)) into.whole = false;
	if (into.decimals !== undefined && !(decimals! <= into.decimals)) into.decimals = decimals;
}

/** A raw column counted. */
export interface Tally {
	/** The plain numbers with a decimal point or without any; those with a decimal comma are not in here. */
	readonly numbers: NumericStatistics;
	/** Cells that are plain numbers, with point or comma. */
	readonly packed: number;
	/** Whether every whole number is held exactly, that is, within ±(2^53 − 1). */
	readonly exact: boolean;
	/**
	 * The decimal point that the plain numbers show: "either" where none has a point or comma that could not as well
	 * separate groups ("1.234"), "neither" where they contradict each other.
	 */
	readonly decimal: "." | "," | "either" | "neither";
	/** Row in which each of the column's texts occurs first. */
	readonly textRows: Int32Array;
}

export function* tally(column: RawColumn): Steps<Tally> {
	const { rows, values, tags } = column;
	const numbers = emptyStatistics();
	const textRows = new Int32Array(column.texts.length).fill(-1);
	let [exact, packed, points, commas] = [true, 0, false, false];
	let previous = Number.NaN;
	for (let row = 0; row < rows; row++) {
		const tag = tags[row]!;
		const value = values[row]!;
		if (tag === TEXT) {
			if (textRows[value]! < 0) textRows[value] = row;
		} else {
			packed++;
			if (tag === SHORTEST) {
				const whole = Number.isInteger(value) && Math.abs(value) < EXPONENTS_FROM;
				if (whole && !Number.isSafeInteger(value)) exact = false;
				if (!Number.isInteger(value)) points = true;
				countNumber(numbers, value, whole ? 0 : undefined, previous);
			} else if (tag < COMMA) {
				if (tag !== 0 && (tag !== 3 || !couldBeGroup(value))) points = true;
				countNumber(numbers, value, tag, previous);
			} else if (tag !== COMMA + 3 || !couldBeGroup(value)) commas = true;
			previous = value;
		}
		if ((row + 1) % ROWS_A_PIECE === 0) yield;
	}
	const decimal = points && commas ? "neither" : points ? "." : commas ? "," : "either";
	return { numbers, packed, exact, decimal, textRows };
}

/** "1.234" may be a whole number with a group separator; "0.234" and "1234.567" may not. */
function couldBeGroup(value: number): boolean {
	return Math.abs(value) >= 1 && Math.abs(value) < 1000;
}
