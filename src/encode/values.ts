import { finish, type Steps } from "../table/pause";
import type { NumericColumn } from "../table/table";
import { fewestSubjects, type Owners, type Protection, protectMissing, type Tally, tallySteps } from "./protection";

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

/** Whether a column has at most so many distinct values. */
function hasFew(values: Float64Array, most: number): boolean {
	const seen = new Set<number>();
	for (const v of values) if (!Number.isNaN(v) && seen.add(v).size > most) return false;
	return true;
}

/**
 * Learns a numeric column of few values; nothing where it has too many, too few rows for each of them, or so many rare
 * ones that moving them would be seen.
 */
export function fitValues(column: NumericColumn, options: ValuesOptions, owners?: Owners): ValuesCodec | undefined {
	return finish(valuesSteps(column, options, owners));
}

/** `fitValues`, with stops for breath. */
export function* valuesSteps(
	column: NumericColumn,
	options: ValuesOptions,
	owners?: Owners,
): Steps<ValuesCodec | undefined> {
	const { fewValues = 20 } = options;
	const cells = column.values;
	if (!hasFew(cells, fewValues)) return undefined;
	const fewest = fewestSubjects(options.protect);
	const { present, absent } = protectMissing((row) => Number.isNaN(cells[row]!), cells.length, owners, fewest);
	const tally = yield* tallySteps(cells, owners);
	const unsaid = absent === 0 ? (tally.get(Number.NaN)?.rows ?? 0) : 0;
	tally.delete(Number.NaN);
	if (present === 0 || !isFewValued(tally.size, present, fewValues)) return undefined;
	const isRare = ({ subjects }: Tally) => subjects < fewest;
	const rare = [...tally.values()].reduce((rows, t) => rows + (isRare(t) ? t.subjects : 0), 0);
	const common = [...tally].filter(([, t]) => !isRare(t)).sort((a, b) => a[0] - b[0]);
	if (common.length === 0 || rare >= MANY_RARE * fewest) return undefined;
	const codec = { type: "values" as const, values: Float64Array.from(common, ([value]) => value), missing: absent > 0 };
	const counts = new Float64Array(common.length + (absent > 0 ? 1 : 0));
	for (const [value, { rows }] of tally) counts[nearest(codec.values, value)]! += rows;
	counts[commonestOf(counts.subarray(0, common.length))]! += unsaid;
	if (absent > 0) counts[common.length] = absent;
	return { ...codec, counts };
}

/** Index of the largest count. */
function commonestOf(counts: Float64Array): number {
	return counts.indexOf(Math.max(...counts));
}

/** Index of the value nearest to `value`: a rare one is moved there. */
export function nearest(values: Float64Array, value: number): number {
	let best = 0;
	for (let i = 1; i < values.length; i++) {
		if (Math.abs(values[i]! - value) < Math.abs(values[best]! - value)) best = i;
	}
	return best;
}

export function encodeValues(codec: ValuesCodec, values: Float64Array): Int32Array {
	const codeOf = new Map<number, number>();
	const commonest = commonestOf(codec.counts.subarray(0, codec.values.length));
	const codes = new Int32Array(values.length);
	for (let row = 0; row < values.length; row++) {
		const value = values[row]!;
		let code = Number.isNaN(value) ? (codec.missing ? codec.values.length : commonest) : codeOf.get(value);
		if (code === undefined) {
			code = nearest(codec.values, value);
			codeOf.set(value, code);
		}
		codes[row] = code;
	}
	return codes;
}

export function decodeValues(codec: ValuesCodec, codes: Int32Array): Float64Array {
	return Float64Array.from(codes, (code) => codec.values[code] ?? Number.NaN);
}
