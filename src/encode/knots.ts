// x a position on the column's scale, z its normal score; Φ(z) is the share of rows below x
import type { Random } from "../random";
import { normalQuantile } from "./normal";
import { upperKnots } from "./tail";

/** Points of a column's quantile function, both rising; two of one `x` are a value that many rows share. */
export interface Knots {
	readonly x: Float64Array;
	readonly z: Float64Array;
}

/** Groups hold at most this share of the rows, and near the ends a tenth of the rows further out. */
const LARGEST_GROUP = 1 / 500;
const GROWTH = 0.1;
/** Share of the rows at either end that are grouped even where they agree, so that the ends stay unknown. */
const END_SHARE = 0.01;
/** Rows that must agree before a value may be repeated for that, besides those that protection asks for. */
const FEWEST_ALIKE = 5;

/** Sizes of the groups of `n` sorted rows, small at both ends, none below `fewest`. */
function groupSizes(n: number, fewest: number): number[] {
	const largest = Math.max(fewest, Math.floor(n * LARGEST_GROUP));
	const half: number[] = [];
	let rank = 0;
	for (;;) {
		const size = Math.max(fewest, Math.min(largest, Math.floor(rank * GROWTH)));
		if (rank + size > n / 2) break;
		half.push(size);
		rank += size;
	}
	const middle = n - 2 * rank;
	if (middle >= fewest || half.length === 0) return [...half, middle, ...half.toReversed()];
	return [...half.slice(0, -1), half.at(-1)! + middle, ...half.toReversed()];
}

/** Spreads a rounded position evenly over the interval that rounds to it, so that the column has a density. */
export function dequantise(x: number, step: number, random: Random): number {
	return step === 0 ? x : x + (random.uniform() - 0.5) * step;
}

/** Rows that follow each other in rising order: alike, or a group of unlike ones. */
interface Part {
	readonly mean: number;
	readonly rows: number;
	/** Rank of its first row. */
	readonly rank: number;
	readonly alike: boolean;
}

/**
 * Quantile function of positions. A position that enough rows share keeps exactly their share, so that heaps (whole
 * ages among halves, prices that recur, multiples of five) stay heaps; the rows between such positions, and all of a
 * column that has none, are taken in groups of which only the mean is kept. At the ends, where rows are few, everything
 * is grouped and continued by its tail.
 *
 * @param positions any order, at least one.
 * @param fewest rows that a group holds and that must agree, at least.
 */
export function fitKnots(positions: Float64Array, step: number, fewest: number, random: Random): Knots {
	const n = positions.length;
	if (n === 0) return { x: new Float64Array(0), z: new Float64Array(0) };
	const shared = sharedPositions(positions, fewest);
	const spread = positions.map((p) => (shared.has(p) ? p : dequantise(p, step, random))).sort();
	const parts = shared.size > 0 ? partsBetween(spread, shared, fewest) : groupsOf(spread, 0, groupSizes(n, fewest));
	const grouped = (from: Part[]) => (from.at(-1)!.alike ? [] : from);
	const mirrored = parts.map((part) => ({ ...part, mean: -part.mean })).reverse();
	const below = upperKnots(grouped(mirrored), -spread[0]!, random.uniform()).map(({ x, z }) => ({ x: -x, z: -z }));
	const above = upperKnots(grouped(parts), spread[n - 1]!, random.uniform());
	const all = [...below.reverse(), ...parts.flatMap((part, i) => pointsOf(part, parts[i + 1], step, n)), ...above];
	return { x: Float64Array.from(all, ({ x }) => x), z: Float64Array.from(all, ({ z }) => z) };
}

/** Positions that so many rows share that they are kept as they are. */
function sharedPositions(positions: Float64Array, fewest: number): ReadonlySet<number> {
	const n = positions.length;
	const sorted = positions.toSorted();
	const end = Math.max(2 * fewest, Math.ceil(n * END_SHARE));
	const found = new Set<number>();
	for (let from = 0; from < n; ) {
		let to = from + 1;
		while (to < n && sorted[to] === sorted[from]) to++;
		const rows = to - from;
		const inner = Math.min(from, n - to) >= end || rows >= end;
		if (rows >= Math.max(FEWEST_ALIKE, fewest) && inner && n > 2 * end) found.add(sorted[from]!);
		from = to;
	}
	return found;
}

function groupsOf(sorted: Float64Array, from: number, sizes: readonly number[]): Part[] {
	let rank = from;
	return sizes.map((rows) => {
		let total = 0;
		for (let r = rank; r < rank + rows; r++) total += sorted[r]! - sorted[rank]!;
		const part = { mean: sorted[rank]! + total / rows, rows, rank, alike: false };
		rank += rows;
		return part;
	});
}

/** The shared positions, and groups of what lies between them; too few rows for a group are left to the straight line. */
function partsBetween(sorted: Float64Array, shared: ReadonlySet<number>, fewest: number): Part[] {
	const n = sorted.length;
	const largest = Math.max(fewest, Math.floor(n * LARGEST_GROUP));
	const parts: Part[] = [];
	for (let from = 0; from < n; ) {
		const alike = shared.has(sorted[from]!);
		let to = from + 1;
		while (to < n && (alike ? sorted[to] === sorted[from] : !shared.has(sorted[to]!))) to++;
		if (alike) parts.push({ mean: sorted[from]!, rows: to - from, rank: from, alike });
		else {
			const sizes: number[] = [];
			let rank = from;
			while (to - rank >= fewest) {
				const wanted = Math.max(fewest, Math.min(largest, Math.floor(Math.min(rank, n - rank) * GROWTH)));
				const size = to - rank - wanted < fewest ? to - rank : wanted;
				sizes.push(size);
				rank += size;
			}
			parts.push(...groupsOf(sorted, from, sizes));
		}
		from = to;
	}
	return parts;
}

/** A group is a point at its middle; a shared position a step, with the rest of the way to the next part beside it. */
function pointsOf(part: Part, next: Part | undefined, step: number, n: number): { x: number; z: number }[] {
	const { mean, rows, rank, alike } = part;
	const score = (r: number) => normalQuantile(Math.min(n - 0.5, Math.max(0.5, r)) / n);
	const points = alike
		? [
				{ x: mean, z: score(rank) },
				{ x: mean, z: score(rank + rows) },
			]
		: [{ x: mean, z: score(rank + rows / 2) }];
	if (!next || step === 0) return points;
	const apart = !alike || !next.alike || next.rank > rank + rows;
	if (alike && apart) points.push({ x: mean + step / 2, z: score(rank + rows) });
	if (next.alike && apart) points.push({ x: next.mean - step / 2, z: score(next.rank) });
	return points;
}
