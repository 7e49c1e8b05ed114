import { type Aligned, isNumericSeries, type Series } from "../align";
import { levelCounts } from "../fidelity/tv";

/** P(two random rows of one table share their value): 0 where every value is its own, 1 where there is only one. */
function collision(series: Series, table: number): number {
	let sum = 0;
	const rows = isNumericSeries(series) ? series.values[table]!.length : series.codes[table]!.length;
	const add = (count: number): void => {
		sum += (count / rows) ** 2;
	};
	if (!isNumericSeries(series)) {
		const counts = levelCounts(series.codes[table]!, series.levels.length);
		for (const count of counts) add(count);
		add(rows - counts.reduce((all, count) => all + count, 0));
		return sum;
	}
	// Missing numbers sort to the end and, as missing levels, share one value.
	const sorted = series.values[table]!.slice().sort();
	for (let start = 0; start < rows; ) {
		let end = start + 1;
		while (end < rows && Object.is(sorted[end]! + 0, sorted[start]! + 0)) end++;
		add(end - start);
		start = end;
	}
	return sum;
}

/**
 * Deals the columns into two halves that tell about equally much, the most telling first: one to the first half, two to
 * the second, two to the first, and so on. By chance one half may hold nothing but columns that thousands share, and
 * then not even a verbatim copy can be linked.
 */
export function dealColumns({ series }: Pick<Aligned, "series">, table: number): [number[], number[]] {
	const shared = series.map((one) => collision(one, table));
	const order = Array.from(shared.keys()).sort((a, b) => shared[a]! - shared[b]! || a - b);
	const halves: [number[], number[]] = [[], []];
	order.forEach((column, i) => {
		halves[((i + 1) >> 1) % 2]!.push(column);
	});
	for (const half of halves) half.sort((a, b) => a - b);
	return halves;
}
