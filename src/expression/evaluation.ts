/** What an expression is evaluated with: the rows at hand, the values of its parents and its noise. */

/** Values of a node: rows × width, row by row (`values[row * width + component]`). NaN is missing. */
export type Values = Float32Array | Float64Array;

/** One node's values with their width. */
export interface NodeValues {
	readonly values: Values;
	readonly width: number;
}

/** The noise of one node for the rows at hand; any entry is a function of (seed, node, row, draw) alone. */
export interface Noise {
	/**
	 * Fills `out` (rows × width, row by row) with uniforms in the open interval (0, 1). Entry (row, i) is draw
	 * number `draw + i` of that row: 52 bits in a Float64Array, 23 in a Float32Array.
	 */
	uniform(out: Values, width?: number, draw?: number): void;
	/** As `uniform`, standard normal: the inverse distribution function of the draw's uniform. */
	normal(out: Values, width?: number, draw?: number): void;
	/** The values that abduction found for a draw, one a row, in the form the family wrote them; absent: draw. */
	abducted(draw: number): Float64Array | undefined;
}

/** What a family is given to compute one node for some rows. */
export interface Evaluation {
	/** Values of the parents, in the node's order. */
	readonly parents: readonly NodeValues[];
	readonly rows: number;
	/** Width of the node being computed. */
	readonly width: number;
	readonly noise: Noise;
	/** The node's (or column's) name, for messages. */
	readonly name: string;
	/** Number of row i of these in the whole table. */
	rowNumber(i: number): number;
}
