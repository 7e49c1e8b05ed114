import { checkTable } from "./check-table";
import { countDistinct } from "./distinct";
import { finish } from "./pause";
import { type Column, isNumeric, type Kind, type Table } from "./table";

/** What a column holds, as plain data for people and programs. */
export interface ColumnSchema {
	readonly name: string;
	readonly kind: Kind;
	/** Why it is of this kind, in a sentence; "The kind was given." where nobody had to decide. */
	readonly reason: string;
	/** Missing cells. */
	readonly missing: number;
	/** Different values, missing ones not counted. */
	readonly distinct: number;
	/** Smallest value; numbers, integers and datetimes (milliseconds since 1970-01-01 UTC) that have any. */
	readonly min?: number;
	/** Greatest value, likewise. */
	readonly max?: number;
	/** Digits behind the decimal point; numbers and integers of which that is known. */
	readonly decimals?: number;
	/** How datetimes are written; see `datetimeFormat`. */
	readonly format?: string;
	/** The most frequent levels, at most ten, most frequent first; categories and booleans only, never ids or text. */
	readonly top?: readonly { readonly level: string; readonly count: number }[];
}

/** A table described column by column, in the table's order. */
export interface Schema {
	readonly rows: number;
	readonly columns: readonly ColumnSchema[];
	/** What reading the table changed or had to assume. */
	readonly warnings: readonly string[];
}

const TOP_LEVELS = 10;

/** Describes a table: each column's kind with its reason, what is missing, and the range or the top levels. */
export function inferSchema(table: Table): Schema {
	checkTable(table);
	return { rows: table.rows, columns: table.columns.map(describe), warnings: table.warnings ?? [] };
}

function describe(column: Column): ColumnSchema {
	const { name, kind } = column;
	const reason = column.reason ?? "The kind was given.";
	if (!isNumeric(column)) {
		const { missing, counts } = countLevels(column.codes, column.levels.length);
		const distinct = counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
		const described = { name, kind, reason, missing, distinct };
		if (kind === "id" || kind === "text") return described;
		const top = Array.from(counts, (count, code) => ({ level: column.levels[code]!, count }))
			.filter(({ count }) => count > 0)
			.sort((a, b) => b.count - a.count)
			.slice(0, TOP_LEVELS);
		return { ...described, top };
	}
	const { values, decimals, format } = column;
	let [min, max, missing] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
	for (const value of values) {
		if (Number.isNaN(value)) missing++;
		if (value < min) min = value;
		if (value > max) max = value;
	}
	return {
		name,
		kind,
		reason,
		missing,
		distinct: finish(countDistinct(values)),
		...(min <= max ? { min, max } : {}),
		...(decimals !== undefined && kind !== "datetime" ? { decimals } : {}),
		...(format !== undefined ? { format } : {}),
	};
}

function countLevels(codes: Int32Array, levels: number): { missing: number; counts: Uint32Array } {
	const counts = new Uint32Array(levels);
	let missing = 0;
	for (const code of codes) {
		if (code < 0) missing++;
		else counts[code]!++;
	}
	return { missing, counts };
}
