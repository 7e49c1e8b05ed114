import type { Encoder } from "../../encode/encoder";
import type { DiffusionOptions } from "./meta";

/** Which networks rows are sampled from, and why, one sentence. */
export interface Method {
	readonly name: "masked" | "columns";
	readonly reason: string;
}

/**
 * Share of numeric columns of many values from which each column gets a network: California has nine in ten (detection AUC
 * .617 with one network, .571 with one a column), insurance two in seven (.560 and .596).
 */
export const NUMERIC_FROM = 0.4;
/**
 * Columns up to which each may have a network (151 columns, 2,000 rows: detection AUC .67, with one network .88 in a third
 * of the time; the networks of 200 columns take some 100 MB).
 */
const MOST_COLUMNS = 200;
/** Rows from which some can be held out, without which column networks memorise. */
export const FEWEST_TO_HOLD_OUT = 40;

/** Share of a table's columns that are numbers of many values, of those that can be learned. */
export function numericShare({ columns }: Pick<Encoder, "columns">): number {
	const learned = columns.filter(({ number, code }) => number >= 0 || code >= 0);
	return learned.filter(({ number }) => number >= 0).length / Math.max(1, learned.length);
}

/** The method that was asked for; for "auto", the one that suits the table. */
export function chooseMethod(encoder: Encoder, { method }: Pick<Required<DiffusionOptions>, "method">): Method {
	const { rows, columns } = encoder;
	if (method !== "auto") return { name: method, reason: `"${method}" was asked for.` };
	const share = numericShare(encoder);
	const numbers = `${Math.round(100 * share)} % of the columns are numbers with many values`;
	if (share < NUMERIC_FROM) {
		return { name: "masked", reason: `Only ${numbers}; one network for all columns learns categories best.` };
	}
	if (columns.length > MOST_COLUMNS) {
		return { name: "masked", reason: `${columns.length} columns are too many for a network each.` };
	}
	if (rows < FEWEST_TO_HOLD_OUT) {
		return { name: "masked", reason: `${rows} rows are too few for a network of each column.` };
	}
	return { name: "columns", reason: `${numbers}; these are learned best by a network of each column.` };
}
