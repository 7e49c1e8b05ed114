import { type Column, isNumeric, type Table } from "../table/table";

/** Tables of the same columns, one below the other. */
export function joinTables(parts: readonly Table[]): Table {
	const first = parts[0]!;
	if (parts.length === 1) return first;
	const rows = parts.reduce((sum, part) => sum + part.rows, 0);
	const columns = first.columns.map((column, c): Column => {
		if (isNumeric(column)) {
			const values = new Float64Array(rows);
			let at = 0;
			for (const part of parts) {
				values.set((part.columns[c] as typeof column).values, at);
				at += part.rows;
			}
			return { ...column, values };
		}
		const levels: string[] = [];
		const placeOf = new Map<string, number>();
		const codes = new Int32Array(rows);
		let at = 0;
		for (const part of parts) {
			const own = part.columns[c] as typeof column;
			const place = own.levels.map((level) => {
				if (!placeOf.has(level)) placeOf.set(level, levels.push(level) - 1);
				return placeOf.get(level)!;
			});
			for (const code of own.codes) codes[at++] = code < 0 ? -1 : place[code]!;
		}
		return { ...column, codes, levels };
	});
	return { rows, columns };
}
