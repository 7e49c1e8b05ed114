/**
 * Functional dependencies: columns that others determine. Candidates are sought on a sample of the rows, where one
 * contradiction ends the look; what survives is held against all of them. The measure of what is almost a dependency is
 * g₃, the share of rows to be left out so that it holds (Kivinen and Mannila 1995).
 */
import { type Column, isNumeric, type Table } from "../../table/table";
import type { Coded } from "./coded";

/** A dependency on the sample: column `to` by the columns `by`; at most one of them, the last, by its order (`runs`). */
export interface Dependency {
	readonly to: number;
	readonly by: readonly number[];
	/** Whether the last of `by` is a number that determines by ranges of its values. */
	readonly ranges: boolean;
	readonly support: number;
}

/** Logarithm of the odds that a dependency holds by accident, below which it is taken for one. */
export const EVIDENCE = 30;
/** Fewest rows that obey an almost dependency, as a share. */
export const ALMOST = 0.99;
/** Values that a column determined by ranges has at most. */
const MOST_VALUES = 50;
/** Codes that a column is a determinant by at most, as a share of the rows. */
const KEY_LIKE = 0.3;

/** Share of the rows that remain where each code of `x` keeps its commonest code of `y`: 1 − g₃. */
export function supportOf(x: Int32Array, distinct: number, y: Coded): number {
	const rows = x.length;
	if (distinct * y.distinct <= 4 * rows) {
		const counts = new Uint32Array(distinct * y.distinct);
		for (let i = 0; i < rows; i++) counts[x[i]! * y.distinct + y.codes[i]!]!++;
		let kept = 0;
		for (let c = 0; c < distinct; c++) {
			let most = 0;
			for (let v = 0; v < y.distinct; v++) most = Math.max(most, counts[c * y.distinct + v]!);
			kept += most;
		}
		return kept / rows;
	}
	const counts = new Map<number, number>();
	const most = new Uint32Array(distinct);
	for (let i = 0; i < rows; i++) {
		const key = x[i]! * y.distinct + y.codes[i]!;
		const count = (counts.get(key) ?? 0) + 1;
		counts.set(key, count);
		if (count > most[x[i]!]!) most[x[i]!] = count;
	}
	return most.reduce((a, b) => a + b, 0) / rows;
}

/** Whether no code of `x` meets two codes of `y`. */
function holds(x: Int32Array, first: Int32Array, y: Int32Array): boolean {
	first.fill(-1);
	for (let i = 0; i < x.length; i++) {
		const expected = first[x[i]!]!;
		if (expected < 0) first[x[i]!] = y[i]!;
		else if (expected !== y[i]!) return false;
	}
	return true;
}

/** Rows by rising value of a numeric column, missing ones last; `undefined` where it has no order worth a look. */
export function risingRows(column: Column, rows: Int32Array): Int32Array | undefined {
	if (!isNumeric(column)) return undefined;
	const values = rows.length > 0 ? Float64Array.from(rows, (row) => column.values[row]!) : new Float64Array(0);
	const key = (i: number) => (Number.isNaN(values[i]!) ? Number.POSITIVE_INFINITY : values[i]!);
	return Int32Array.from(rows.keys()).sort((a, b) => (key(a) === key(b) ? a - b : key(a) - key(b)));
}

/**
 * How often `y` changes while `x` rises, within each code of `within`; more than `limit` where it is more, or where
 * one value of `x` meets two of `y`.
 */
export function changes(order: Int32Array, x: Coded, y: Coded, within: Coded | undefined, limit: number): number {
	const groups = within?.distinct ?? 1;
	const lastY = new Int32Array(groups).fill(-1);
	const lastX = new Int32Array(groups).fill(-1);
	let count = 0;
	for (const i of order) {
		const g = within ? within.codes[i]! : 0;
		if (lastY[g] !== y.codes[i]!) {
			if (lastX[g] === x.codes[i]!) return limit + 1;
			if (++count > limit) return count;
		}
		lastY[g] = y.codes[i]!;
		lastX[g] = x.codes[i]!;
	}
	return count;
}

/** Evidence against accident: rows beyond those that could not contradict, each right by luck with probability `luck`. */
function evidence(rows: number, free: number, luck: number): number {
	return (rows - free) * -Math.log(Math.min(luck, 1 - 1e-9));
}

/** Columns that may determine others, and those that others may determine. */
export function candidates(coded: readonly Coded[], rows: number): { xs: Coded[]; ys: Coded[] } {
	const usable = coded.filter(({ column, distinct }) => distinct > 1 && column.kind !== "id" && column.kind !== "text");
	return {
		xs: usable.filter(({ distinct }) => distinct <= KEY_LIKE * rows),
		ys: usable.filter(({ distinct }) => distinct <= KEY_LIKE * rows),
	};
}

/** Dependencies on one column, and on a pair where neither of it would do. */
export async function findDependencies(
	table: Table,
	coded: readonly Coded[],
	rows: Int32Array,
	pause: () => Promise<void>,
): Promise<Dependency[]> {
	const n = rows.length;
	const { xs, ys } = candidates(coded, n);
	const found: Dependency[] = [];
	/** How well one column predicts another, by `y`'s place in `ys`. */
	const predicts = new Map<Coded, Float64Array>();
	const settled = ys.map(() => new Set<number>());
	for (const x of xs) {
		const support = ys.map((y) => (y === x ? 1 : supportOf(x.codes, x.distinct, y)));
		predicts.set(x, Float64Array.from(support));
		ys.forEach((y, at) => {
			if (y === x || evidence(n, x.distinct, y.mode) < EVIDENCE) return;
			if (support[at]! === 1) settled[at]!.add(x.index);
			// An almost dependency must say more than the commonest value does.
			if (support[at]! >= ALMOST && 1 - support[at]! <= 0.2 * (1 - y.mode)) {
				found.push({ to: y.index, by: [x.index], ranges: false, support: support[at]! });
			}
		});
		await pause();
	}
	const numbers = coded.filter((c) => isNumeric(c.column) && c.distinct > 12);
	for (const x of numbers) {
		const order = risingRows(table.columns[x.index]!, rows)!;
		for (const [at, y] of ys.entries()) {
			if (y === x || y.distinct > MOST_VALUES || settled[at]!.size > 0) continue;
			const limit = 2 * y.distinct + 2;
			if (changes(order, x, y, undefined, limit) <= limit && evidence(n, limit, y.mode) >= EVIDENCE) {
				found.push({ to: y.index, by: [x.index], ranges: true, support: 1 });
				settled[at]!.add(x.index);
			}
		}
		for (const c of xs) {
			if (c === x || c.distinct > MOST_VALUES) continue;
			for (const [at, y] of ys.entries()) {
				if (y === x || y === c || y.distinct > MOST_VALUES || settled[at]!.size > 0) continue;
				const limit = Math.min(n / 10, c.distinct * (y.distinct + 2));
				const luck = Math.max(y.mode, predicts.get(c)![at]!, predicts.get(x)?.[at] ?? 0);
				if (evidence(n, limit, luck) < EVIDENCE) continue;
				if (changes(order, x, y, c, limit) > limit) continue;
				found.push({ to: y.index, by: [c.index, x.index], ranges: true, support: 1 });
			}
		}
		await pause();
	}
	await findPairs(xs, ys, settled, predicts, found, n, pause);
	return found;
}

async function findPairs(
	xs: readonly Coded[],
	ys: readonly Coded[],
	settled: readonly Set<number>[],
	predicts: ReadonlyMap<Coded, Float64Array>,
	found: Dependency[],
	n: number,
	pause: () => Promise<void>,
): Promise<void> {
	const small = xs.filter(({ distinct }) => distinct <= Math.sqrt(n) * 2);
	const open = ys.map((y, at) => ({ y, at })).filter(({ at }) => settled[at]!.size === 0);
	const codes = new Int32Array(n);
	for (const [i, a] of small.entries()) {
		for (const b of small.slice(i + 1)) {
			const size = a.distinct * b.distinct;
			const fit = open.filter(({ y, at }) => {
				if (y === a || y === b) return false;
				const luck = Math.max(y.mode, predicts.get(a)![at]!, predicts.get(b)![at]!);
				return evidence(n, Math.min(size, n / 4), luck) >= EVIDENCE;
			});
			if (fit.length === 0) continue;
			for (let r = 0; r < n; r++) codes[r] = a.codes[r]! * b.distinct + b.codes[r]!;
			const first = new Int32Array(size);
			for (const { y, at } of fit) {
				if (!holds(codes, first, y.codes)) continue;
				const groups = new Set(codes).size;
				const luck = Math.max(y.mode, predicts.get(a)![at]!, predicts.get(b)![at]!);
				if (evidence(n, groups, luck) < EVIDENCE) continue;
				found.push({ to: y.index, by: [a.index, b.index], ranges: false, support: 1 });
			}
		}
		await pause();
	}
}
