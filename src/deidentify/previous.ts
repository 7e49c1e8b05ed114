// S subjects; a subject's rows in the order of the table
import { codeSets } from "../table/code-sets";
import { previousName, VISIT } from "../table/previous";
import { type Column, isNumeric, type LevelColumn, type Table } from "../table/table";
import { categoryOf } from "./coarsen";
import { risingColumns } from "./rising";

/** Subjects with several rows below which nothing is learned of what follows what. */
const FEWEST_SUBJECTS = 50;
/** Rows of one subject up to which they are sampled one after the other. */
const MOST_ROWS = 64;
/** Rows of a subject that are counted one by one; all later ones are one kind. */
const COUNTED = 8;
const BINS = 10;

/** A table that also says what the subject's row before each row held. */
export interface WithPrevious {
	readonly table: Table;
	/** Columns whose previous value is told. */
	readonly previous: readonly Previous[];
}

/** The row before each row of a subject, −1 for its first, and which of its rows it is. */
function rowsBefore(of: Int32Array): { before: Int32Array; place: Int32Array } {
	const last = new Map<number, number>();
	const place = new Int32Array(of.length);
	const before = Int32Array.from(of, (subject, row) => {
		const own = last.get(subject) ?? -1;
		place[row] = own < 0 ? 0 : place[own]! + 1;
		last.set(subject, row);
		return own;
	});
	return { before, place };
}

/** How a column's previous value is told. Plain data. */
export interface Previous {
	readonly name: string;
	/** Numbers that may fall: bounds of tenths, in three digits; what lies between two is not told. */
	readonly bounds?: readonly number[];
	/** Whether its cells hold sets of codes: a missing cell is then the empty set. */
	readonly sets?: boolean;
	/** Whether it never falls: what it last held is then told as it is, and kept in order by a constraint. */
	readonly rising?: boolean;
}

const MISSING = "(missing)";

/** How the column is told; the bounds of a number are shared by a tenth of the rows, and rounded. */
function planOf(column: Column): Previous {
	const { name } = column;
	if (!isNumeric(column)) return isSet(column) ? { name, sets: true } : { name };
	const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
	const at = (b: number) => Number(sorted[Math.floor(((b + 1) * sorted.length) / BINS)]!.toPrecision(3));
	const bounds = sorted.length === 0 ? [] : Array.from({ length: BINS - 1 }, (_, b) => at(b));
	return { name, bounds: [...new Set(bounds)] };
}

/** A column as the previous value of the row that follows: every cell is known, a missing one as such. */
export function asPrevious(column: Column, { bounds = [], sets }: Previous): LevelColumn {
	const name = previousName(column.name);
	if (isNumeric(column)) {
		const levels = [...Array.from({ length: bounds.length + 1 }, (_, bin) => `bin ${bin + 1}`), MISSING];
		const binOf = (value: number) => bounds.reduce((bin, bound) => bin + (value >= bound ? 1 : 0), 0);
		const codes = Int32Array.from(column.values, (value) => (Number.isNaN(value) ? levels.length - 1 : binOf(value)));
		return { name, kind: "category", codes, levels };
	}
	const none = column.levels.length;
	const codes = column.codes.map((code) => (code < 0 ? none : code));
	return { name, kind: "category", codes, levels: [...column.levels, sets ? "" : MISSING] };
}

/** The previous value of each row; a first one has none. */
function shifted(column: Column, plan: Previous, before: Int32Array): LevelColumn {
	const whole = asPrevious(column, plan);
	return { ...whole, codes: before.map((row) => (row < 0 ? -1 : whole.codes[row]!)) };
}

/**
 * Adds which row of its subject each row is, and the previous value of every column that never falls, that goes with its own
 * next value (a G test) or that holds sets of codes.
 *
 * @returns Nothing where there is too little to learn, or nothing to be learned.
 */
export function withPrevious(table: Table, of: Int32Array, constant: readonly string[]): WithPrevious | undefined {
	const { before, place } = rowsBefore(of);
	const followed = place.reduce((n, at) => n + (at === 1 ? 1 : 0), 0);
	if (followed < FEWEST_SUBJECTS || place.some((at) => at >= MOST_ROWS)) return undefined;
	const rising = risingColumns(table, before, constant);
	const rises = ({ name }: Column) => rising.some((own) => own.name === previousName(name));
	const telling = table.columns.filter(
		(column) => !constant.includes(column.name) && !rises(column) && (isSet(column) || predictsItself(column, before)),
	);
	if (rising.length + telling.length === 0) return undefined;
	const visit = categoryOf(VISIT, table.rows, (row) => visitOf(place[row]!));
	const plans = telling.map(planOf);
	const previous = [...plans, ...table.columns.filter(rises).map(({ name }): Previous => ({ name, rising: true }))];
	const added = [visit, ...telling.map((column, i) => shifted(column, plans[i]!, before)), ...rising];
	const conditions = added.map(({ name }) => name);
	return {
		// First, as the last column is one that some generators take for the target.
		table: { ...table, columns: [...added, ...table.columns], conditions: [...conditions, ...constant] },
		previous,
	};
}

/** Name of a subject's n-th row, counted from 0. */
export const visitOf = (place: number): string => (place >= COUNTED ? `after the ${COUNTED}th` : String(place + 1));

const isSet = (column: Column): column is LevelColumn => !isNumeric(column) && codeSets(column) !== undefined;

/** Bins of a column's cells: its first levels, or tenths; missing is one of its own. */
function binsOf(column: Column): { of: Int32Array; count: number } {
	const { codes, levels } = asPrevious(column, planOf(column));
	const count = Math.min(levels.length, 32);
	return { of: codes.map((code) => Math.min(code, count - 1)), count };
}

/** Whether what a column held in the row before goes with what it holds, beyond what chance explains. */
function predictsItself(column: Column, before: Int32Array): boolean {
	const { of, count } = binsOf(column);
	const cells = new Float64Array(count * count);
	let n = 0;
	before.forEach((row, own) => {
		if (row < 0) return;
		cells[of[row]! * count + of[own]!]!++;
		n++;
	});
	const [rows, columns] = [new Float64Array(count), new Float64Array(count)];
	cells.forEach((cell, i) => {
		rows[Math.floor(i / count)]! += cell;
		columns[i % count]! += cell;
	});
	let G = 0;
	cells.forEach((cell, i) => {
		if (cell > 0) G += 2 * cell * Math.log((cell * n) / (rows[Math.floor(i / count)]! * columns[i % count]!));
	});
	const degrees = (rows.filter((r) => r > 0).length - 1) * (columns.filter((c) => c > 0).length - 1);
	return G > degrees + 5 * Math.sqrt(2 * degrees) + 10;
}
