import type { Table } from "../table/table";

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
