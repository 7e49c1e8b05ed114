import { finish, type Steps } from "../table/pause";
import { type Column, isNumeric, type LevelColumn, type NumericColumn } from "../table/table";
import { formatMoment, formatNumber } from "./scale";

/** How one column is distributed in one or more tables, in the same bins or levels for all: what charts draw. */
export interface Distribution {
	readonly name: string;
	/** Bins have an order and edges; levels are names. */
	readonly shape: "bins" | "levels";
	/** One label a bin (its range) or level. */
	readonly labels: readonly string[];
	/** Edges of the bins, one more than there are bins; empty for levels. */
	readonly edges: readonly number[];
	/** What stands under the axis of the bins at its start, middle and end. */
	readonly axis: readonly [string, string, string] | undefined;
	/** Text for a value on the axis of the bins. */
	readonly format: (value: number) => string;
	/** Share of all rows, one list a table, as long as `labels`. */
	readonly shares: readonly (readonly number[])[];
	/** Share of rows without a value, one a table. */
	readonly missing: readonly number[];
	/** Share of rows in levels beyond those listed, one a table. */
	readonly others: readonly number[];
}

export interface DistributionOptions {
	/** Bins of a numeric column at most. Default 28. */
	bins?: number;
	/** Levels listed at most; the rest is summed up in `others`. Default 8. */
	levels?: number;
}

/**
 * The distribution of a column in several tables, binned alike. Bins span the first table's values, without the
 * outermost 0.5 % where a long tail would squeeze the rest into one bin; values beyond fall into the end bins.
 */
export function distribution(columns: readonly Column[], options: DistributionOptions = {}): Distribution {
	return finish(distributionSteps(columns, options));
}

/** `distribution` with stops for breath, for columns of millions of rows. */
export function* distributionSteps(columns: readonly Column[], options: DistributionOptions = {}): Steps<Distribution> {
	const first = columns[0];
	if (!first) throw new RangeError("A distribution needs one column at least.");
	if (isNumeric(first)) return yield* binned(columns.filter(isNumeric), options.bins ?? 28);
	return yield* levelled(
		columns.filter((column): column is LevelColumn => !isNumeric(column)),
		options.levels ?? 8,
	);
}

/** Cells counted between two stops for breath: a few milliseconds of work. */
const CELLS_A_PIECE = 1 << 17;

/** An array in pieces, one after the other. */
function* inPieces<T extends Float64Array | Int32Array>(cells: T): Generator<T> {
	for (let at = 0; at < cells.length; at += CELLS_A_PIECE) yield cells.subarray(at, at + CELLS_A_PIECE) as T;
}

function* binned(columns: readonly NumericColumn[], most: number): Steps<Distribution> {
	const first = columns[0] as NumericColumn;
	const edges = yield* binEdges(first, most);
	const span = (edges.at(-1) as number) - (edges[0] as number);
	const whole = first.kind === "integer" && (edges[1] as number) - (edges[0] as number) === 1;
	const format = (value: number) => (first.kind === "datetime" ? formatMoment(value, span) : formatNumber(value));
	const labels = edges.slice(0, -1).map((low, i) => {
		if (whole) return formatNumber(low + 0.5);
		return `${format(low)} to ${format(edges[i + 1] as number)}`;
	});
	const [low, high] = whole
		? [(edges[0] as number) + 0.5, (edges.at(-1) as number) - 0.5]
		: [edges[0] as number, edges.at(-1) as number];
	const counted: Counted[] = [];
	for (const { values } of columns) counted.push(yield* countBins(values, edges));
	return {
		name: first.name,
		shape: "bins",
		labels,
		edges,
		axis: [
			format(low),
			low === high ? "" : format(whole ? Math.round((low + high) / 2) : (low + high) / 2),
			low === high ? "" : format(high),
		],
		format,
		shares: counted.map((c) => c.shares),
		missing: counted.map((c) => c.missing),
		others: columns.map(() => 0),
	};
}

/** Values sorted at most for one chart: a page draws many. */
const MOST_SORTED = 20_000;

/** The edges last worked out for a column: live charts ask for the same real column again and again. */
const known = new WeakMap<NumericColumn, { most: number; edges: readonly number[] }>();

function* binEdges(column: NumericColumn, most: number): Steps<readonly number[]> {
	const before = known.get(column);
	if (before?.most === most) return before.edges;
	const edges = yield* centralEdges(column, most);
	known.set(column, { most, edges });
	return edges;
}

/** Edges over the central range of a column's values; one bin a value for integers of few values. */
function* centralEdges(column: NumericColumn, most: number): Steps<number[]> {
	let low = Number.POSITIVE_INFINITY;
	let high = Number.NEGATIVE_INFINITY;
	let n = 0;
	for (const piece of inPieces(column.values)) {
		for (const value of piece) {
			if (Number.isNaN(value)) continue;
			n++;
			if (value < low) low = value;
			if (value > high) high = value;
		}
		yield;
	}
	if (n === 0) return [0, 1];
	if (column.kind === "integer" && high - low < most) {
		return Array.from({ length: high - low + 2 }, (_, i) => low - 0.5 + i);
	}
	const sorted = someValues(column.values);
	const within = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] as number;
	const inner = [within(0.005), within(0.995)] as const;
	if (high - low > 2 * (inner[1] - inner[0]) && inner[1] > inner[0]) [low, high] = inner;
	// Also where the range is too small a number to be divided into bins.
	if (!(high / most - low / most > Math.abs(high) * Number.EPSILON)) {
		const half = Math.abs(low) * 0.01 || 0.5;
		return [Math.max(-Number.MAX_VALUE, low - half), Math.min(Number.MAX_VALUE, low + half)];
	}
	const bins = Math.max(4, Math.min(most, Math.ceil(2 * Math.cbrt(n))));
	// Weighted ends: their difference may overflow.
	return Array.from({ length: bins + 1 }, (_, i) => low * (1 - i / bins) + high * (i / bins));
}

/** Values that tell where a column's tails begin, ascending: all that are present, or an even sample of many. */
function someValues(values: Float64Array): Float64Array {
	const stride = Math.ceil(values.length / MOST_SORTED);
	const some = new Float64Array(Math.ceil(values.length / stride));
	let n = 0;
	for (let i = 0; i < values.length; i += stride) {
		if (!Number.isNaN(values[i])) some[n++] = values[i] as number;
	}
	// Where only the values in between are present, the column's own ends have to do.
	return n === 0 ? values.filter((value) => !Number.isNaN(value)).sort() : some.subarray(0, n).sort();
}

interface Counted {
	readonly shares: number[];
	readonly missing: number;
}

function* countBins(values: Float64Array, edges: readonly number[]): Steps<Counted> {
	const bins = edges.length - 1;
	const low = edges[0] as number;
	const width = (edges[bins] as number) / bins - low / bins;
	const counts = new Array<number>(bins).fill(0);
	let missing = 0;
	for (const piece of inPieces(values)) {
		for (const value of piece) {
			if (Number.isNaN(value)) missing++;
			else (counts[Math.max(0, Math.min(bins - 1, Math.floor(value / width - low / width)))] as number)++;
		}
		yield;
	}
	const rows = Math.max(1, values.length);
	return { shares: counts.map((count) => count / rows), missing: missing / rows };
}

function* levelled(columns: readonly LevelColumn[], most: number): Steps<Distribution> {
	const first = columns[0] as LevelColumn;
	const shares: LevelShares[] = [];
	for (const column of columns) shares.push(yield* levelShares(column));
	const order = [...(shares[0] as LevelShares).byLevel.entries()].sort((a, b) => b[1] - a[1]);
	// Levels that only later tables have still deserve a place if there is room.
	for (const other of shares.slice(1)) {
		for (const [level] of other.byLevel) {
			if (order.length < most && !shares[0]?.byLevel.has(level)) order.push([level, 0]);
		}
	}
	const labels = order.slice(0, most).map(([level]) => level);
	const listed = shares.map((share) => labels.map((level) => share.byLevel.get(level) ?? 0));
	return {
		name: first.name,
		shape: "levels",
		labels,
		edges: [],
		axis: undefined,
		format: formatNumber,
		shares: listed,
		missing: shares.map((share) => share.missing),
		others: shares.map((share, i) => Math.max(0, 1 - share.missing - sum(listed[i] as number[]))),
	};
}

interface LevelShares {
	byLevel: Map<string, number>;
	missing: number;
}

function* levelShares(column: LevelColumn): Steps<LevelShares> {
	const counts = new Float64Array(column.levels.length);
	let missing = 0;
	for (const piece of inPieces(column.codes)) {
		for (const code of piece) {
			if (code < 0) missing++;
			else (counts[code] as number)++;
		}
		yield;
	}
	const rows = Math.max(1, column.codes.length);
	const byLevel = new Map<string, number>();
	column.levels.forEach((level, code) => {
		if ((counts[code] as number) > 0) byLevel.set(level, (counts[code] as number) / rows);
	});
	return { byLevel, missing: missing / rows };
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}

/**
 * Half the summed difference between two of a distribution's tables, missing and others included: 0 where they
 * agree, 1 where they share nothing (total variation distance over the bins shown).
 */
export function distance(of: Distribution, a = 0, b = 1): number {
	const left = of.shares[a] ?? [];
	const right = of.shares[b] ?? [];
	let total =
		Math.abs((of.missing[a] ?? 0) - (of.missing[b] ?? 0)) + Math.abs((of.others[a] ?? 0) - (of.others[b] ?? 0));
	for (let i = 0; i < left.length; i++) total += Math.abs((left[i] ?? 0) - (right[i] ?? 0));
	return total / 2;
}
