import type { Source } from "../scalars";

/** A random function of one family: planned before there are rows, then fixed on those it is first applied to. */
export interface FunctionFamily<Plan, F> {
	/**
	 * Draws a function of `inputs` numbers a row to `outputs` numbers a row: all of it but the constants that are read off
	 * the rows' values. Plain data, save streams that are never advanced.
	 */
	plan(source: Source, rows: number, inputs: number, outputs: number): Plan;
	/** Fixes a plan's constants on x (rows × inputs): the function, and its values there. */
	fix(plan: Plan, x: Float32Array): Fixed<F>;
	/** The values for other rows; each row's depend on that row alone. */
	apply(f: F, x: Float32Array): Float32Array;
}

export interface Fixed<F> {
	/** Plain data. */
	readonly f: F;
	/** rows × outputs. */
	readonly y: Float32Array;
}
