import { contingency, mutualInformation } from "./contingency";

/** A column by group: of few values, the value. */
interface Grouped {
	/** A group a row. */
	readonly groups: Uint16Array;
	/** Rows of each group. */
	readonly counts: Float64Array;
}

function grouped(groups: Uint16Array): Grouped {
	const counts = new Float64Array(groups.reduce((most, group) => Math.max(most, group), 0) + 1);
	for (const group of groups) counts[group]!++;
	return { groups, counts };
}

/**
 * Mutual information of two columns in nats, less what as many rows of independent columns would show on average (Miller
 * 1955, "Note on the bias of information estimates").
 */
function dependence({ groups: a, counts: ofA }: Grouped, { groups: b, counts: ofB }: Grouped): number {
	const n = a.length;
	const information = mutualInformation(contingency([a, b], [ofA.length, ofB.length], n), ofB.length, n);
	const freedom = (counts: Float64Array) => counts.filter((count) => count > 0).length - 1;
	return information - (freedom(ofA) * freedom(ofB)) / (2 * n);
}

/**
 * An order in which every column comes soon after one that it depends on: along the tree of greatest mutual information
 * (Chow and Liu 1968), grown by Prim's algorithm from the first column.
 *
 * @param columns each column's group by row, numbers from 0.
 * @returns indices of columns.
 */
export function chowLiuOrder(columns: readonly Uint16Array[]): number[] {
	const all = columns.map(grouped);
	const left = columns.map((_, f) => f);
	const strongest = new Float64Array(columns.length).fill(Number.NEGATIVE_INFINITY);
	const order: number[] = [];
	while (left.length > 0) {
		let next = left[0]!;
		for (const f of left) if (strongest[f]! > strongest[next]!) next = f;
		left.splice(left.indexOf(next), 1);
		order.push(next);
		for (const f of left) strongest[f] = Math.max(strongest[f]!, dependence(all[next]!, all[f]!));
	}
	return order;
}
