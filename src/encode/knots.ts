// x a position on the column's scale, z its normal score; Φ(z) is the share of rows below x; k the fewest subjects
import type { Random } from "../random";
import { normalQuantile } from "../statistics/normal";
import type { Steps } from "../table/pause";
import { endOf, outermost, type Sorted, sortOwned } from "./ends";
import { ROWS_A_BREATH } from "./protection";

/** Points of a column's quantile function, both rising; two of one `x` are a value that many rows share. */
export interface Knots {
	readonly x: Float64Array;
	readonly z: Float64Array;
	/** Indices of the two ends that k subjects reach: the score of what lies beyond one is drawn. Absent: the outermost. */
	readonly ends?: readonly [number, number];
}

/** Groups hold at most this share of the rows, and near the ends a tenth of the rows further out. */
const LARGEST_GROUP = 1 / 500;
const GROWTH = 0.1;
/** Rows that must agree before a value may be repeated for that, besides those that protection asks for. */
const FEWEST_ALIKE = 5;
/** So much of the range without a value parts two groups: what lies alone between two such gaps is in none. */
const GAP = 0.1;
/** How far an end may go on, in distances from the part before it: what an exponential tail reaches, and less. */
const ONWARD = [3, 2, 1.2, 0.8, 0.6, 0.3];

/** Spreads a rounded position evenly over the interval that rounds to it, so that the column has a density. */
export function dequantise(x: number, step: number, random: Random): number {
	return step === 0 ? x : x + (random.uniform() - 0.5) * step;
}

/** Rows that follow each other in rising order: alike, or a group of unlike ones. */
interface Part {
	readonly mean: number;
	readonly from: number;
	/** After its last row. */
	readonly to: number;
	/** Rows below it, on average. */
	readonly middle: number;
	readonly alike: boolean;
}

/**
 * Quantile function of positions. A position that enough subjects share keeps exactly their share, so that heaps (whole
 * ages among halves, prices that recur, multiples of five) stay heaps; the rows between such positions, and all of a
 * column that has none, are taken in groups of at least k subjects who are neighbours, of which only the mean is kept.
 *
 * Nothing depends on the positions of the k − 1 subjects farthest out on either side, but for their being there and
 * whether all of them are near, nor on what lies alone between two gaps. (Means of the k outermost would not do: of one huge value and four usual ones the mean
 * gives the huge one away; on dominance see Hundepool and others 2012, "Statistical Disclosure Control", §4.2.)
 *
 * @param positions any order, of 3k subjects at least, or for k = 1 at least one.
 * @param owners whose each is; absent: each of another subject.
 */
export function* knotSteps(
	positions: Float64Array,
	step: number,
	k: number,
	random: Random,
	owners?: Int32Array,
): Steps<Knots> {
	yield;
	const exact = yield* sortOwned(positions, owners);
	yield;
	const shared = yield* sharedPositions(exact, k);
	const spread = new Float64Array(positions.length);
	for (let i = 0; i < positions.length; i++) {
		if (i % ROWS_A_BREATH === 0) yield;
		spread[i] = shared.has(positions[i]!) ? positions[i]! : dequantise(positions[i]!, step, random);
	}
	const sorted = yield* sortOwned(spread, owners);
	yield;
	const n = positions.length;
	const [above, below] = [outermost(sorted, k), outermost(sorted, k, -1)];
	const range = Math.max(0, above.at(-1)!.value + below.at(-1)!.value);
	const [high, low] = [endOf(above, range, k), endOf(below, range, k)];
	const gap = k === 1 ? Number.POSITIVE_INFINITY : GAP * (high.x + low.x);
	const parts: Part[] = [
		{ mean: -low.x, from: 0, to: low.rows, middle: low.rank, alike: false },
		...(yield* partsOf(sorted, low.rows, n - high.rows, shared, gap, k)),
		{ mean: high.x, from: n - high.rows, to: n, middle: n - high.rank, alike: false },
	];
	const score = (rank: number) => normalQuantile(Math.min(n - 0.5, Math.max(0.5, rank)) / n);
	const points = [
		{ x: -goOn(low.x, -parts[1]!.mean, low.reached), z: score(0) },
		...parts.flatMap((part, i) => pointsOf(part, parts[i + 1], step, score)),
		{ x: goOn(high.x, parts.at(-2)!.mean, high.reached), z: score(n) },
	];
	// What was spread over its grid must not pass the last place on it.
	const most = endOf(outermost(exact, k), range, k).reached;
	const least = -endOf(outermost(exact, k, -1), range, k).reached;
	const within = (x: number) => Math.min(most, Math.max(least, x));
	// Subjects so uneven, or so few, that the ends meet: what is out of order says nothing.
	const rising: { x: number; z: number }[] = [];
	for (const { x, z } of points) {
		const point = { x: within(x), z };
		const last = rising.at(-1);
		if (!last || (point.x >= last.x && point.z >= last.z && (point.x > last.x || point.z > last.z))) rising.push(point);
	}
	const first = rising.findIndex(({ x }) => x >= within(-low.x));
	const ends = [
		first,
		Math.max(
			first,
			rising.findLastIndex(({ x }) => x <= within(high.x)),
		),
	] as const;
	return { x: Float64Array.from(rising, ({ x }) => x), z: Float64Array.from(rising, ({ z }) => z), ends };
}

/** Where an upper end goes on to: as far as the part before it lets expect, and not beyond what is reached. */
function goOn(x: number, before: number, reached: number): number {
	return ONWARD.map((share) => x + share * (x - before)).find((further) => further <= reached) ?? x;
}

/** Positions that so many subjects share that they are kept as they are. */
function* sharedPositions({ values, owners }: Sorted, k: number): Steps<ReadonlySet<number>> {
	const least = Math.max(FEWEST_ALIKE, k);
	const found = new Set<number>();
	let breath = 0;
	for (let from = 0; from < values.length; ) {
		if (from >= breath) {
			yield;
			breath = from + ROWS_A_BREATH;
		}
		let to = from + 1;
		while (to < values.length && values[to] === values[from]) to++;
		const subjects = owners && to - from >= least ? new Set(owners.subarray(from, to)).size : to - from;
		if (to - from >= least && subjects >= k) found.add(values[from]!);
		from = to;
	}
	return found;
}

function meanOf({ values, owners }: Sorted, from: number, to: number): number {
	const first = values[from]!;
	if (!owners) {
		let total = 0;
		for (let r = from; r < to; r++) total += values[r]! - first;
		return first + total / (to - from);
	}
	// Each subject counts once, or one with many rows would be told.
	const own = new Map<number, { total: number; rows: number }>();
	for (let r = from; r < to; r++) {
		const { total, rows } = own.get(owners[r]!) ?? { total: 0, rows: 0 };
		own.set(owners[r]!, { total: total + values[r]! - first, rows: rows + 1 });
	}
	return first + [...own.values()].reduce((sum, { total, rows }) => sum + total / rows, 0) / own.size;
}

/** The rows from `start` to `end`: the shared positions, and groups of what lies between them and between gaps. */
function* partsOf(
	sorted: Sorted,
	start: number,
	end: number,
	shared: ReadonlySet<number>,
	gap: number,
	k: number,
): Steps<Part[]> {
	const { values } = sorted;
	const parts: Part[] = [];
	for (let from = start; from < end; ) {
		const alike = shared.has(values[from]!);
		let to = from + 1;
		while (
			to < end &&
			(alike ? values[to] === values[from] : !shared.has(values[to]!) && values[to]! - values[to - 1]! <= gap)
		) {
			to++;
		}
		if (alike) parts.push({ mean: values[from]!, from, to, middle: (from + to) / 2, alike });
		else for (const group of yield* groupsOf(sorted, from, to, k)) parts.push(group);
		from = to;
	}
	return parts;
}

/** Rows in groups of k subjects or more, small near both ends of the column; none where there are fewer in all. */
function* groupsOf(sorted: Sorted, start: number, end: number, k: number): Steps<Part[]> {
	const n = sorted.values.length;
	const { owners } = sorted;
	const largest = Math.max(k, Math.floor(n * LARGEST_GROUP));
	const bounds: [number, number][] = [];
	let from = start;
	let seen = new Set<number>();
	for (let r = start; r < end; r++) {
		if (r % ROWS_A_BREATH === 0) yield;
		if (owners) seen.add(owners[r]!);
		const size = Math.max(k, Math.min(largest, Math.floor(Math.min(from, n - from) * GROWTH)));
		if (r + 1 - from < size || (owners && seen.size < k)) continue;
		bounds.push([from, r + 1]);
		from = r + 1;
		seen = new Set();
	}
	// The few that are left go with the last group.
	if (bounds.length > 0) bounds[bounds.length - 1]![1] = end;
	return bounds.map(([from, to]) => ({
		mean: meanOf(sorted, from, to),
		from,
		to,
		middle: (from + to) / 2,
		alike: false,
	}));
}

/** A group is a point at its middle; a shared position a step, with the rest of the way to the next part beside it. */
function pointsOf(
	part: Part,
	next: Part | undefined,
	step: number,
	score: (rank: number) => number,
): { x: number; z: number }[] {
	const { mean, from, to, middle, alike } = part;
	const points = alike
		? [
				{ x: mean, z: score(from) },
				{ x: mean, z: score(to) },
			]
		: [{ x: mean, z: score(middle) }];
	if (!next || step === 0) return points;
	const apart = !alike || !next.alike || next.from > to;
	if (alike && apart) points.push({ x: mean + step / 2, z: score(to) });
	if (next.alike && apart) points.push({ x: next.mean - step / 2, z: score(next.from) });
	return points;
}
