// F token columns, G groups of a column's states
import { chowLiuOrder } from "../statistics/chow-liu";
import type { TokenTable } from "./data";

/** Groups into which a number's states are put together: dependence shows in a few. */
const GROUPS = 16;
/** Rows looked at. */
const MOST_ROWS = 20_000;

/** The group of each state: categories are their own, numbers' states share groups of about as many rows. */
function groupsOf(counts: ArrayLike<number>, isNumber: boolean): Uint16Array {
	if (!isNumber) return Uint16Array.from(counts, (_, state) => state);
	const total = Array.from(counts).reduce((a, b) => a + b, 0);
	let below = 0;
	return Uint16Array.from(counts, (count) => {
		below += count;
		return Math.min(GROUPS - 1, Math.floor((GROUPS * (below - count / 2)) / total));
	});
}

/**
 * Indices of token columns along the Chow-Liu tree, so that every column comes soon after one that it depends on. The two
 * digits of a column of very many categories stay together.
 *
 * @param counts as `stateFrequencies` gives them.
 */
export function columnOrder(table: TokenTable, counts: readonly Float64Array[]): number[] {
	const { tokens, states } = table;
	const rows = Math.min(table.rows, MOST_ROWS);
	const whole = tokens.flatMap(({ remainder }, f) => (remainder ? [] : [f]));
	const groups = whole.map((f) => {
		const group = groupsOf(counts[f]!, tokens[f]!.scores !== undefined);
		return Uint16Array.from(states[f]!.subarray(0, rows), (state) => group[state]!);
	});
	return chowLiuOrder(groups).flatMap((i) => {
		const f = whole[i]!;
		return tokens[f + 1]?.remainder ? [f, f + 1] : [f];
	});
}
