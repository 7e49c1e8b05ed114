import { type Aligned, isNumericSeries } from "../align";

/** Every column of a table as numbers: values or codes, NaN for missing. */
export function plainColumns(aligned: Aligned, table: number): Float64Array[] {
	return aligned.series.map((series) =>
		isNumericSeries(series)
			? series.values[table]!
			: Float64Array.from(series.codes[table]!, (code) => (code < 0 ? Number.NaN : code)),
	);
}

const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);

/** A 53-bit hash of a row; equal rows have equal hashes (missing equals missing, −0 equals 0). */
export function rowHash(columns: readonly Float64Array[], row: number): number {
	let a = 0x811c9dc5;
	let b = 0x9e3779b9;
	for (let c = 0; c < columns.length; c++) {
		const v = columns[c]![row]!;
		bits[0] = Number.isNaN(v) ? Number.NaN : v + 0;
		a = Math.imul(a ^ words[0]!, 0x01000193);
		a = Math.imul(a ^ words[1]! ^ (a >>> 15), 0x85ebca6b);
		b = Math.imul(b ^ words[1]!, 0xc2b2ae35);
		b = Math.imul(b ^ words[0]! ^ (b >>> 13), 0x27d4eb2f);
	}
	return ((a ^ (a >>> 16)) >>> 0) * 0x200000 + ((b ^ (b >>> 16)) >>> 11);
}

function equalRows(x: readonly Float64Array[], i: number, y: readonly Float64Array[], j: number): boolean {
	for (let c = 0; c < x.length; c++) {
		const a = x[c]![i]!;
		const b = y[c]![j]!;
		if (a !== b && !(Number.isNaN(a) && Number.isNaN(b))) return false;
	}
	return true;
}

/** Finds rows of one table by their content. */
export interface RowIndex {
	/** The first row equal to row `row` of `columns`, or −1. */
	find(columns: readonly Float64Array[], row: number): number;
	/** One row number for each distinct row, ascending. */
	readonly distinct: Int32Array;
}

export function indexRows(columns: readonly Float64Array[], rows: number): RowIndex {
	const first = new Map<number, number>();
	/** Next distinct row with the same hash, −1 for none. */
	const next = new Map<number, number>();
	const distinct: number[] = [];
	const find = (of: readonly Float64Array[], row: number): number => {
		let at = first.get(rowHash(of, row)) ?? -1;
		while (at >= 0 && !equalRows(of, row, columns, at)) at = next.get(at) ?? -1;
		return at;
	};
	for (let i = 0; i < rows; i++) {
		if (find(columns, i) >= 0) continue;
		const hash = rowHash(columns, i);
		const head = first.get(hash);
		if (head !== undefined) next.set(i, head);
		first.set(hash, i);
		distinct.push(i);
	}
	return { find, distinct: Int32Array.from(distinct) };
}

/** How often each distinct row occurs, by the number of the first. */
export function countRows(
	columns: readonly Float64Array[],
	rows: number,
): { index: RowIndex; of: Map<number, number> } {
	const index = indexRows(columns, rows);
	const of = new Map<number, number>();
	for (let row = 0; row < rows; row++) {
		const first = index.find(columns, row);
		of.set(first, (of.get(first) ?? 0) + 1);
	}
	return { index, of };
}
