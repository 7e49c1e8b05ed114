import { SchemaError } from "../errors";
import { type Column, isNumeric, type Table } from "./table";

/** Where each level of the parts stands in a dictionary of all of them. */
function joinLevels(parts: readonly (readonly string[])[]): { levels: readonly string[]; places: Int32Array[] } {
	const first = parts[0]!;
	if (parts.every((levels) => levels === first)) {
		const same = Int32Array.from(first, (_, code) => code);
		return { levels: first, places: parts.map(() => same) };
	}
	const placeOf = new Map<string, number>();
	const places = parts.map((levels) =>
		Int32Array.from(levels, (level) => {
			const place = placeOf.get(level) ?? placeOf.size;
			placeOf.set(level, place);
			return place;
		}),
	);
	return { levels: [...placeOf.keys()], places };
}

/**
 * The rows of several tables of the same columns, one table after the other. Columns are found by name; they and the
 * layout of the file are as the first table has them; whose row each is, is not carried over.
 *
 * @throws SchemaError where a table lacks a column, or has it of another kind.
 */
export function appendRows(tables: readonly [Table, ...Table[]]): Table {
	const [first] = tables;
	const rows = tables.reduce((sum, table) => sum + table.rows, 0);
	const columns = first.columns.map((column): Column => {
		const parts = tables.map((table) => {
			const part = table.columns.find(({ name }) => name === column.name);
			if (part && isNumeric(part) === isNumeric(column)) return part;
			throw new SchemaError(
				`Column "${column.name}" is ${part ? `of kind ${part.kind} in one table and of kind ${column.kind} in the other` : "not in every table"}; rows can be put together only where the columns agree.`,
				{ column: column.name },
			);
		});
		if (isNumeric(column)) {
			const values = new Float64Array(rows);
			let at = 0;
			for (const part of parts) {
				if (isNumeric(part)) values.set(part.values, at);
				at += isNumeric(part) ? part.values.length : 0;
			}
			return { ...column, values };
		}
		const levelParts = parts.flatMap((part) => (isNumeric(part) ? [] : [part]));
		const { levels, places } = joinLevels(levelParts.map((part) => part.levels));
		const codes = new Int32Array(rows);
		let at = 0;
		for (const [p, part] of levelParts.entries()) {
			for (const code of part.codes) codes[at++] = code < 0 ? -1 : places[p]![code]!;
		}
		return { ...column, codes, levels };
	});
	const marks = [...new Set(tables.flatMap((table) => table.marks ?? []))];
	const { dialect } = first;
	return { rows, columns, ...(dialect && { dialect }), ...(marks.length > 0 && { marks }) };
}
