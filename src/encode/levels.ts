import { finish, type Steps } from "../table/pause";
import type { LevelColumn } from "../table/table";
import { fewestSubjects, type Owners, type Protection, protectMissing, ROWS_A_BREATH, tallySteps } from "./protection";

/** What stands for all categories that too few subjects have; where a column has a category of this name, the next does. */
const OTHER = ["other", "other categories", "(other)"];

/**
 * A category: one code per common level, by falling frequency; then, where there are more than codes, one for all further
 * levels together, and one for missing.
 *
 * The common code draws among `pool` when decoded. Levels that too few subjects have are in neither: together they are one
 * common level, "other"; or, where even together they are too few, the commonest level.
 */
export interface LevelsCodec {
	readonly type: "levels";
	/** Levels a decoded column may have, in their old order, `other` last. */
	readonly levels: readonly string[];
	/** Index into `levels` of each code that is one level. */
	readonly single: Int32Array;
	/** Indices into `levels` the code for others draws from, and their weights; empty where there is no such code. */
	readonly pool: Int32Array;
	readonly poolCounts: Float64Array;
	readonly missing: boolean;
	/** Training rows of each code. */
	readonly counts: Float64Array;
	/** Index into `levels` of the one that rare levels became, where there is one. */
	readonly other?: number;
}

export interface LevelsOptions extends Protection {
	/** Most levels with a code of their own; the rest share one. Default 1,000. */
	readonly maxLevels?: number;
}

function otherName(levels: readonly string[]): string {
	const taken = new Set(levels.map((level) => level.trim().toLowerCase()));
	const free = OTHER.find((name) => !taken.has(name));
	if (free) return free;
	let n = 2;
	while (taken.has(`other ${n}`)) n++;
	return `other ${n}`;
}

/** Learns a category or boolean. A boolean has no third level: its rare one is withheld. */
export function fitLevels(column: LevelColumn, options: LevelsOptions, owners?: Owners): LevelsCodec {
	return finish(levelsSteps(column, options, owners));
}

/** `fitLevels`, with stops for breath. */
export function* levelsSteps(column: LevelColumn, options: LevelsOptions, owners?: Owners): Steps<LevelsCodec> {
	const { maxLevels = 1000 } = options;
	const fewest = fewestSubjects(options.protect);
	const { codes } = column;
	const { present, absent } = protectMissing((row) => codes[row]! < 0, codes.length, owners, fewest);
	yield;
	const tally = yield* tallySteps(codes, owners);
	const unsaid = absent === 0 ? (tally.get(-1)?.rows ?? 0) : 0;
	tally.delete(-1);
	const rare = new Set([...tally].flatMap(([level, { subjects }]) => (subjects < fewest ? [level] : [])));
	let rareRows = 0;
	const rareOwners = new Set<number>();
	for (let row = 0; row < codes.length; row++) {
		if (row % ROWS_A_BREATH === 0) yield;
		if (!rare.has(codes[row]!)) continue;
		rareRows++;
		if (rareOwners.size < fewest) rareOwners.add(owners ? owners.of[row]! : row);
	}
	const levels = column.levels.filter((_, level) => tally.has(level) && !rare.has(level));
	const rows = column.levels.flatMap((_, level) =>
		tally.has(level) && !rare.has(level) ? [tally.get(level)!.rows] : [],
	);
	const apart = rareOwners.size >= fewest && column.kind !== "boolean";
	if (present === 0 || (levels.length === 0 && !apart)) return withheldLevels(codes.length);
	const other = apart ? levels.push(otherName(column.levels)) - 1 : undefined;
	if (apart) rows.push(rareRows);
	rows[rows.indexOf(greatest(rows))]! += unsaid + (apart ? 0 : rareRows);

	const byRows = Array.from(levels.keys()).sort((a, b) => rows[b]! - rows[a]! || a - b);
	const [single, pool] = [byRows.slice(0, maxLevels), byRows.slice(maxLevels)];
	const counts = single.map((level) => rows[level]!);
	if (pool.length > 0) counts.push(pool.reduce((total, level) => total + rows[level]!, 0));
	if (absent > 0) counts.push(absent);
	return {
		type: "levels",
		levels,
		single: Int32Array.from(single),
		pool: Int32Array.from(pool),
		poolCounts: Float64Array.from(pool, (level) => rows[level]!),
		missing: absent > 0,
		counts: Float64Array.from(counts),
		...(other !== undefined && { other }),
	};
}

/** The greatest of any number of counts. */
const greatest = (counts: readonly number[]) => counts.reduce((most, count) => Math.max(most, count), 0);

/** A column of which nothing may be told. */
function withheldLevels(rows: number): LevelsCodec {
	const none = new Int32Array(0);
	const counts = Float64Array.of(rows);
	return {
		type: "levels",
		levels: [],
		single: none,
		pool: none,
		poolCounts: new Float64Array(0),
		missing: true,
		counts,
	};
}

/** Codes of a column with any levels: rare and unknown ones count as others, or where there are none as the commonest. */
export function encodeLevels(codec: LevelsCodec, column: LevelColumn): Int32Array {
	const pooled = codec.pool.length ? 1 : 0;
	const missing = codec.single.length + pooled;
	const codeOf = new Map(Array.from(codec.single, (level, code) => [codec.levels[level]!, code]));
	for (const level of codec.pool) codeOf.set(codec.levels[level]!, codec.single.length);
	const others = codec.other === undefined ? 0 : codeOf.get(codec.levels[codec.other]!)!;
	const table = column.levels.map((level) => codeOf.get(level) ?? others);
	const codes = new Int32Array(column.codes.length);
	for (let row = 0; row < codes.length; row++) {
		const code = column.codes[row]!;
		codes[row] = code >= 0 ? table[code]! : codec.missing ? missing : 0;
	}
	return codes;
}

/** Output level, −1 for missing, of each code; `uniform(row)` decides which of the pool. */
export function decodeLevels(codec: LevelsCodec, codes: Int32Array, uniform: (row: number) => number): Int32Array {
	const { single, pool, poolCounts } = codec;
	const upTo = new Float64Array(pool.length);
	let total = 0;
	for (let i = 0; i < pool.length; i++) {
		total += poolCounts[i]!;
		upTo[i] = total;
	}
	return codes.map((code, row) => {
		if (code < single.length) return single[code]!;
		if (pool.length === 0 || code > single.length) return -1;
		const wanted = uniform(row) * total;
		let [low, high] = [0, pool.length - 1];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (wanted < upTo[middle]!) high = middle;
			else low = middle + 1;
		}
		return pool[low]!;
	});
}

/** How likely each output level is in training, others spread over the pool; missing not counted. */
export function levelWeights(codec: LevelsCodec): Float64Array {
	const weights = new Float64Array(codec.levels.length);
	codec.single.forEach((level, code) => {
		weights[level]! += codec.counts[code]!;
	});
	codec.pool.forEach((level, i) => {
		weights[level]! += codec.poolCounts[i]!;
	});
	return weights;
}
