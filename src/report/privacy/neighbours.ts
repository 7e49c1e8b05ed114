/**
 * Exact nearest neighbours under Σ min(|a − b|, 1) with a k-d tree (Friedman, Bentley and Finkel 1977): memory is
 * linear in the points, and a branch is left out once its box is farther than what was found.
 */

/** Points a leaf holds at most. */
const LEAF = 24;
/** Points looked at to choose a split. */
const LOOK = 256;

/** A tree over points; see `buildTree`. */
export interface NeighbourTree {
	readonly columns: number;
	readonly count: number;
	/** Coordinates in leaf order, row-major. */
	readonly points: Float64Array;
	/** Row number of each point in leaf order. */
	readonly rows: Int32Array;
	/** Split column of a node, −1 at a leaf; the children of node n are n + 1 and `right[n]`. */
	readonly column: Int32Array;
	readonly right: Int32Array;
	readonly start: Int32Array;
	readonly end: Int32Array;
	/** Largest coordinate of the left side and smallest of the right side. */
	readonly leftHigh: Float64Array;
	readonly rightLow: Float64Array;
}

/** Expected min(|a − b|, 1) of two random points on one column: how much a split there can prune. */
function spreadOf(
	points: Float64Array,
	columns: number,
	rows: Int32Array,
	start: number,
	end: number,
	c: number,
): number {
	const step = Math.max(1, Math.floor((end - start) / LOOK));
	let sum = 0;
	let count = 0;
	let before = points[rows[end - 1]! * columns + c]!;
	for (let i = start; i < end; i += step) {
		const x = points[rows[i]! * columns + c]!;
		sum += Math.min(1, Math.abs(x - before));
		before = x;
		count++;
	}
	return sum / count;
}

/** Builds the tree over row-major `points`; `active` names the columns that may split (default: all). */
export function buildTree(points: Float64Array, columns: number, active?: readonly number[]): NeighbourTree {
	const count = columns === 0 ? 0 : points.length / columns;
	const rows = Int32Array.from({ length: count }, (_, i) => i);
	const scratch = new Int32Array(count);
	const splitting = active ?? Array.from({ length: columns }, (_, c) => c);
	const column: number[] = [];
	const right: number[] = [];
	const starts: number[] = [];
	const ends: number[] = [];
	const leftHigh: number[] = [];
	const rightLow: number[] = [];
	const split = (start: number, end: number): number => {
		const node = column.length;
		column.push(-1);
		right.push(-1);
		starts.push(start);
		ends.push(end);
		leftHigh.push(0);
		rightLow.push(0);
		if (end - start <= LEAF) return node;
		let best = -1;
		let most = 0;
		for (const c of splitting) {
			const spread = spreadOf(points, columns, rows, start, end, c);
			if (spread > most) {
				most = spread;
				best = c;
			}
		}
		if (best < 0) return node;
		// The middle of a sample's order, moved off ties so that equal values stay on one side.
		const step = Math.max(1, Math.floor((end - start) / LOOK));
		const sample: number[] = [];
		for (let i = start; i < end; i += step) sample.push(points[rows[i]! * columns + best]!);
		sample.sort((a, b) => a - b);
		let middle = sample.length >> 1;
		if (sample[middle] === sample[0]) while (middle < sample.length && sample[middle] === sample[0]) middle++;
		if (middle >= sample.length) return node;
		const cut = sample[middle]!;
		let write = start;
		let aside = 0;
		let low = Number.NEGATIVE_INFINITY;
		let high = Number.POSITIVE_INFINITY;
		for (let i = start; i < end; i++) {
			const row = rows[i]!;
			const x = points[row * columns + best]!;
			if (x < cut) {
				rows[write++] = row;
				if (x > low) low = x;
			} else {
				scratch[aside++] = row;
				if (x < high) high = x;
			}
		}
		rows.set(scratch.subarray(0, aside), write);
		column[node] = best;
		leftHigh[node] = low;
		rightLow[node] = high;
		split(start, write);
		right[node] = split(write, end);
		return node;
	};
	if (count > 0) split(0, count);
	const ordered = new Float64Array(points.length);
	for (let i = 0; i < count; i++) {
		const at = rows[i]! * columns;
		for (let c = 0; c < columns; c++) ordered[i * columns + c] = points[at + c]!;
	}
	return {
		columns,
		count,
		points: ordered,
		rows,
		column: Int32Array.from(column),
		right: Int32Array.from(right),
		start: Int32Array.from(starts),
		end: Int32Array.from(ends),
		leftHigh: Float64Array.from(leftHigh),
		rightLow: Float64Array.from(rightLow),
	};
}

/** Finds neighbours in one tree; holds the buffers a query needs. */
export interface NeighbourSearch {
	/** Distances to the k nearest points, ascending; +∞ where there are fewer. Overwritten by the next query. */
	readonly distances: Float64Array;
	/** Their row numbers. */
	readonly rows: Int32Array;
	/**
	 * Searches for the point at `queries[at … at + columns)`. `except` is a row to pass over (the query itself).
	 * Between equally near points, which one counts is arbitrary but fixed.
	 */
	find(queries: Float64Array, at: number, except?: number): void;
}

/** A search for the `k` nearest points over the columns `active` (default: all). */
export function createSearch(tree: NeighbourTree, k: number, active?: readonly number[]): NeighbourSearch {
	const { columns, points, column, right, start, end, leftHigh, rightLow } = tree;
	const distances = new Float64Array(k);
	const found = new Int32Array(k);
	const counts = new Uint8Array(columns).fill(active ? 0 : 1);
	for (const c of active ?? []) counts[c] = 1;
	const compared = Int32Array.from(active ?? counts.keys());
	const width = compared.length;
	const query = new Float64Array(columns);
	/** What each column is known to add on the way down. */
	const cost = new Float64Array(columns);
	let skip = -1;

	const scan = (from: number, to: number): void => {
		for (let i = from; i < to; i++) {
			const at = i * columns;
			const limit = distances[k - 1]!;
			let d = 0;
			for (let j = 0; j < width; j++) {
				const c = compared[j]!;
				const difference = Math.abs(query[c]! - points[at + c]!);
				d += Math.min(difference, 1);
				if (d >= limit) break;
			}
			if (d >= limit || tree.rows[i] === skip) continue;
			let place = k - 1;
			while (place > 0 && distances[place - 1]! > d) {
				distances[place] = distances[place - 1]!;
				found[place] = found[place - 1]!;
				place--;
			}
			distances[place] = d;
			found[place] = tree.rows[i]!;
		}
	};

	const descend = (node: number, bound: number): void => {
		const c = column[node]!;
		if (c < 0) {
			scan(start[node]!, end[node]!);
			return;
		}
		const x = query[c]!;
		const toLeft = x - leftHigh[node]!;
		const toRight = rightLow[node]! - x;
		const leftFirst = toLeft < toRight;
		const near = leftFirst ? node + 1 : right[node]!;
		const far = leftFirst ? right[node]! : node + 1;
		const before = cost[c]!;
		const use = counts[c] === 1;
		for (let side = 0; side < 2; side++) {
			const gap = (side === 0) === leftFirst ? toLeft : toRight;
			const added = use ? Math.max(before, Math.min(1, Math.max(0, gap))) : 0;
			const reach = bound - before + added;
			// Sums of floating-point numbers: leave a branch out only where it is clearly beyond.
			if (reach - 1e-12 >= distances[k - 1]!) continue;
			cost[c] = added;
			descend(side === 0 ? near : far, reach);
		}
		cost[c] = before;
	};

	return {
		distances,
		rows: found,
		find(queries, at, except = -1) {
			for (let c = 0; c < columns; c++) query[c] = queries[at + c]!;
			cost.fill(0);
			distances.fill(Number.POSITIVE_INFINITY);
			found.fill(-1);
			skip = except;
			if (tree.count > 0) descend(0, 0);
		},
	};
}
