import type { Figure } from "../figure";
import type { Detection } from "./detection";
import type { Diagnostic } from "./diagnostic";
import type { Marginal } from "./marginals";
import type { MutualInformation } from "./mutual-information";
import type { ColumnShape, Shape } from "./shape";
import type { PairTrend, Trend } from "./trend";

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
