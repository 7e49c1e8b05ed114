// x a position on the column's scale, z its normal score; Φ(z) is the share of rows below x
import type { Random } from "../random";
import { normalCdf, normalQuantile } from "../statistics/normal";
import { finish, type Steps } from "../table/pause";
import type { NumericColumn } from "../table/table";
import { trimSteps } from "./ends";
import { roundTo } from "./grid";
import { dequantise, type Knots, knotSteps } from "./knots";
import {
	countSubjects,
	fewestForNumbers,
	fewestSubjects,
	type Owners,
	type Protection,
	protectMissing,
	ROWS_A_BREATH,
	type Tally,
	tallySteps,
} from "./protection";
import { type Grid, positionOf, scaleSteps, valueAt } from "./scale";
import { sentinelSteps, withoutSentinels } from "./sentinels";
import { isFewValued, nearest, type ValuesCodec } from "./values";

/**
 * A number as a standard normal score, beside a state that says whether there is one: 0 the score counts, then one
 * state per atom (a value so much more frequent than its neighbours that no density describes it), last missing.
 */
export interface QuantileCodec {
	readonly type: "quantile";
	/**
	 * Positions of the knots, rising; each is the mean of a group of subjects, never of fewer than protection asks, or
	 * stands twice, for a value that as many share. Empty where too few subjects have a value that is no atom.
	 */
	readonly x: Float64Array;
	/** Normal scores of the knots, rising. */
	readonly z: Float64Array;
	/** See `Knots.ends`. */
	readonly ends?: readonly [number, number];
	/** Whole multiples of this are the positions of values; 0 is none. */
	readonly step: number;
	/** Says which value lies at a position; absent where a value is its own position. */
	readonly grid?: Grid;
	readonly atoms: Float64Array;
	readonly missing: boolean;
	/** Training rows in each state. */
	readonly counts: Float64Array;
}

export interface QuantileOptions extends Protection {
	/** Share of the present rows from which a value that stands out is an atom. Default 0.02. */
	readonly atomShare?: number;
	/** Most distinct values for every value that is not rare to be an atom. Default 20. */
	readonly fewValues?: number;
}

/** Rows on either side whose values say on how many a value of a smooth column would be. */
const NEIGHBOURS = 10;

/**
 * Tells whether a value is on more rows than its neighbours let expect: by more than four standard deviations of a
 * count, and two rows. Of a few hundred rounded measurements the commonest are on many rows by chance.
 */
function pileUps(tally: ReadonlyMap<number, Tally>): (value: number) => boolean {
	const values = Float64Array.from(tally.keys()).sort();
	const place = new Map(Array.from(values, (value, i) => [value, i]));
	return (value) => {
		const own = place.get(value)!;
		let rows = 0;
		let neighbours = 0;
		for (const side of [-1, 1]) {
			let seen = 0;
			let i = own;
			while (seen < NEIGHBOURS && values[i + side] !== undefined) {
				i += side;
				seen += tally.get(values[i]!)!.rows;
				neighbours++;
			}
			rows += seen;
		}
		const expected = neighbours > 0 ? rows / neighbours : 0;
		return tally.get(value)!.rows > expected + 4 * Math.sqrt(expected) + 2;
	};
}

/**
 * Learns a numeric column: quantile transform to normal scores (as Kotelnikov et al. 2023 §4, with atoms set apart). Where
 * too few subjects have a value that is no atom, it is moved to the nearest; where there is no atom either, the column is
 * withheld and has nothing but missing cells.
 */
export function fitQuantile(
	column: NumericColumn,
	options: QuantileOptions,
	random: Random,
	owners?: Owners,
): QuantileCodec {
	return finish(quantileSteps(column, options, random, owners));
}

/** `fitQuantile`, with stops for breath. */
export function* quantileSteps(
	column: NumericColumn,
	options: QuantileOptions,
	random: Random,
	owners?: Owners,
): Steps<QuantileCodec> {
	const fewest = fewestSubjects(options.protect);
	const cells = column.values;
	const { present, absent } = protectMissing((row) => Number.isNaN(cells[row]!), cells.length, owners, fewest);
	const missing = absent > 0;
	const inner = yield* trimSteps(cells, owners, fewest);
	const sentinels = yield* sentinelSteps({ ...column, values: inner });
	const measures = withoutSentinels(column, sentinels);
	const trimmed = sentinels.size === 0 ? inner : yield* trimSteps(measures.values, owners, fewest);
	const scale = yield* scaleSteps({ ...measures, values: trimmed });
	const none = { type: "quantile" as const, x: new Float64Array(0), z: new Float64Array(0), ...scale, missing };
	if (present === 0) return { ...none, atoms: new Float64Array(0), counts: Float64Array.of(0, absent) };
	const tally = yield* tallySteps(cells, owners);
	tally.delete(Number.NaN);
	const few = isFewValued(tally.size, present, options.fewValues);
	// A value on two rows of thirty is no atom.
	const least = Math.max(few ? 0 : (options.atomShare ?? 0.02) * present, 5);
	const standsOut = few || scale.step === 0 ? () => true : pileUps(tally);
	const isAtom = (value: number, { rows, subjects }: Tally) =>
		subjects >= fewest && (sentinels.has(value) || (rows >= least && standsOut(value)));
	const standing: number[] = [];
	let [seen, tallied] = [0, 0];
	for (const [value, t] of tally) {
		if (seen++ % ROWS_A_BREATH === 0) yield;
		tallied += t.rows;
		if (isAtom(value, t)) standing.push(value);
	}
	const atoms = Float64Array.from(standing).sort();
	const apart = new Set(atoms);
	const inBins = (row: number) => !Number.isNaN(cells[row]!) && !apart.has(cells[row]!);
	const counts = [0, ...Array.from(atoms, (atom) => tally.get(atom)!.rows)];
	// Cells that are missing without being said to be have the commonest state.
	const filled = present - tallied;
	const complete = (knots: Knots): QuantileCodec => {
		const commonest = counts.indexOf(Math.max(...counts));
		counts[commonest]! += filled;
		return { ...none, ...knots, atoms, counts: Float64Array.from(missing ? [...counts, absent] : counts) };
	};
	const needed = fewestForNumbers(fewest);
	if (countSubjects(cells.length, owners, inBins, needed) < needed) {
		const nobody = { x: none.x, z: none.z };
		if (atoms.length === 0)
			return { ...none, ...nobody, missing: true, atoms, counts: Float64Array.of(0, cells.length) };
		for (const [value, { rows }] of tally) if (!apart.has(value)) counts[1 + nearest(atoms, value)]! += rows;
		return complete(nobody);
	}
	const positions = new Float64Array(cells.length);
	const whose = owners && new Int32Array(cells.length);
	let n = 0;
	for (let row = 0; row < cells.length; row++) {
		if (row % ROWS_A_BREATH === 0) yield;
		if (!inBins(row)) continue;
		if (whose) whose[n] = owners.of[row]!;
		positions[n++] = positionOf(scale, cells[row]!);
	}
	counts[0] = n;
	const own = positions.subarray(0, n);
	return complete(yield* knotSteps(own, scale.step, fewest, random, whose?.subarray(0, n)));
}

/** First index whose element is at least (or, with `after`, above) `value`. */
function search(sorted: Float64Array, value: number, after = false): number {
	let [low, high] = [0, sorted.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (sorted[middle]! < value || (after && sorted[middle]! === value)) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** Normal score of a position: linear between knots; within a tie and beyond the ends drawn, so that scores stay normal. */
function scoreOf({ x, z, ends }: QuantileCodec, value: number, random: Random): number {
	const n = x.length;
	if (n < 2) return random.normal();
	const [first, last] = ends ?? [0, n - 1];
	if (value < x[first]!) return -tail(-z[first]!, random);
	if (value > x[last]!) return tail(z[last]!, random);
	const low = search(x, value);
	const high = search(x, value, true);
	if (high - low > 1) return z[low]! + random.uniform() * (z[high - 1]! - z[low]!);
	if (high > low) return z[low]!;
	const share = (value - x[low - 1]!) / (x[low]! - x[low - 1]!);
	return z[low - 1]! + share * (z[low]! - z[low - 1]!);
}

/** A normal variate beyond `from`. */
function tail(from: number, random: Random): number {
	return -normalQuantile(random.uniform() * normalCdf(-from));
}

/** The value of a normal score, on the column's grid and never beyond the protected ends. */
export function numberOf(codec: QuantileCodec, score: number): number {
	const position = knotAt(codec, score);
	return Number.isNaN(position) ? position : valueAt(codec, roundTo(position, codec.step));
}

function knotAt({ x, z }: QuantileCodec, score: number): number {
	const n = x.length;
	if (n === 0) return Number.NaN;
	if (n === 1 || score <= z[0]!) return x[0]!;
	if (score >= z[n - 1]!) return x[n - 1]!;
	const i = search(z, score, true);
	const share = (score - z[i - 1]!) / (z[i]! - z[i - 1]!);
	return x[i - 1]! + share * (x[i]! - x[i - 1]!);
}

/** Share of the training numbers, atoms apart, that lie below a position. */
function shareBelow({ x, z }: QuantileCodec, position: number): number {
	const after = search(x, position, true);
	if (after === 0) return 0;
	if (after === x.length) return 1;
	const along = (position - x[after - 1]!) / (x[after]! - x[after - 1]!);
	return normalCdf(z[after - 1]! + along * (z[after]! - z[after - 1]!));
}

/** Share of the training numbers, atoms apart, up to the middle of those that are `value`. */
export function shareAt(codec: QuantileCodec, value: number): number {
	const position = positionOf(codec, value);
	return (shareBelow(codec, position - codec.step / 2) + shareBelow(codec, position + codec.step / 2)) / 2;
}

/** A codec without anything between its atoms as one of these values alone. */
export function valuesAlone(codec: QuantileCodec): QuantileCodec | ValuesCodec {
	const { x, atoms, missing, counts } = codec;
	return x.length > 0 ? codec : { type: "values", values: atoms, missing, counts: counts.slice(1) };
}

/** A closed range in terms of what a codec can give. */
export interface CodecRange {
	/** Least and greatest value in it. */
	readonly ends: readonly [number, number];
	/** Shares of the training numbers, atoms apart, below it and up to its end. */
	readonly shares: readonly [number, number];
}

/** What of a closed range of values the column's grid and its own ends allow; nothing where there is no such value. */
export function rangeOf(codec: QuantileCodec, { min, max }: { min: number; max: number }): CodecRange | undefined {
	const { x, step } = codec;
	if (x.length === 0) return undefined;
	const place = (value: number) => (Number.isFinite(value) ? positionOf(codec, value) : value);
	const low = Math.max(place(min), roundTo(x[0]!, step));
	const high = Math.min(place(max), roundTo(x.at(-1)!, step));
	const least = step ? roundTo(Math.ceil(low / step - 1e-9) * step, step) : low;
	const most = step ? roundTo(Math.floor(high / step + 1e-9) * step, step) : high;
	if (least > most) return undefined;
	return {
		ends: [valueAt(codec, least), valueAt(codec, most)],
		shares: [shareBelow(codec, least - step / 2), shareBelow(codec, most + step / 2)],
	};
}

/** The least and the greatest value that a codec gives of itself; nothing where it gives none. */
export function learnedRange(codec: QuantileCodec | ValuesCodec): readonly [number, number] | undefined {
	const alone = codec.type === "values" ? codec.values : codec.atoms;
	const whole = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };
	const ends = [...alone, ...((codec.type === "quantile" && rangeOf(codec, whole)?.ends) || [])];
	return ends.length === 0 ? undefined : [Math.min(...ends), Math.max(...ends)];
}

/** A value that rows share keeps within its share; any other is spread over what rounds to it. */
function scoreOfValue(codec: QuantileCodec, value: number, random: Random): number {
	const position = positionOf(codec, value);
	const shared = search(codec.x, position, true) - search(codec.x, position) > 1;
	return scoreOf(codec, shared ? position : dequantise(position, codec.step, random), random);
}

/** Scores and states of a column. Where there is not a number the score is drawn, and means nothing. */
export function encodeQuantile(codec: QuantileCodec, values: Float64Array, random: Random): Scored {
	return finish(scoreSteps(codec, values, random));
}

/** Scores and states, by row. */
interface Scored {
	readonly scores: Float32Array;
	readonly states: Int32Array;
}

/** `encodeQuantile`, with stops for breath. */
export function* scoreSteps(codec: QuantileCodec, values: Float64Array, random: Random): Steps<Scored> {
	const scores = new Float32Array(values.length);
	const states = new Int32Array(values.length);
	const atoms = new Map(Array.from(codec.atoms, (a, i) => [a, i + 1]));
	const missing = codec.atoms.length + 1;
	const dense = codec.x.length > 0;
	const commonest = codec.counts.indexOf(Math.max(...codec.counts));
	const stateOf = (value: number) => {
		if (Number.isNaN(value)) return codec.missing ? missing : commonest;
		const atom = atoms.get(value) ?? 0;
		if (atom > 0 || dense) return atom;
		return codec.atoms.length > 0 ? 1 + nearest(codec.atoms, value) : missing;
	};
	for (let r = 0; r < values.length; r++) {
		if (r % (ROWS_A_BREATH / 8) === 0) yield;
		const value = values[r]!;
		const state = stateOf(value);
		states[r] = state;
		const known = state === 0 && !Number.isNaN(value);
		scores[r] = known ? scoreOfValue(codec, value, random) : random.normal();
	}
	return { scores, states };
}

export function decodeQuantile(
	codec: QuantileCodec,
	scores: Float32Array,
	states: Int32Array | undefined,
): Float64Array {
	const values = new Float64Array(scores.length);
	for (let r = 0; r < values.length; r++) {
		const state = states?.[r] ?? 0;
		values[r] = state === 0 ? numberOf(codec, scores[r]!) : (codec.atoms[state - 1] ?? Number.NaN);
	}
	return values;
}
