import { type Column, isNumeric } from "../table/table";

/** Which rows share a value: rows of a group have the same number, rows without a value −1. */
export interface Groups {
	readonly of: Int32Array;
	readonly count: number;
	/** Rows of each group. */
	readonly sizes: Int32Array;
	/** Rows with a value. */
	readonly present: number;
}

/** Groups rows by a column's value, numbered in the order of first appearance. */
export function groupRows(column: Column): Groups {
	const rows = isNumeric(column) ? column.values.length : column.codes.length;
	const of = new Int32Array(rows).fill(-1);
	const sizes: number[] = [];
	let present = 0;
	if (isNumeric(column)) {
		const numberOf = new Map<number, number>();
		for (let row = 0; row < rows; row++) {
			const value = column.values[row]!;
			if (Number.isNaN(value)) continue;
			let group = numberOf.get(value);
			if (group === undefined) {
				group = sizes.push(0) - 1;
				numberOf.set(value, group);
			}
			of[row] = group;
			sizes[group]!++;
			present++;
		}
	} else {
		const numberOf = new Int32Array(column.levels.length).fill(-1);
		for (let row = 0; row < rows; row++) {
			const code = column.codes[row]!;
			if (code < 0) continue;
			if (numberOf[code]! < 0) numberOf[code] = sizes.push(0) - 1;
			const group = numberOf[code]!;
			of[row] = group;
			sizes[group]!++;
			present++;
		}
	}
	return { of, count: sizes.length, sizes: Int32Array.from(sizes), present };
}

/** Different values, and cells that have one. */
export function distinctCount(column: Column): { different: number; present: number } {
	const { count, present } = groupRows(column);
	return { different: count, present };
}

/** Share of the groups of several rows in which a column has one value only, missing cells left out; 1 where there is none. */
export function constantShare({ of, count, sizes }: Groups, column: Column): number {
	const first = new Float64Array(count).fill(Number.NaN);
	const varies = new Uint8Array(count);
	for (let row = 0; row < of.length; row++) {
		const group = of[row]!;
		if (group < 0) continue;
		const value = isNumeric(column) ? column.values[row]! : column.codes[row]! < 0 ? Number.NaN : column.codes[row]!;
		if (Number.isNaN(value)) continue;
		if (Number.isNaN(first[group]!)) first[group] = value;
		else if (first[group] !== value) varies[group] = 1;
	}
	let [several, constant] = [0, 0];
	for (let group = 0; group < count; group++) {
		if (sizes[group]! < 2) continue;
		several++;
		if (!varies[group]) constant++;
	}
	return several === 0 ? 1 : constant / several;
}
