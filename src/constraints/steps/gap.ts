/** A column that is never below another: what is learned in its place is how far it lies above. */
import { previousOf } from "../../table/previous";
import { isNumeric, type NumericColumn, type Table } from "../../table/table";
import { commonUnit } from "../date-unit";
import { type ColumnShape, findColumn, putColumn, rounded, shapeOf } from "./column-shape";

export interface GapStep {
	readonly type: "gap";
	/** The higher column as it was. */
	readonly column: ColumnShape;
	readonly low: string;
	/** What a gap of 1 stands for: of dates in milliseconds, of numbers 1. */
	readonly unit: number;
	/** Digits behind the point of the gap. */
	readonly decimals?: number;
}

function spread(values: Float64Array): number {
	const sorted = values.filter((v) => !Number.isNaN(v)).sort();
	const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
	return at(0.75) - at(0.25);
}

/**
 * The step for `low <= high`, where the gap is the narrower of the two to learn and is there wherever `high` is. Where
 * the two columns have little to do with each other, the gap would only blur what is learned of `high`.
 */
export function gapStep(table: Table, low: string, high: string): GapStep | undefined {
	const [a, b] = [findColumn(table, low), findColumn(table, high)];
	if (!a || !b || !isNumeric(a) || !isNumeric(b)) return undefined;
	const gaps = b.values.map((value, row) => value - a.values[row]!);
	if (gaps.some((gap, row) => Number.isNaN(gap) !== Number.isNaN(b.values[row]!))) return undefined;
	// A subject's rows follow each other, however far apart they are.
	if (previousOf(low) === undefined && spread(gaps) >= 0.5 * spread(b.values)) return undefined;
	const shape = shapeOf(b);
	if (b.kind === "datetime") {
		const unit = commonUnit(gaps);
		return unit === undefined ? undefined : { type: "gap", column: shape, low, unit, decimals: 0 };
	}
	const digits = [a, b].map(({ kind, decimals }) => decimals ?? (kind === "integer" ? 0 : undefined));
	if (digits.some((d) => d === undefined)) return undefined;
	return { type: "gap", column: shape, low, unit: 1, decimals: Math.max(...(digits as number[])) };
}

export function forwardGap({ column, low, unit, decimals = 0 }: GapStep, table: Table): Table {
	const [a, b] = [findColumn(table, low), findColumn(table, column.name)] as (NumericColumn | undefined)[];
	if (!b) return table;
	const gap: ColumnShape = { name: column.name, kind: decimals === 0 ? "integer" : "number", decimals };
	const values = b.values.map((value, row) => (a ? rounded(gap, (value - a.values[row]!) / unit) : Number.NaN));
	return putColumn(table, { ...gap, values } as NumericColumn);
}

export function backGap({ column, low, unit }: GapStep, table: Table): Table {
	const [a, gap] = [findColumn(table, low), findColumn(table, column.name)] as [NumericColumn, NumericColumn];
	const values = gap.values.map((value, row) => rounded(column, a.values[row]! + value * unit));
	return putColumn(table, { ...column, values } as NumericColumn);
}
