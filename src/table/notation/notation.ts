/**
 * How the numbers of a column are written, as plain data. The numbers themselves are what a generator learns: amounts
 * as amounts, percentages as percents, times of day and durations in seconds.
 */
export type Notation = NumberNotation | TimeNotation | DurationNotation;

/** Amounts: "1,234.50", "€ 1.234,50", "(12.00)", "65.2 %", "26,78,673". Only what differs from "-1234.50" is present. */
export interface NumberNotation {
	readonly type: "number";
	/** What stands before the digits, blanks included: "$", "EUR ". */
	readonly prefix?: string;
	/** What stands behind them: "%", " kg". */
	readonly suffix?: string;
	/** What separates groups of digits; in threes, or where `indian` is set in twos beyond the first thousand. */
	readonly group?: string;
	readonly indian?: true;
	/** The decimal sign where it is no point. */
	readonly decimal?: ",";
	/** How a negative number is marked: a sign before everything ("-"), brackets, or a sign before the digits or at the end. */
	readonly minus?: "−" | "brackets" | "inside" | "trailing";
	/** Whether positive numbers have a plus sign. */
	readonly plus?: true;
	/** Digits behind the point that are written even where they are zeros; absent: all `decimals` of the column. */
	readonly fewest?: number;
	/** Whether a number below one is written without its zero (".5"). */
	readonly bare?: true;
	/** How numbers with an exponent are written ("3.3e-05"). */
	readonly exponents?: Exponents;
	/** Values that stand for none (-999) and are written without the column's decimals. */
	readonly whole?: readonly number[];
}

/** Which numbers have an exponent, and how it is written. */
export interface Exponents {
	readonly mark: "e" | "E";
	/** Fewest digits of the exponent. */
	readonly digits: number;
	/** Most digits behind the point of the mantissa. */
	readonly most: number;
	/** Whether it always has as many. */
	readonly even?: true;
	/** Whether an exponent above zero has a sign. */
	readonly plus?: true;
	/** Whether only numbers below 1e-4 and from 1e16 on have one. */
	readonly extreme?: true;
}

/** Times of day in seconds since midnight: "07:05", "7:05 PM", "705". */
export interface TimeNotation {
	readonly type: "time";
	/** Tokens of `table/datetime`: "HH:mm", "H:mm:ss", "hh:mm A"; "Hmm" and "HHmm" without a mark between. */
	readonly format: string;
}

/** Durations in seconds: "26:05:00", "90:30", "1 day 02:30:00", "1h 30m", "PT1H30M". */
export interface DurationNotation {
	readonly type: "duration";
	readonly format: DurationFormat;
}

/**
 * `H` are hours without an upper bound, `HH` the same in two digits at least; "h m" is "1h 30m" without what is zero, and
 * "iso" is "PT1H30M" (ISO 8601). "0h 00m" and the like write every unit, in as many digits as there are zeros at least.
 */
export type DurationFormat =
	| ("H:mm:ss" | "HH:mm:ss" | "H:mm" | "HH:mm" | "d days HH:mm:ss" | "d days" | "h m" | "iso")
	| UnitFormat;

/** Units that are all written: "3h 02m", "04h". */
export type UnitFormat =
	| ("00h" | "0h" | "00m" | "0m" | "00s" | "0s")
	| ("00h 00m" | "0h 00m" | "0h 0m" | "00h00m" | "0h00m" | "0h0m" | "00m 00s" | "0m 00s" | "0m 0s" | "0h00" | "00h00")
	| (
			| "00h 00m 00s"
			| "0h 00m 00s"
			| "0h 0m 0s"
			| "00h00m00s"
			| "0h00m00s"
			| "0d 00h"
			| "0d 0h"
			| "0d 00h 00m"
			| "0d 0h 0m"
	  );
