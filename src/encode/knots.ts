// x a value, z its normal score; k the fewest subjects behind a knot
import { normalQuantile } from "./normal";

/** Values, rising, and whose each is; absent: each of another subject. */
export interface Sorted {
	readonly values: Float64Array;
	readonly owners?: Int32Array;
}

/** Knots of a number's distribution. */
export interface Knots {
	/** Rising. */
	readonly x: Float64Array;
	/** Normal scores, rising. */
	readonly z: Float64Array;
}

/** Groups hold at most this share of the rows, and near the ends a tenth of the rows further out. */
const LARGEST_GROUP = 1 / 500;
const GROWTH = 0.1;
/** So much of the range without a value parts two groups: what lies alone between two such gaps is in none. */
const GAP = 0.1;
/** Subjects behind an end reach at most so far, in inner ranges, beyond the next; farther ones are taken to be there. */
const REACH = 0.5;
/** How far an end may go on, of the distance from the group before it: what an exponential tail would reach. */
const ONWARD = [0.6, 0.3];

/** The upper end of sorted rows. */
interface End {
	/** Value that k subjects reach: the mean of the kth to (2k − 1)th, none of whom stands out of them. */
	readonly x: number;
	/** Rows beyond it, on average. */
	readonly rank: number;
	/** Rows that are farther out than the first subject who is not behind it. */
	readonly rows: number;
	/** The kth subject's own value: compared with, never told. */
	readonly reached: number;
}

/** The most extreme value of each of the 2k outermost subjects, and how many rows are farther out than each of those. */
function outermost({ values, owners }: Sorted, k: number): { value: number; rows: number }[] {
	const found: { value: number; rows: number }[] = [];
	const seen = new Set<number>();
	for (let i = values.length - 1; i >= 0 && found.length < 2 * k; i--) {
		const owner = owners ? owners[i]! : i;
		if (seen.has(owner)) continue;
		seen.add(owner);
		found.push({ value: values[i]!, rows: values.length - 1 - i });
	}
	return found;
}

function endOf(outer: readonly { value: number; rows: number }[], range: number, k: number): End {
	const behind = outer.slice(k - 1, 2 * k - 1);
	const next = outer.at(-1)!;
	const rows = next === behind.at(-1) ? next.rows + 1 : next.rows;
	const most = k === 1 ? Number.POSITIVE_INFINITY : next.value + REACH * range;
	// As differences from the next: sums of large numbers would lose digits.
	const x =
		next.value + behind.reduce((sum, { value }) => sum + (Math.min(value, most) - next.value), 0) / behind.length;
	return { x, rank: (behind[0]!.rows + rows) / 2, rows, reached: Math.min(behind[0]!.value, most) };
}

function mirror({ values, owners }: Sorted): Sorted {
	return { values: values.map((v) => -v).reverse(), ...(owners && { owners: owners.toReversed() }) };
}

/** A group of neighbouring rows: where each of its subjects counts once. */
interface Group {
	readonly mean: number;
	readonly from: number;
	readonly to: number;
}

function meanOf({ values, owners }: Sorted, from: number, to: number): number {
	const first = values[from]!;
	if (!owners) {
		let total = 0;
		for (let r = from; r < to; r++) total += values[r]! - first;
		return first + total / (to - from);
	}
	const own = new Map<number, { total: number; rows: number }>();
	for (let r = from; r < to; r++) {
		const { total, rows } = own.get(owners[r]!) ?? { total: 0, rows: 0 };
		own.set(owners[r]!, { total: total + values[r]! - first, rows: rows + 1 });
	}
	return first + [...own.values()].reduce((sum, { total, rows }) => sum + total / rows, 0) / own.size;
}

/** The rows from `from` to `to` in groups of k subjects or more, small near both ends, none of them across a gap. */
function groupsOf(sorted: Sorted, from: number, to: number, gap: number, k: number): Group[] {
	const { values, owners } = sorted;
	const n = values.length;
	const largest = Math.max(k, Math.floor(n * LARGEST_GROUP));
	const bounds: [number, number][] = [];
	let start = from;
	let seen = new Set<number>();
	let island = 0;
	const close = (end: number) => {
		bounds.push([start, end]);
		start = end;
		seen = new Set();
	};
	for (let r = from; r < to; r++) {
		seen.add(owners ? owners[r]! : r);
		const last = r + 1 === to;
		if (last || values[r + 1]! - values[r]! > gap) {
			if (seen.size >= k) close(r + 1);
			// Too few for a group of their own: with the one before, if that is on this side of the gap; otherwise in none.
			else if (bounds.length > island) bounds[bounds.length - 1]![1] = r + 1;
			start = r + 1;
			seen = new Set();
			island = bounds.length;
			continue;
		}
		const size = Math.max(k, Math.min(largest, Math.floor(Math.min(start, n - start) * GROWTH)));
		if (r + 1 - start >= size && seen.size >= k) close(r + 1);
	}
	return bounds.map(([a, b]) => ({ mean: meanOf(sorted, a, b), from: a, to: b }));
}

/** Where the upper end goes on to: as far as the group before it lets expect, and never beyond what k subjects reach. */
function goOn({ x, reached }: End, before: number): number {
	for (const share of ONWARD) {
		const further = x + share * (x - before);
		if (further <= reached) return further;
	}
	return x;
}

/**
 * The distribution of sorted rows by knots, each the mean of at least k subjects who are neighbours. Nothing in it depends
 * on the values of the k − 1 subjects farthest out on either side, but for their being there; nor on what lies alone
 * between two gaps. (Means of k alone would not do: of one huge value and four usual ones the mean gives the huge one
 * away; Hundepool et al. 2012, "Statistical disclosure control", §4.2 on dominance.)
 *
 * @param k fewest subjects; 1 protects nothing. There are at least 3k, or for k = 1 any.
 */
export function protectedKnots(sorted: Sorted, k: number): Knots {
	const n = sorted.values.length;
	if (n === 0) return { x: new Float64Array(0), z: new Float64Array(0) };
	const [above, below] = [outermost(sorted, k), outermost(mirror(sorted), k)];
	const range = above.at(-1)!.value + below.at(-1)!.value;
	const [high, low] = [endOf(above, Math.max(0, range), k), endOf(below, Math.max(0, range), k)];
	const gap = k === 1 ? Number.POSITIVE_INFINITY : GAP * (high.x + low.x);
	const groups = groupsOf(sorted, low.rows, n - high.rows, gap, k);
	const score = (rank: number) => normalQuantile(Math.min(1 - 0.5 / n, Math.max(0.5 / n, rank / n)));
	const knots = [
		{ x: -goOn(low, -(groups[0]?.mean ?? high.x)), z: score(0.5) },
		{ x: -low.x, z: score(low.rank) },
		...groups.map(({ mean, from, to }) => ({ x: mean, z: score((from + to) / 2) })),
		{ x: high.x, z: score(n - high.rank) },
		{ x: goOn(high, groups.at(-1)?.mean ?? -low.x), z: score(n - 0.5) },
	];
	// One row, or subjects so uneven that the ends meet: what is out of order says nothing.
	const rising = knots.filter((knot, i) => i === 0 || (knot.z > knots[i - 1]!.z && knot.x >= knots[i - 1]!.x));
	return { x: Float64Array.from(rising, ({ x }) => x), z: Float64Array.from(rising, ({ z }) => z) };
}
