import type { Evaluation } from "./evaluation";
import type { Term } from "./term";

/** A column of values, or one number for all rows. */
export type Operand = number | Float64Array;

/** Rows that count; undefined: all. Rows outside a branch's mask may hold anything and raise no error. */
export type Mask = Uint8Array | undefined;

/** The rows that terms are evaluated over, with scratch columns: what a piece of evaluation may ask for. */
export interface Rows {
	readonly rows: number;
	readonly at: Evaluation;
	/** Scratch number `depth`; a term at a depth may use that depth and all above. */
	column(depth: number): Float64Array;
	/** The value of a term: a number, a parent's own column (not to be written), or scratch number `depth`. */
	operand(term: Term, depth: number, mask: Mask): Operand;
	/** Raises the error of an undefined value, or gives the missing value where that is wanted. */
	noValue(at: number, row: number, sentence: string): number;
}
