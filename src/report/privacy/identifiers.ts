import { type Column, isNumeric, type Table } from "../../table/table";

/** How many values of an identifier or text column the synthetic table repeats from the real one. */
export interface RepeatedIdentifiers {
	readonly column: string;
	/** Share of the synthetic column's present values that occur in the real column; null where none is present. */
	readonly repeated: number | null;
}

function present(column: Column): (string | number)[] {
	if (isNumeric(column)) return Array.from(column.values).filter((v) => !Number.isNaN(v));
	return Array.from(column.codes)
		.filter((c) => c >= 0)
		.map((c) => column.levels[c]!);
}

/** Repeated values of every column of kind id or text. Running numbers repeat without anything having leaked. */
export function repeatedIdentifiers(real: Table, synthetic: Table): RepeatedIdentifiers[] {
	return real.columns
		.filter((c) => c.kind === "id" || c.kind === "text")
		.flatMap((column) => {
			const other = synthetic.columns.find((c) => c.name === column.name);
			if (!other) return [];
			const known = new Set(present(column).map(String));
			const values = present(other);
			const hits = values.filter((v) => known.has(String(v))).length;
			return [{ column: column.name, repeated: values.length === 0 ? null : hits / values.length }];
		});
}
