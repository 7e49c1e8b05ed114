/**
 * A table as plain data: it crosses a worker by transfer, without being copied.
 *
 * Numbers, integers and datetimes are `Float64Array` with NaN for missing (datetimes in milliseconds since
 * 1970-01-01 UTC). Everything else is dictionary-encoded: `codes[row]` is an index into `levels`, −1 is missing.
 */

import type { Dialect } from "./dialect";
import type { Notation } from "./notation/notation";
import { finish, type Steps } from "./pause";

/** What a column means. `id` and `text` values are never learned or repeated by a generator. */
export type Kind = "number" | "integer" | "category" | "boolean" | "datetime" | "id" | "text";

interface ColumnBase {
	/** The header, unique within the table. */
	readonly name: string;
	/** Why this kind was chosen, one sentence a user can read; absent where the kind was given. */
	readonly reason?: string;
	/** How a missing value was written and will be again ("NA", "?"); absent: as an empty cell. */
	readonly missing?: string;
	/**
	 * Cells whose text, by row, is not the one that the rest of the column says ("1.50" among "1.5"): what came from a
	 * file is written again as it was. Never in a synthetic column.
	 */
	readonly asWritten?: ReadonlyMap<number, string>;
}

export interface NumericColumn extends ColumnBase {
	readonly kind: "number" | "integer" | "datetime";
	/** One value a row; NaN is missing. */
	readonly values: Float64Array;
	/**
	 * Digits behind the decimal point in the source, and written again; absent where unknown. 0 for datetimes and
	 * integers, but for whole numbers that the source writes with zeros behind the point ("8.0").
	 */
	readonly decimals?: number;
	/** How datetimes were written and will be again, e.g. "YYYY-MM-DD"; see `table/datetime`. */
	readonly format?: string;
	/** How numbers were written and will be again; absent where they are plain ("-1234.5"). */
	readonly notation?: Notation;
	/** Texts that stand for a value of their own beside the numbers: "<0.5" of a measurement below its limit. */
	readonly words?: readonly { readonly text: string; readonly value: number }[];
}

export interface LevelColumn extends ColumnBase {
	readonly kind: "category" | "boolean" | "id" | "text";
	/** Index into `levels` a row; −1 is missing. */
	readonly codes: Int32Array;
	/** Distinct values as written, in order of first appearance. */
	readonly levels: readonly string[];
}

export type Column = NumericColumn | LevelColumn;

export interface Table {
	/** Number of rows; every column has as many. */
	readonly rows: number;
	readonly columns: readonly Column[];
	/**
	 * Whose row each is: rows with the same number (0 … subjects − 1) belong to one subject, a person, firm or household.
	 * Absent: every row is a subject of its own. What is protected is counted in subjects.
	 */
	readonly subjects?: Int32Array;
	/**
	 * Columns that are known of every row before it is sampled: what a row before it held. A generator that puts causes
	 * before effects puts these first. Absent: none.
	 */
	readonly conditions?: readonly string[];
	/** How the file that it came from was laid out, and how it is written again unless told otherwise. */
	readonly dialect?: Dialect;
	/** What reading the table changed or had to assume, one sentence each; absent where there was nothing to tell. */
	readonly warnings?: readonly string[];
	/**
	 * How the rows were sampled otherwise than as learned, a word each: "fair", "scenario", "conditional", "rebalanced". The names of their files carry
	 * them. Absent: as learned.
	 */
	readonly marks?: readonly string[];
}

/** Column that stands for the rows where nothing of them is learned. */
export const ROWS_ONLY = "(rows)";

export function isNumeric(column: Column): column is NumericColumn {
	return "values" in column;
}

/** The transferable buffers of a table, each once. */
export function tableBuffers(table: Table): ArrayBuffer[] {
	const buffers = table.columns.map((c) => (isNumeric(c) ? c.values : c.codes).buffer as ArrayBuffer);
	if (table.subjects) buffers.push(table.subjects.buffer as ArrayBuffer);
	return [...new Set(buffers)];
}

/** The texts of the cells at `indices` that are written otherwise than their column, by their new rows. */
function takeWritten(column: Column, indices: ArrayLike<number>): { asWritten?: ReadonlyMap<number, string> } {
	if (!column.asWritten) return {};
	const taken = new Map<number, string>();
	for (let i = 0; i < indices.length; i++) {
		const text = column.asWritten.get(indices[i] as number);
		if (text !== undefined) taken.set(i, text);
	}
	return { asWritten: taken };
}

/** 0 … rows − 1. */
export function rowNumbers(rows: number): Int32Array {
	const all = new Int32Array(rows);
	for (let row = 0; row < rows; row++) all[row] = row;
	return all;
}

/** Cells taken between two stops for breath: a millisecond or two of work. */
const CELLS_A_PIECE = 1 << 17;

function* takingCells<T extends Float64Array | Int32Array>(from: T, indices: ArrayLike<number>, to: T): Steps<T> {
	for (let start = 0; start < to.length; start += CELLS_A_PIECE) {
		const end = Math.min(to.length, start + CELLS_A_PIECE);
		for (let i = start; i < end; i++) to[i] = from[indices[i] as number] as number;
		yield;
	}
	return to;
}

/** `takeRows` with stops for breath, for tables of millions of rows. */
export function* takingRows(table: Table, indices: ArrayLike<number>): Steps<Table> {
	const rows = indices.length;
	const columns: Column[] = [];
	for (const column of table.columns) {
		const written = takeWritten(column, indices);
		if (isNumeric(column)) {
			const values = yield* takingCells(column.values, indices, new Float64Array(rows));
			columns.push({ ...column, values, ...written });
		} else {
			const codes = yield* takingCells(column.codes, indices, new Int32Array(rows));
			columns.push({ ...column, codes, ...written });
		}
	}
	const { dialect, marks } = table;
	const taken = { rows, columns, ...(dialect && { dialect }), ...(marks && { marks }) };
	if (!table.subjects) return taken;
	return { ...taken, subjects: yield* takingCells(table.subjects, indices, new Int32Array(rows)) };
}

/** The rows at `indices`, in that order, as a new table; levels are shared, not copied. */
export function takeRows(table: Table, indices: ArrayLike<number>): Table {
	return finish(takingRows(table, indices));
}
