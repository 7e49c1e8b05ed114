import type { Random, RandomKey } from "../random";
import { fitIdFormat, freshId, type IdFormat } from "../table/fresh-ids/fresh-ids";
import { keyOf } from "../table/fresh-ids/keyed";
import type { LevelColumn } from "../table/table";

/** A column of identifiers, none of which is learned: new ones are made in their format, disjoint from all of them. */
export interface IdCodec {
	readonly type: "id";
	/** Absent where the column has none. */
	readonly format?: IdFormat;
	readonly missing: boolean;
	/** Training rows with an id, and without one. */
	readonly counts: Float64Array;
}

/** Learns the format of a column of ids. */
export function fitId(column: LevelColumn, key: RandomKey = keyOf(column.name)): IdCodec {
	const used = new Uint8Array(column.levels.length);
	let absent = 0;
	for (const code of column.codes) {
		if (code < 0) absent++;
		else used[code] = 1;
	}
	const ids = column.levels.filter((_, code) => used[code]);
	const counts = Float64Array.of(column.codes.length - absent, absent);
	return { type: "id", missing: absent > 0, counts, ...(ids.length > 0 && { format: fitIdFormat(ids, { key }) }) };
}

/** The id of row `row`, counted from 0 over the whole of a sample. */
export function freshIdOf({ format }: IdCodec, row: number, random: Random): string {
	return format ? freshId(format, row, random.key) : String(row);
}
