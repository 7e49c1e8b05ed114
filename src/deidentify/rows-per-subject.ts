import type { Random } from "../random";

/** How many rows a subject has, learned so that no number of rows is one that fewer than k subjects have. Plain data. */
export interface RowsPerSubject {
	readonly rows: Int32Array;
	/** Subjects behind each. */
	readonly weights: Int32Array;
	readonly mean: number;
}

/**
 * Learns from each subject's number of rows. Numbers that fewer than `fewest` subjects have are put together with their
 * neighbours, and stand as the mean of these.
 */
export function fitRowsPerSubject(sizes: Int32Array, fewest: number): RowsPerSubject {
	const sorted = sizes.filter((size) => size > 0).sort();
	const groups: { sum: number; n: number }[] = [];
	let at = 0;
	while (at < sorted.length) {
		let end = at;
		let sum = 0;
		// At least so many, and all that are equal to the last of them.
		while (end < sorted.length && (end - at < fewest || sorted[end] === sorted[end - 1])) sum += sorted[end++]!;
		groups.push({ sum, n: end - at });
		at = end;
	}
	const last = groups.at(-1);
	const before = groups.at(-2);
	if (last && before && last.n < fewest) {
		before.sum += last.sum;
		before.n += last.n;
		groups.pop();
	}
	return {
		rows: Int32Array.from(groups, ({ sum, n }) => Math.max(1, Math.round(sum / n))),
		weights: Int32Array.from(groups, ({ n }) => n),
		mean: sorted.length === 0 ? 1 : groups.reduce((sum, { sum: s }) => sum + s, 0) / sorted.length,
	};
}

/** Rows of each of `n` subjects. */
export function sampleRowCounts({ rows, weights }: RowsPerSubject, n: number, random: Random): Int32Array {
	const total = weights.reduce((a, b) => a + b, 0);
	return Int32Array.from({ length: n }, () => {
		let left = random.int(Math.max(1, total));
		let i = 0;
		while (i < weights.length - 1 && left >= weights[i]!) left -= weights[i++]!;
		return rows[i] ?? 1;
	});
}
