import type { LevelColumn } from "../table/table";
import { fewestRows, type Protection } from "./protection";

/** What a row gets whose level was too rare to repeat, where no common level could stand in. */
export const RARE_LEVEL = "(rare)";

/**
 * A category: one code per common level, by falling frequency; then, where there are any, one for all other levels
 * together and one for missing.
 *
 * The common code for others draws among `pool` when decoded. Levels below the protected count are never in it: rows
 * that had them get a common level, or `RARE_LEVEL` where less than half of the rows have a common one.
 */
export interface LevelsCodec {
	readonly type: "levels";
	/** Levels a decoded column may have, in their old order. */
	readonly levels: readonly string[];
	/** Index into `levels` of each code that is one level. */
	readonly single: Int32Array;
	/** Indices into `levels` the code for others draws from, and their weights; empty where there is no such code. */
	readonly pool: Int32Array;
	readonly poolCounts: Float64Array;
	readonly missing: boolean;
	/** Training rows of each code. */
	readonly counts: Float64Array;
}

export interface LevelsOptions extends Protection {
	/** Most levels with a code of their own; the rest share one. Default 1,000. */
	readonly maxLevels?: number;
}

/** Learns a category or boolean. Booleans keep both levels however rare: their kind implies them. */
export function fitLevels(column: LevelColumn, options: LevelsOptions): LevelsCodec {
	const { maxLevels = 1000, protect } = options;
	const rows = new Float64Array(column.levels.length);
	let absent = 0;
	for (const code of column.codes) {
		if (code < 0) absent++;
		else rows[code]!++;
	}
	const present = column.codes.length - absent;
	const fewest = column.kind === "boolean" ? 1 : fewestRows(present, protect);
	const used = Array.from(rows.keys()).filter((level) => rows[level]! > 0);
	const common = used.filter((level) => rows[level]! >= fewest).sort((a, b) => rows[b]! - rows[a]! || a - b);
	const single = common.slice(0, maxLevels);
	const commonRows = common.reduce((total, level) => total + rows[level]!, 0);
	const singleRows = single.reduce((total, level) => total + rows[level]!, 0);
	const pooled = present - singleRows;
	const stranger = pooled > 0 && common.length === single.length && 2 * commonRows < present;
	const pool = pooled === 0 || stranger ? [] : common.length > single.length ? common.slice(maxLevels) : single;

	const kept = common.toSorted((a, b) => a - b);
	const newIndex = new Map(kept.map((level, i) => [level, i]));
	const levels = kept.map((level) => column.levels[level]!);
	if (stranger) levels.push(RARE_LEVEL);
	const counts = single.map((level) => rows[level]!);
	if (pooled > 0) counts.push(pooled);
	if (absent > 0) counts.push(absent);
	return {
		type: "levels",
		levels,
		single: Int32Array.from(single, (level) => newIndex.get(level)!),
		pool: stranger ? Int32Array.of(levels.length - 1) : Int32Array.from(pool, (level) => newIndex.get(level)!),
		poolCounts: stranger ? Float64Array.of(1) : Float64Array.from(pool, (level) => rows[level]!),
		missing: absent > 0,
		counts: Float64Array.from(counts),
	};
}

/** Codes of a column with any levels: unknown ones count as others, or where there is no such code as the commonest. */
export function encodeLevels(codec: LevelsCodec, column: LevelColumn): Int32Array {
	const others = codec.pool.length ? codec.single.length : 0;
	const missing = codec.single.length + (codec.pool.length ? 1 : 0);
	const codeOf = new Map(Array.from(codec.single, (level, code) => [codec.levels[level]!, code]));
	const table = column.levels.map((level) => codeOf.get(level) ?? others);
	return Int32Array.from(column.codes, (code) => (code < 0 ? missing : table[code]!));
}

/** Output level, −1 for missing, of each code; `uniform(row)` decides which of the pool. */
export function decodeLevels(codec: LevelsCodec, codes: Int32Array, uniform: (row: number) => number): Int32Array {
	const { single, pool, poolCounts } = codec;
	const total = poolCounts.reduce((a, b) => a + b, 0);
	return codes.map((code, row) => {
		if (code < single.length) return single[code]!;
		if (pool.length === 0 || code > single.length) return -1;
		let left = uniform(row) * total;
		let i = 0;
		while (i < pool.length - 1 && left >= poolCounts[i]!) left -= poolCounts[i++]!;
		return pool[i]!;
	});
}

/** How likely each output level is in training, others spread over the pool; missing not counted. */
export function levelWeights(codec: LevelsCodec): Float64Array {
	const weights = new Float64Array(codec.levels.length);
	codec.single.forEach((level, code) => {
		weights[level]! += codec.counts[code]!;
	});
	const total = codec.poolCounts.reduce((a, b) => a + b, 0);
	codec.pool.forEach((level, i) => {
		weights[level]! += (codec.counts[codec.single.length]! * codec.poolCounts[i]!) / total;
	});
	return weights;
}
