// k the fewest subjects behind an end
import { finish, type Steps } from "../table/pause";
import { type Owners, ROWS_A_BREATH } from "./protection";

/** Values, rising, and whose each is; absent: each of another subject. */
export interface Sorted {
	readonly values: Float64Array;
	readonly owners?: Int32Array;
}

/** Values sorted at once, before runs of them are merged. */
const RUN = 65_536;

/** Numbers or places in the order of `compare` (absent: rising), as `toSorted` gives them, with stops for breath. */
function* sortSteps<T extends Float64Array | Uint32Array>(
	items: T,
	compare?: (a: number, b: number) => number,
): Steps<T> {
	let sorted = items.slice() as T;
	for (let from = 0; from < sorted.length; from += RUN) {
		yield;
		sorted.subarray(from, from + RUN).sort(compare);
	}
	const after = compare ?? ((a: number, b: number) => a - b);
	let merged = new (items.constructor as new (length: number) => T)(items.length);
	for (let run = RUN; run < sorted.length; run *= 2) {
		for (let from = 0; from < sorted.length; from += 2 * run) {
			const [middle, end] = [Math.min(from + run, sorted.length), Math.min(from + 2 * run, sorted.length)];
			let [left, right] = [from, middle];
			for (let to = from; to < end; to++) {
				if (to % ROWS_A_BREATH === 0) yield;
				const takeLeft = right === end || (left < middle && after(sorted[left]!, sorted[right]!) <= 0);
				merged[to] = takeLeft ? sorted[left++]! : sorted[right++]!;
			}
		}
		[sorted, merged] = [merged, sorted];
	}
	return sorted;
}

/** Some values and whose each is, sorted. */
export function* sortOwned(values: Float64Array, owners: Int32Array | undefined): Steps<Sorted> {
	if (!owners) return { values: yield* sortSteps(values) };
	const order = yield* sortSteps(Uint32Array.from(values.keys()), (a, b) => values[a]! - values[b]!);
	return { values: Float64Array.from(order, (i) => values[i]!), owners: Int32Array.from(order, (i) => owners[i]!) };
}

/** A subject far out: the most extreme of its values, and how many rows lie farther out. */
export interface Outer {
	readonly value: number;
	readonly rows: number;
}

/** The 2k subjects that are farthest out at the upper end (`side` 1) or, values negated, at the lower, the farthest first. */
export function outermost({ values, owners }: Sorted, k: number, side: 1 | -1 = 1): Outer[] {
	const found: Outer[] = [];
	const seen = new Set<number>();
	for (let rows = 0; rows < values.length && found.length < 2 * k; rows++) {
		const i = side > 0 ? values.length - 1 - rows : rows;
		const owner = owners ? owners[i]! : i;
		if (seen.has(owner)) continue;
		seen.add(owner);
		found.push({ value: side * values[i]!, rows });
	}
	return found;
}

/** Subjects behind an end reach at most so far, in inner ranges, beyond the next; farther ones are taken to be there. */
const REACH = 0.5;

/** The upper end of sorted rows. */
export interface End {
	/** What k subjects reach: the mean of the kth to (2k − 1)th. */
	readonly x: number;
	/** Rows beyond it, on average. */
	readonly rank: number;
	/** Rows that are farther out than the first subject who is not behind it. */
	readonly rows: number;
	/**
	 * How far the range may be said to go on, compared with and never told: to the kth subject's value; or, where nobody is
	 * farther from the end than a fifth of the range, to the outermost, of which the end then says as much.
	 */
	readonly reached: number;
}

/** Distance from an end, in inner ranges, within which nobody is an outlier. */
const NEAR = 0.2;

/** The upper end, by the outermost subjects: k or more. `range` is that of the subjects further in. */
export function endOf(outer: readonly Outer[], range: number, k: number): End {
	const behind = outer.slice(k - 1, 2 * k - 1);
	const next = outer.at(-1)!;
	const rows = next === behind.at(-1) ? next.rows + 1 : next.rows;
	const most = k === 1 ? Number.POSITIVE_INFINITY : next.value + REACH * range;
	// As differences from the next: sums of large numbers would lose digits.
	const x =
		next.value + behind.reduce((sum, { value }) => sum + (Math.min(value, most) - next.value), 0) / behind.length;
	const near = outer[0]!.value - x <= NEAR * range;
	const reached = near ? outer[0]!.value : Math.min(behind[0]!.value, most);
	return { x, rank: (behind[0]!.rows + rows) / 2, rows, reached };
}

/** The column's cells without those farther out than k subjects reach, which are NaN: what the grid is learned from. */
export function trimEnds(cells: Float64Array, owners: Owners | undefined, k: number): Float64Array {
	return finish(trimSteps(cells, owners, k));
}

/** `trimEnds`, with stops for breath. */
export function* trimSteps(cells: Float64Array, owners: Owners | undefined, k: number): Steps<Float64Array> {
	if (k === 1) return cells;
	const high = yield* reachOf(cells, owners, k, 1);
	const low = yield* reachOf(cells, owners, k, -1);
	if (high === undefined || low === undefined) return cells;
	const kept = new Float64Array(cells.length);
	for (let row = 0; row < cells.length; row++) {
		if (row % ROWS_A_BREATH === 0) yield;
		const value = cells[row]!;
		kept[row] = value > high || value < -low ? Number.NaN : value;
	}
	return kept;
}

/** What k subjects reach upwards (`side` 1) or, negated, downwards (−1): the kth largest of the subjects' largest values. */
function* reachOf(cells: Float64Array, owners: Owners | undefined, k: number, side: 1 | -1): Steps<number | undefined> {
	/** The k largest, rising. */
	const top: number[] = [];
	const offer = (value: number) => {
		if (top.length === k && value <= top[0]!) return;
		let place = top.findIndex((other) => other > value);
		if (place < 0) place = top.length;
		top.splice(place, 0, value);
		if (top.length > k) top.shift();
	};
	let [owner, largest] = [-1, Number.NaN];
	for (let i = 0; i < cells.length; i++) {
		if (i % ROWS_A_BREATH === 0) yield;
		const row = owners ? owners.order[i]! : i;
		const own = owners ? owners.of[row]! : row;
		if (own !== owner) {
			if (!Number.isNaN(largest)) offer(largest);
			[owner, largest] = [own, Number.NaN];
		}
		const value = side * cells[row]!;
		if (!Number.isNaN(value) && !(value <= largest)) largest = value;
	}
	if (!Number.isNaN(largest)) offer(largest);
	return top.length < k ? undefined : top[0];
}
