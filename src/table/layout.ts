import type { Dialect } from "./dialect";
import { type Column, isNumeric, type NumericColumn, type Table } from "./table";

/** How a column is read and written, without any of its cells. */
export interface ColumnLayout extends Pick<NumericColumn, "decimals" | "format" | "notation" | "words"> {
	readonly name: string;
	readonly kind: Column["kind"];
	/** How a missing value is written; absent: as an empty cell. */
	readonly marker?: string;
	/** Levels by which other spellings are known: both of a boolean. */
	readonly levels?: readonly string[];
}

/** How a table is read and written: what a second table of the same columns is read by. Plain data. */
export interface TableLayout {
	readonly columns: readonly ColumnLayout[];
	readonly dialect?: Dialect;
}

/** Spellings of missing values that may be levels all the same, in every table alike: Namibia, "None". */
const SPELLINGS = 8;

/**
 * The layout of a table. It holds none of its values but what stands for a value in every such table: both levels of a
 * boolean, limits of measurement, and levels that elsewhere mean missing.
 *
 * @param withLevels Whether to take all levels along, for tables that stay in this memory.
 */
export function layoutOf(table: Table, withLevels = false): TableLayout {
	const columns = table.columns.map((column): ColumnLayout => {
		const { name, kind, missing: marker } = column;
		const base = { name, kind, ...(marker !== undefined && { marker }) };
		if (!isNumeric(column)) {
			if (kind === "boolean" || (withLevels && kind === "category")) return { ...base, levels: column.levels };
			const levels =
				kind === "category" ? column.levels.filter((level) => /^(?:NA|N\/A|None|none|-|\.|\?)$/.test(level)) : [];
			return levels.length > 0 ? { ...base, levels: levels.slice(0, SPELLINGS) } : base;
		}
		const { decimals, format, notation, words } = column;
		return {
			...base,
			...(decimals !== undefined && { decimals }),
			...(format !== undefined && { format }),
			...(notation && { notation }),
			...(words && { words }),
		};
	});
	return { columns, ...(table.dialect && { dialect: table.dialect }) };
}

/** The table written as `layout` says: each column that it knows, and the file around them. */
export function withLayout(table: Table, layout: TableLayout): Table {
	const byName = new Map(layout.columns.map((column) => [column.name, column]));
	const columns = table.columns.map((column): Column => {
		const known = byName.get(column.name);
		if (!known) return column;
		const { marker, decimals, format, notation, words } = known;
		const missing = marker === undefined ? {} : { missing: marker };
		if (!isNumeric(column)) return { ...column, ...missing };
		if (known.kind !== column.kind) return { ...column, ...missing };
		return {
			...column,
			...missing,
			...(decimals !== undefined && { decimals }),
			...(format !== undefined && { format }),
			...(notation && { notation }),
			...(words && { words }),
		};
	});
	return { ...table, columns, ...(layout.dialect && { dialect: layout.dialect }) };
}
