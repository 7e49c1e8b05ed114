import type { Column, Kind, Table } from "../../src/table/table";

/** A table from plain arrays: numbers become `number` columns, strings categories, null is missing. */
export function tableOf(
	columns: Record<string, readonly (number | string | null)[]>,
	kinds: Record<string, Kind> = {},
): Table {
	let rows = 0;
	const built = Object.entries(columns).map(([name, cells]): Column => {
		rows = cells.length;
		const kind = kinds[name] ?? (cells.some((c) => typeof c === "string") ? "category" : "number");
		if (kind === "number" || kind === "integer" || kind === "datetime") {
			return { name, kind, values: Float64Array.from(cells, (c) => (c === null ? Number.NaN : Number(c))) };
		}
		const levels = [...new Set(cells.filter((c) => c !== null).map(String))];
		return { name, kind, levels, codes: Int32Array.from(cells, (c) => (c === null ? -1 : levels.indexOf(String(c)))) };
	});
	return { rows, columns: built };
}

/** The fixture on which SDMetrics 0.29 (commit 54362a3) was run for the expected numbers of these tests. */
export const fixture = {
	real: tableOf({
		a: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
		b: ["x", "x", "y", "y", "y", "z", "z", "z", "z", "x"],
		c: [2, 1, 4, 3, 6, 5, 8, 7, 10, null],
	}),
	synthetic: tableOf({
		a: [1, 1, 2, 5, 5, 6, 9, 9, 12, 0],
		b: ["x", "y", "y", "w", "z", "z", "z", "z", "x", "x"],
		c: [1, 2, 3, null, 5, 7, 6, 9, 8, 11],
	}),
};
