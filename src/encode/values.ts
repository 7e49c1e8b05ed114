import type { NumericColumn } from "../table/table";
import { fewestRows, type Protection } from "./protection";
import { sentinelsOf } from "./sentinels";

/** A numeric column of few values, each of them a code, rising; a last code is missing. */
export interface ValuesCodec {
	readonly type: "values";
	readonly values: Float64Array;
	readonly missing: boolean;
	/** Training rows of each code. */
	readonly counts: Float64Array;
}

export interface ValuesOptions extends Protection {
	/** Most distinct values for a column to be taken value by value. Default 20. */
	readonly fewValues?: number;
}

/** Whether a number of so many distinct values is taken value by value: few of them, and five rows for each. */
export function isFewValued(distinct: number, rows: number, fewValues = 20): boolean {
	return distinct <= fewValues && (distinct <= 1 || rows >= 5 * distinct);
}

/** Rare values that are no longer moved to their neighbours but have a density of their own, in groups of the fewest. */
const MANY_RARE = 4;

/**
 * Learns a numeric column of few values; nothing where it has too many, too few rows for each of them, or so many rare
 * ones that moving them would be seen.
 */
export function fitValues(column: NumericColumn, options: ValuesOptions): ValuesCodec | undefined {
	const { fewValues = 20, protect } = options;
	const tally = new Map<number, number>();
	let absent = 0;
	for (const v of column.values) {
		if (Number.isNaN(v)) absent++;
		else {
			tally.set(v, (tally.get(v) ?? 0) + 1);
			if (tally.size > fewValues) return undefined;
		}
	}
	const present = column.values.length - absent;
	if (!isFewValued(tally.size, present, fewValues)) return undefined;
	const fewest = fewestRows(present, protect);
	const sentinels = sentinelsOf(column);
	const keeps = ([value, count]: [number, number]) => count >= fewest || sentinels.has(value);
	const rare = [...tally].reduce((rows, entry) => rows + (keeps(entry) ? 0 : entry[1]), 0);
	if (rare >= MANY_RARE * fewest) return undefined;
	const common = [...tally].filter(keeps).sort((a, b) => a[0] - b[0]);
	const codec = { type: "values" as const, values: Float64Array.from(common, ([value]) => value), missing: absent > 0 };
	const counts = new Float64Array(common.length + (absent > 0 ? 1 : 0));
	for (const [value, count] of tally) counts[nearest(codec.values, value)]! += count;
	if (absent > 0) counts[common.length] = absent;
	return { ...codec, counts };
}

/** Index of the value nearest to `value`: a rare one is moved there. */
function nearest(values: Float64Array, value: number): number {
	let best = 0;
	for (let i = 1; i < values.length; i++) {
		if (Math.abs(values[i]! - value) < Math.abs(values[best]! - value)) best = i;
	}
	return best;
}

export function encodeValues(codec: ValuesCodec, values: Float64Array): Int32Array {
	const codeOf = new Map<number, number>();
	return Int32Array.from(values, (value) => {
		if (Number.isNaN(value)) return codec.values.length;
		let code = codeOf.get(value);
		if (code === undefined) {
			code = nearest(codec.values, value);
			codeOf.set(value, code);
		}
		return code;
	});
}

export function decodeValues(codec: ValuesCodec, codes: Int32Array): Float64Array {
	return Float64Array.from(codes, (code) => codec.values[code] ?? Number.NaN);
}
