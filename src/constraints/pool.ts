import { appendRows } from "../table/append-rows";
import { type Table, takeRows } from "../table/table";

/** Rows that share a pool of further ones, counted from row 0 of a seed. */
export const GROUP = 4096;
/** Where but one row in so many is good, a constraint or condition counts as one that cannot be met … */
const TRIES = 500;
/** … once so many rows were sampled for a group. */
const LEAST_SAMPLED = 20_000;
const MOST_AT_ONCE = 8192;

/**
 * Good rows of a stream, one after the other: those that nothing is `bad` about and that repeat none before.
 *
 * @throws what `unmet` makes of the rows sampled last, where but one in `TRIES` is good.
 */
export function createPool(
	sample: (rows: number, offset: number) => Promise<Table>,
	bad: (table: Table) => Uint8Array,
	repeats: (table: Table, row: number) => boolean,
	unmet: (table: Table) => Error,
): (wanted: number) => Promise<{ table: Table; row: number }> {
	let [table, broken]: [Table | undefined, Uint8Array] = [undefined, new Uint8Array(0)];
	let [at, sampled, good] = [0, 0, 0];
	return async (wanted) => {
		for (;;) {
			for (; table && at < table.rows; at++) {
				if (broken[at] !== 0 || repeats(table, at)) continue;
				good++;
				return { table, row: at++ };
			}
			if (table && sampled >= LEAST_SAMPLED && good * TRIES < sampled) throw unmet(table);
			const odds = sampled === 0 ? 0.8 : (good + 0.5) / (sampled + 1);
			// A network takes as long for a few rows as for some.
			const rows = Math.min(MOST_AT_ONCE, Math.max(64, Math.ceil((1.1 * wanted) / odds)));
			table = await sample(rows, sampled);
			broken = bad(table);
			at = 0;
			sampled += rows;
		}
	};
}

/** Rows of a request, those of each group taken from the group's own pool, in order; undefined where none are asked for. */
export async function takeFromPools(
	{ rows, offset = 0 }: { readonly rows: number; readonly offset?: number },
	poolOf: (group: number) => ReturnType<typeof createPool>,
): Promise<Table | undefined> {
	const start = Math.floor(offset / GROUP) * GROUP;
	const end = offset + rows;
	const parts: Table[] = [];
	const order: number[] = [];
	let before = 0;
	for (let first = start; first < end; first += GROUP) {
		const pool = poolOf(first / GROUP);
		const last = Math.min(end, first + GROUP);
		for (let row = first; row < last; row++) {
			const found = await pool(last - row);
			if (parts.at(-1) !== found.table) {
				before = parts.reduce((sum, part) => sum + part.rows, 0);
				parts.push(found.table);
			}
			order.push(before + found.row);
		}
	}
	if (rows === 0 || parts.length === 0) return undefined;
	return takeRows(appendRows(parts as [Table, ...Table[]]), order.slice(offset - start));
}
