// F token columns, G groups of a column's states
import { contingency, mutualInformation } from "../statistics/contingency";
import { stateFrequencies, type TokenTable } from "./data";

/** Groups into which a number's states are put together: what hangs together shows in a few. */
const GROUPS = 16;
/** Rows looked at. */
const MOST_ROWS = 20_000;

/** The group of each state: levels are their own, numbers' states share groups of about as many rows. */
function groupsOf(counts: ArrayLike<number>, isNumber: boolean): Uint16Array {
	if (!isNumber) return Uint16Array.from(counts, (_, state) => state);
	const total = Array.from(counts).reduce((a, b) => a + b, 0);
	let below = 0;
	return Uint16Array.from(counts, (count) => {
		below += count;
		return Math.min(GROUPS - 1, Math.floor((GROUPS * (below - count / 2)) / total));
	});
}

/** A column's rows by group. */
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
 * How much one column tells of another, in nats: mutual information, less what as many rows of unrelated columns would
 * show on average (Miller 1955, "Note on the bias of information estimates").
 */
function tells({ groups: a, counts: ofA }: Grouped, { groups: b, counts: ofB }: Grouped): number {
	const n = a.length;
	const information = mutualInformation(contingency([a, b], [ofA.length, ofB.length], n), ofB.length, n);
	const seen = (counts: Float64Array) => counts.reduce((seen, count) => seen + (count > 0 ? 1 : 0), 0) - 1;
	return information - (seen(ofA) * seen(ofB)) / (2 * n);
}

/** Columns of levels as they stand, then those of numbers: what a number is of a few rows, it is by group. */
export function levelsFirst({ tokens }: TokenTable): number[] {
	const all = tokens.map((_, f) => f);
	return [...all.filter((f) => !tokens[f]!.scores), ...all.filter((f) => tokens[f]!.scores)];
}

/**
 * An order in which every column comes soon after one that tells much of it: from the first column along the tree of
 * greatest mutual information (Chow and Liu 1968), each time to the column that one drawn already tells most of. The
 * digits of a column of many levels stay together.
 *
 * @returns indices of token columns.
 */
export function chainOrder(table: TokenTable): number[] {
	const { tokens, states } = table;
	const rows = Math.min(table.rows, MOST_ROWS);
	const counts = stateFrequencies(table);
	const columns = tokens.map(({ scores }, f) => {
		const group = groupsOf(counts[f]!, scores !== undefined);
		return grouped(Uint16Array.from(states[f]!.subarray(0, rows), (state) => group[state]!));
	});
	const left = tokens.flatMap(({ remainder }, f) => (remainder ? [] : [f]));
	const told = new Float64Array(tokens.length).fill(Number.NEGATIVE_INFINITY);
	const order: number[] = [];
	while (left.length > 0) {
		let next = left[0]!;
		for (const f of left) if (told[f]! > told[next]!) next = f;
		left.splice(left.indexOf(next), 1);
		order.push(next);
		if (tokens[next + 1]?.remainder) order.push(next + 1);
		for (const f of left) told[f] = Math.max(told[f]!, tells(columns[next]!, columns[f]!));
	}
	return order;
}
