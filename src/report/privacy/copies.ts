import type { Tables } from "../align";
import { type Aligned, isNumericSeries, rangeIn } from "../align";
import type { Figure } from "../figure";
import { type Rate, rateInterval, wilson } from "./intervals";
import { indexRows, plainColumns, rowHash } from "./plain-columns";

/**
 * How far apart two numbers of a near copy may be, relative to the synthetic one (SDMetrics' NewRowSynthesis); dates,
 * whose zero means nothing, relative to the range they have in the reference.
 */
export const NEAR = 0.01;

/** How many rows repeat a row the generator learned from. */
export interface Copies {
	/** Share of synthetic rows equal to a training row in every column. */
	readonly exact: Figure;
	/** Share of synthetic rows with every level equal and every number within 1 % of a training row's (dates: of their range). */
	readonly near: Figure;
	/** The same shares of held-out rows: what coincidence alone gives. */
	readonly heldOutExact: Figure;
	readonly heldOutNear: Figure;
	/** Distinct training rows that a synthetic row repeats exactly. */
	readonly repeatedRows: number;
}

/** Row numbers of `table` that have an equal row in `reference`, as flags. */
export function exactCopies(
	aligned: Aligned,
	reference: number,
	table: number,
): { flags: Uint8Array; repeated: number } {
	const columns = plainColumns(aligned, reference);
	const index = indexRows(columns, aligned.rows[reference]!);
	const own = plainColumns(aligned, table);
	const flags = new Uint8Array(aligned.rows[table]!);
	const repeated = new Set<number>();
	for (let i = 0; i < flags.length; i++) {
		const at = index.find(own, i);
		if (at < 0) continue;
		flags[i] = 1;
		repeated.add(at);
	}
	return { flags, repeated: repeated.size };
}

/** How many sorted values lie in [v − reach, v + reach], and where they start. */
function window(sorted: Float64Array, v: number, reach: number): [number, number] {
	const bound = (x: number, inclusive: boolean): number => {
		let low = 0;
		let high = sorted.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (inclusive ? sorted[middle]! <= x : sorted[middle]! < x) low = middle + 1;
			else high = middle;
		}
		return low;
	};
	return [bound(v - reach, false), bound(v + reach, true)];
}

/**
 * Row numbers of `table` that have a near copy in `reference`, as flags: levels and missingness equal, numbers within
 * `tolerance` of the table's own value, dates within that share of the reference's range. Rows are grouped by their levels, each group sorted by its most telling number.
 */
export function nearCopies(aligned: Aligned, reference: number, table: number, tolerance = NEAR): Uint8Array {
	const numeric = aligned.series.filter(isNumericSeries);
	const theirs = numeric.map((s) => s.values[reference]!);
	const ours = numeric.map((s) => s.values[table]!);
	const ranges = numeric.map((s) => (s.kind === "datetime" ? rangeIn(s, reference) : null));
	const reach = (column: number, v: number): number => tolerance * (ranges[column] ?? Math.abs(v));
	// A row's group: its levels, and which of its numbers are missing.
	const keyColumns = (t: number): Float64Array[] =>
		plainColumns(aligned, t).map((column, c) =>
			isNumericSeries(aligned.series[c]!) ? column.map((v) => (Number.isNaN(v) ? Number.NaN : 0)) : column,
		);
	const groups = new Map<number, number[]>();
	const referenceKeys = keyColumns(reference);
	for (let i = 0; i < aligned.rows[reference]!; i++) {
		const key = rowHash(referenceKeys, i);
		const group = groups.get(key);
		if (group) group.push(i);
		else groups.set(key, [i]);
	}
	interface Group {
		readonly rows: readonly number[];
		readonly by: number;
		readonly sorted: Float64Array;
	}
	const ready = new Map<number, Group>();
	const open = (key: number): Group | null => {
		const known = ready.get(key);
		if (known) return known;
		const rows = groups.get(key);
		if (!rows) return null;
		let by = -1;
		let fewest = Number.POSITIVE_INFINITY;
		for (let c = 0; c < numeric.length; c++) {
			const sorted = Float64Array.from(rows, (i) => theirs[c]![i]!).sort();
			if (Number.isNaN(sorted[0]!)) continue;
			// Mean number of rows in the window of a few of the group's own values.
			let inside = 0;
			for (let q = 0; q < 8; q++) {
				const v = sorted[Math.floor(((q + 0.5) / 8) * sorted.length)]!;
				const [from, to] = window(sorted, v, reach(c, v));
				inside += to - from;
			}
			if (inside < fewest) {
				fewest = inside;
				by = c;
			}
		}
		const order = by < 0 ? rows : [...rows].sort((i, j) => theirs[by]![i]! - theirs[by]![j]!);
		const group = { rows: order, by, sorted: Float64Array.from(order, (i) => (by < 0 ? 0 : theirs[by]![i]!)) };
		ready.set(key, group);
		return group;
	};
	const tableKeys = keyColumns(table);
	const flags = new Uint8Array(aligned.rows[table]!);
	for (let i = 0; i < flags.length; i++) {
		const group = open(rowHash(tableKeys, i));
		if (!group) continue;
		const by = group.by < 0 ? Number.NaN : ours[group.by]![i]!;
		const [from, to] = group.by < 0 ? [0, 1] : window(group.sorted, by, reach(group.by, by));
		for (let k = from; k < to && flags[i] === 0; k++) {
			let near = 1;
			for (let c = 0; c < numeric.length && near === 1; c++) {
				const v = ours[c]![i]!;
				// Missing numbers agree within the group: only a present pair can be too far apart.
				if (Math.abs(theirs[c]![group.rows[k]!]! - v) > reach(c, v)) near = 0;
			}
			flags[i] = near;
		}
	}
	return flags;
}

function share(flags: Uint8Array): Figure {
	if (flags.length === 0) return { value: null, reason: "the table has no rows" };
	let count = 0;
	for (const f of flags) count += f;
	const rate: Rate = wilson(count, flags.length);
	const [low, high] = rateInterval(rate);
	const value = count / flags.length;
	return { value, interval: [Math.min(low, value), Math.max(high, value)] };
}

/** Exact and near copies among synthetic rows, and among held-out ones where there are any. */
export async function copies(
	aligned: Aligned,
	{ real, synthetic, heldOut }: Tables,
	tick: () => Promise<void>,
): Promise<Copies> {
	const count = async (table: number) => {
		const { flags, repeated } = exactCopies(aligned, real, table);
		await tick();
		const near = share(nearCopies(aligned, real, table));
		await tick();
		return { exact: share(flags), near, repeated };
	};
	if (aligned.series.length === 0) {
		const empty: Figure = { value: null, reason: "no column can be compared" };
		return { exact: empty, near: empty, heldOutExact: empty, heldOutNear: empty, repeatedRows: 0 };
	}
	const none: Figure = { value: null, reason: "no held-out rows were given" };
	const { exact, near, repeated } = await count(synthetic);
	const held = heldOut === null ? { exact: none, near: none } : await count(heldOut);
	return { exact, near, heldOutExact: held.exact, heldOutNear: held.near, repeatedRows: repeated };
}
