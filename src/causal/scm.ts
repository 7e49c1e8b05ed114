/**
 * Structural causal models as plain data: nodes with parents, frozen mechanisms and counter-keyed noise.
 *
 * A model is `x_i := f_i(pa_i, u_i)` (Pearl 2009, Definition 7.1.1). Every `f_i` is a tagged record of constants that
 * were calibrated once, so an intervention changes a node's descendants and nothing else, and the whole model is
 * structured-cloneable. Code lives apart, in families looked up by the tag (`Families`).
 */
import type { Evaluation, NodeValues, Values } from "../expression/evaluation";
import type { Random } from "../random";
import type { Kind } from "../table/table";

export type { Evaluation, NodeValues, Noise, Values } from "../expression/evaluation";

/**
 * How a node (or a column) comes out of its parents and its noise: a family's name and that family's frozen
 * constants. Plain data: numbers, strings, typed arrays, arrays and records of these.
 */
export interface Mechanism<Parameters = unknown> {
	/** Which entry of the `Families` evaluates this. */
	readonly family: string;
	/** The constants, in the form the family documents. */
	readonly parameters: Parameters;
}

export interface CausalNode {
	/** Unique within the model. The noise is keyed by it: renaming a node redraws it, moving it does not. */
	readonly name: string;
	/** Numbers a row, at least 1. */
	readonly width: number;
	/** Indices into `CausalModelData.nodes`, each smaller than this node's own. */
	readonly parents: readonly number[];
	readonly mechanism: Mechanism;
	/** `"single"` stores Float32, `"double"` (default) Float64. */
	readonly precision?: "single" | "double";
}

/** How a column of the table is read from one node. */
export interface CausalColumn {
	/** Header, unique within the model. */
	readonly name: string;
	readonly kind: Kind;
	/** Index of the node it is read from. */
	readonly node: number;
	/** First of the node's components this column reads. Default 0. */
	readonly component?: number;
	/** How many components the converter is given, from `component` on. Default 1. */
	readonly components?: number;
	/**
	 * Frozen converter; absent: the value itself (numbers) or the value as a code (levels). It is evaluated like a
	 * node of width 1 whose single parent is the slice; its noise is keyed by the column's name. Built in:
	 * `"thresholds"` and `"gumbel-max"` (see `families.ts`). Where the converted value should also be what children
	 * see, make it a node instead.
	 */
	readonly convert?: Mechanism;
	/** The levels codes point into, where the kind has levels. */
	readonly levels?: readonly string[];
	/** Digits kept behind the decimal point; absent: all. */
	readonly decimals?: number;
	/** How datetimes are written; for an `id` without levels, text whose run of `#` becomes the number: `"P######"`. */
	readonly format?: string;
	/** Node of width 1 whose non-zero rows make this column missing: the R of a missingness graph (Mohan and Pearl 2021). */
	readonly missing?: number;
}

/** A structural causal model. Plain data. */
export interface CausalModelData {
	/** In topological order. */
	readonly nodes: readonly CausalNode[];
	readonly columns: readonly CausalColumn[];
}

/**
 * What is done to a node. `set` cuts it from its parents (hard); the others are soft: the node is computed first and
 * moved afterwards, or computed by another mechanism with the same noise. `component` narrows `set`, `shift` and
 * `scale` to `components` numbers (default 1) of a vector-valued node.
 */
export type Intervention = { readonly component?: number; readonly components?: number } & (
	| { /** One number for all, or one for each component touched. */ readonly set: number | ArrayLike<number> }
	| { readonly shift: number }
	| { readonly scale: number }
	| {
			readonly mechanism: Mechanism /** Default: the node's own. All before it in the model's order. */;
			readonly parents?: readonly number[];
	  }
);

/** Interventions by node name. */
export type Interventions = Readonly<Record<string, Intervention>>;

/** The noise that abduction found for one node: draw number → one number a row. Plain data. */
export type AbductedNoise = Readonly<Record<number, Float64Array>>;

/** The code of a kind of mechanism. Must not keep state and must compute each row from that row alone. */
export interface Family<Parameters = unknown> {
	/** Writes rows × width values into `out`. */
	evaluate(parameters: Parameters, at: Evaluation, out: Values): void;
	/**
	 * The noise under which `evaluate` gives `observed`; absent, or throwing CausalModelError, where the mechanism is
	 * not invertible in its noise.
	 */
	abduct?(parameters: Parameters, at: Evaluation, observed: Values): AbductedNoise;
}

/** Families by name; extend by spreading: `{ ...FAMILIES, mlp, tree }`. */
export type Families = Readonly<Record<string, Family>>;

/** Which rows to draw, and in which world. */
export interface CausalRequest {
	readonly rows: number;
	/** Number of the first row. Rows r … r+k are the same whatever the chunk they are drawn in. Default 0. */
	readonly offset?: number;
	/** The rows' numbers, in place of `offset`: redraws chosen rows alone. */
	readonly rowNumbers?: ArrayLike<number>;
	/** Which attempt at each row (0 … 4095), where a constraint rejected earlier ones. Default all 0. */
	readonly attempts?: Uint16Array;
	/** The stream all noise is keyed from; never advanced. */
	readonly random: Random;
	readonly do?: Interventions;
	/** Noise by node name, from `abduct`: used in place of the drawn one. */
	readonly abducted?: Readonly<Record<string, AbductedNoise>>;
	/** Values of nodes that are given rather than computed; an intervention on the node wins. */
	readonly known?: Readonly<Record<string, NodeValues>>;
}
