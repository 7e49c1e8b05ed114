import { createRandom } from "../../src/random";
import { align } from "../../src/report/align";
import { buildTree, createSearch } from "../../src/report/privacy/neighbours";
import { createSpace } from "../../src/report/privacy/space";
import { type Column, isNumeric, type Table, takeRows } from "../../src/table/table";

/** Row numbers 0 … rows − 1 in a random order. */
export function shuffledRows(rows: number, seed: number): Int32Array {
	return createRandom(seed).shuffle(Int32Array.from({ length: rows }, (_, i) => i));
}

/** Each column drawn on its own by `order`. */
function columnwise(table: Table, order: (column: number) => Int32Array): Table {
	const columns = table.columns.map((column, j): Column => {
		const rows = order(j);
		if (isNumeric(column)) return { ...column, values: Float64Array.from(rows, (i) => column.values[i]!) };
		return { ...column, codes: rows.map((i) => column.codes[i]!) };
	});
	return { rows: table.rows, columns };
}

/** Every column shuffled on its own: perfect shapes, no dependence, and every rare value still a real one. */
export function shuffledColumns(table: Table, seed: number): Table {
	return columnwise(table, (j) => shuffledRows(table.rows, seed + j));
}

/** Every column drawn on its own with replacement. */
export function independentColumns(table: Table, seed: number): Table {
	const random = createRandom(seed);
	return columnwise(table, () => Int32Array.from({ length: table.rows }, () => random.int(table.rows)));
}

/** The rows of `fresh`, the first tenth replaced by rows of `table`. */
export function tenthCopied(table: Table, fresh: Table): Table {
	const copied = Math.round(fresh.rows / 10);
	const columns = fresh.columns.map((column, c): Column => {
		const from = table.columns[c]!;
		if (isNumeric(column) && isNumeric(from)) {
			return { ...column, values: column.values.map((v, i) => (i < copied ? from.values[i]! : v)) };
		}
		if (isNumeric(column) || isNumeric(from)) throw new Error(`${column.name} differs in kind`);
		const codes = column.codes.map((v, i) => (i < copied ? from.codes[i]! : v));
		return { ...column, codes, levels: from.levels };
	});
	return { rows: fresh.rows, columns };
}

/**
 * SMOTE-like interpolation (Chawla and others 2002): each row moved part of the way to one of its five nearest
 * neighbours; levels from either.
 */
export function interpolated(table: Table, seed: number): Table {
	const random = createRandom(seed);
	const space = createSpace(align([table]));
	const points = space.points[0]!;
	const search = createSearch(buildTree(points, space.columns), 5);
	const other = Int32Array.from({ length: table.rows }, (_, i) => {
		search.find(points, i * space.columns, i);
		return search.rows[random.int(5)]!;
	});
	const share = Float64Array.from(other, () => random.uniform());
	const columns = table.columns.map((column): Column => {
		if (!isNumeric(column)) {
			return { ...column, codes: column.codes.map((c, i) => (random.uniform() < 0.5 ? c : column.codes[other[i]!]!)) };
		}
		const { values, decimals } = column;
		const round = decimals === 0 ? Math.round : (x: number) => x;
		return { ...column, values: values.map((v, i) => round(v + share[i]! * (values[other[i]!]! - v))) };
	});
	return { rows: table.rows, columns };
}

/** The first `rows` rows of a table in a random order, and the next ones. */
export function parts(table: Table, sizes: readonly number[], seed: number): Table[] {
	const order = shuffledRows(table.rows, seed);
	let from = 0;
	return sizes.map((size) => {
		from += size;
		return takeRows(table, order.subarray(from - size, from));
	});
}
