import type { Kind, Table } from "../../table/table";
import { type Aligned, align, type Excluded, isNumericSeries } from "../align";
import { ksComplement } from "./ks";
import { tvComplement } from "./tv";

/** How alike one column is on its own, 0 … 1. */
export interface ColumnShape {
	readonly column: string;
	readonly kind: Kind;
	readonly measure: "KSComplement" | "TVComplement";
	/** Null where there is nothing to compare; `reason` says why. */
	readonly score: number | null;
	readonly reason?: string;
}

export interface Shape {
	/** Mean over the columns with a score, 0 … 1; null where there is none. */
	readonly score: number | null;
	readonly columns: readonly ColumnShape[];
	readonly excluded: readonly Excluded[];
}

export function mean(values: readonly (number | null)[]): number | null {
	let sum = 0;
	let count = 0;
	for (const v of values) {
		if (v === null) continue;
		sum += v;
		count++;
	}
	return count === 0 ? null : sum / count;
}

/** Column Shapes of two of the aligned tables; see `shape`. */
export function alignedShape(aligned: Aligned, real = 0, synthetic = 1): Shape {
	const columns = aligned.series.map((series): ColumnShape => {
		const numeric = isNumericSeries(series);
		const score = numeric
			? ksComplement(series.values[real]!, series.values[synthetic]!)
			: tvComplement(series.codes[real]!, series.codes[synthetic]!, series.levels.length);
		return {
			column: series.name,
			kind: series.kind,
			measure: numeric ? "KSComplement" : "TVComplement",
			score,
			...(score === null && { reason: "one of the tables has no value in this column" }),
		};
	});
	return { score: mean(columns.map((c) => c.score)), columns, excluded: aligned.excluded };
}

/**
 * Column Shapes of SDMetrics' QualityReport: the mean over columns of KSComplement (numbers, integers,
 * datetimes) and TVComplement (categories, booleans), missing values dropped, 0 … 1. Columns of kind id and
 * text are listed in `excluded`.
 */
export function shape(real: Table, synthetic: Table): Shape {
	return alignedShape(align([real, synthetic]));
}
