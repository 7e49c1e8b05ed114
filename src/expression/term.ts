/** What a variable's values mean; codes are indices into `levels`, booleans 0 and 1, datetimes milliseconds. */
export type ValueType =
	| { readonly kind: "number"; readonly integer?: boolean; readonly decimals?: number }
	| { readonly kind: "boolean" }
	| { readonly kind: "category"; readonly levels: readonly string[]; readonly literal?: boolean }
	| { readonly kind: "datetime"; readonly format: string }
	| { readonly kind: "id"; readonly format: string }
	/** The word `missing` alone, which fits any type. */
	| { readonly kind: "missing" };

/** Levels of a boolean column, so that a value is its code. */
export const BOOLEAN_LEVELS = ["false", "true"] as const;

export type Operation =
	/** `value` */
	| "constant"
	/** Values of parent number `value`. */
	| "parent"
	/** Number of the row, from 1. */
	| "row"
	| "negate"
	| "not"
	/** Left fold of the arguments with `operators`. */
	| "arithmetic"
	/** Conjunction of the comparisons between neighbours. */
	| "compare"
	| "and"
	| "or"
	/** First argument equal to one of the others. */
	| "among"
	| "choose"
	/** Code of the first argument picks argument `table[code]`. */
	| "match"
	/** Code → `table[code]`. */
	| "recode"
	/** How many of the later arguments, ascending, are at or below the first. */
	| "cut"
	| "function"
	| "fold"
	| "datepart"
	| "coalesce"
	| "ismissing"
	/** A draw from the distribution `name`; noise number `value`. */
	| "draw"
	/** A category with these weights by Gumbel-max; noise from number `value` on. */
	| "category";

/** A checked expression: every name a parent's number, every level a code, every draw numbered. Plain data. */
export interface Term {
	readonly operation: Operation;
	readonly args: readonly Term[];
	/** Index into the source an error points at. */
	readonly at: number;
	readonly value?: number;
	readonly name?: string;
	readonly operators?: readonly string[];
	/** Place of each operator. */
	readonly places?: readonly number[];
	readonly table?: readonly number[];
}

/** A known value. */
export function constant(value: number, at: number): Term {
	return { operation: "constant", args: [], at, value };
}

/** Noise numbers a term uses, itself included. */
export function drawsIn(term: Term): number[] {
	const draws: number[] = [];
	const open = [term];
	for (let next = open.pop(); next; next = open.pop()) {
		if (next.operation === "draw") draws.push(next.value!);
		if (next.operation === "category") for (let k = 0; k < next.args.length; k++) draws.push(next.value! + k);
		open.push(...next.args);
	}
	return draws;
}
