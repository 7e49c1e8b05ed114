import type { Source } from "../scalars";

/** A random function of one family, drawn on the rows it is first applied to. */
export interface FunctionFamily<F> {
	/**
	 * Draws a function of `inputs` numbers a row to `outputs` numbers a row, with its constants fixed on x, and its values
	 * there.
	 */
	draw(source: Source, x: Float32Array, inputs: number, outputs: number): Drawn<F>;
	/** The values for other rows; each row's depend on that row alone. */
	apply(f: F, x: Float32Array): Float32Array;
}

export interface Drawn<F> {
	/** Plain data. */
	readonly f: F;
	/** rows × outputs. */
	readonly y: Float32Array;
}
