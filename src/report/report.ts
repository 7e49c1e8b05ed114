import type { Excluded } from "./align";
import type { Definition } from "./definitions";
import type { Detection } from "./fidelity/detection";
import type { Diagnostic } from "./fidelity/diagnostic";
import type { Marginal } from "./fidelity/marginals";
import type { MutualInformation } from "./fidelity/mutual-information";
import type { ColumnShape, Shape } from "./fidelity/shape";
import type { PairTrend, Trend } from "./fidelity/trend";
import type { Figure } from "./figure";
import type { ClosestRecord } from "./privacy/closest-record";
import type { Copies } from "./privacy/copies";
import type { AttributeDisclosure } from "./privacy/disclosure";
import type { RepeatedIdentifiers } from "./privacy/identifiers";
import type { Inference } from "./privacy/inference";
import type { Linkability } from "./privacy/linkability";
import type { Membership } from "./privacy/membership";
import type { SinglingOut } from "./privacy/singling-out";
import type { SampleSize } from "./samples";
import type { UtilityResult } from "./utility";

/** A column's shape with what held-out real rows score in its place. */
export type ColumnShapeWithCeiling = ColumnShape & { readonly ceiling: number | null };

/** A pair's trend with what held-out real rows score in its place. */
export type PairTrendWithCeiling = PairTrend & { readonly ceiling: number | null };

/** 95 % interval under another draw of as many synthetic rows, by the delete-a-group jackknife. */
type Interval = readonly [number, number];

/** How close the synthetic table is to the real one. `ceiling` is the same figure for held-out real rows. */
export interface Fidelity {
	readonly shape: Omit<Shape, "columns"> & {
		readonly columns: readonly ColumnShapeWithCeiling[];
		readonly interval?: Interval;
		readonly reason?: string;
		readonly ceiling: Figure;
	};
	readonly trend: Omit<Trend, "pairs"> & {
		readonly pairs: readonly PairTrendWithCeiling[];
		readonly interval?: Interval;
		readonly reason?: string;
		readonly ceiling: Figure;
		/** The same with bins that both tables share. */
		readonly shared: Omit<Trend, "pairs" | "excluded"> & {
			readonly pairs: readonly PairTrendWithCeiling[];
			readonly interval?: Interval;
			readonly reason?: string;
			readonly ceiling: Figure;
		};
	};
	readonly mutualInformation: MutualInformation & {
		readonly interval?: Interval;
		readonly reason?: string;
		readonly ceiling: Figure;
	};
	readonly detection: Detection & { readonly ceiling: Detection };
	readonly diagnostic: Diagnostic & { readonly ceiling: Figure };
	/** Bars for charts; nothing is measured from them. */
	readonly marginals: readonly Marginal[];
}

/** What the synthetic table discloses about the training rows. */
export interface Privacy {
	readonly singlingOut: { readonly univariate: SinglingOut; readonly multivariate: SinglingOut };
	readonly linkability: Linkability;
	readonly inference: Inference;
	readonly attributeDisclosure: AttributeDisclosure;
	readonly membership: Membership | { readonly reason: string };
	readonly copies: Copies;
	readonly closestRecord: ClosestRecord | { readonly reason: string };
	/** Columns of kind id or text: how many of their values come from the real table. */
	readonly identifiers: readonly RepeatedIdentifiers[];
}

/** How large a table is that the report compares. */
export interface TableSize {
	readonly rows: number;
	readonly columns: number;
}

/**
 * How faithful a synthetic table is and what it discloses: plain JSON with every figure, its interval, definition and
 * source. A figure that could not be measured is null with a reason; NaN does not occur.
 */
export interface Report {
	readonly version: 1;
	readonly tables: { readonly real: TableSize; readonly synthetic: TableSize; readonly heldOut?: TableSize };
	/** Column that `utility` predicts. */
	readonly target?: string;
	/** Columns no figure is computed for. */
	readonly excluded: readonly Excluded[];
	/** What a reader must know of this run, one sentence each. */
	readonly notes: readonly string[];
	readonly fidelity: Fidelity;
	readonly utility: UtilityResult;
	readonly privacy: Privacy;
	/** How many rows figures rest on that do not take in all of them. */
	readonly samples: readonly SampleSize[];
	/** By the path of the figure. */
	readonly definitions: Readonly<Record<string, Definition>>;
}
