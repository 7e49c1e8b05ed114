import { finish, type Steps } from "../table/pause";
import type { Table } from "../table/table";

/** How much a table may disclose of what few subjects share. */
export interface Protection {
	/**
	 * Fewest subjects (`Table.subjects`; where there are none, rows) that must share a category or value, and stand behind
	 * each end and knot of a number's range and each count. Default 5; 1 switches protection off.
	 */
	readonly protect: number;
}

/** Subjects that must share what is kept beside a generator, where that has no such option. */
export const PROTECTED = 5;

/** The fewest subjects as a whole number: at every size of table the same. */
export function fewestSubjects(protect: number): number {
	return Math.max(1, Math.floor(protect));
}

/** Subjects below which a number has no distribution that none of them could be found in: two ends and something between. */
export function fewestForNumbers(fewest: number): number {
	return fewest === 1 ? 1 : 3 * fewest;
}

/** Whose row each is, and the rows in an order that keeps a subject's together. */
export interface Owners {
	/** of[row]: number of the subject. */
	readonly of: Int32Array;
	readonly order: Int32Array;
}

/** The owners of a table's rows; absent where every row is a subject of its own. */
export function ownersOf({ subjects, rows }: Table): Owners | undefined {
	if (!subjects) return undefined;
	const starts = new Int32Array(subjects.reduce((a, b) => Math.max(a, b), -1) + 2);
	for (const subject of subjects) starts[subject + 1]!++;
	for (let s = 1; s < starts.length; s++) starts[s]! += starts[s - 1]!;
	const order = new Int32Array(rows);
	for (let row = 0; row < rows; row++) order[starts[subjects[row]!]!++] = row;
	return { of: subjects, order };
}

/** On how many rows something is, and of how many subjects. */
export interface Tally {
	rows: number;
	subjects: number;
}

/** Rows and subjects of every distinct cell (a code or a number; NaN is one more), in order of first appearance. */
export function tallyCells(cells: ArrayLike<number>, owners: Owners | undefined): Map<number, Tally> {
	return finish(tallySteps(cells, owners));
}

/** Rows after which long work stops for breath: at most a few milliseconds of it. */
export const ROWS_A_BREATH = 16_384;

/** `tallyCells`, with stops for breath. */
export function* tallySteps(cells: ArrayLike<number>, owners: Owners | undefined): Steps<Map<number, Tally>> {
	const tallies = new Map<number, Tally & { last: number }>();
	for (let i = 0; i < cells.length; i++) {
		if (i % ROWS_A_BREATH === 0) yield;
		const row = owners ? owners.order[i]! : i;
		const owner = owners ? owners.of[row]! : row;
		const own = tallies.get(cells[row]!);
		if (!own) tallies.set(cells[row]!, { rows: 1, subjects: 1, last: owner });
		else {
			own.rows++;
			if (own.last !== owner) own.subjects++;
			own.last = owner;
		}
	}
	return tallies;
}

/** How many subjects the rows have that `counts` says yes to; no more are looked for than `enough`. */
export function countSubjects(
	rows: number,
	owners: Owners | undefined,
	counts: (row: number) => boolean,
	enough = Number.POSITIVE_INFINITY,
): number {
	return finish(subjectSteps(rows, owners, counts, enough));
}

/** `countSubjects` with stops for breath. */
export function* subjectSteps(
	rows: number,
	owners: Owners | undefined,
	counts: (row: number) => boolean,
	enough = Number.POSITIVE_INFINITY,
): Steps<number> {
	let subjects = 0;
	let last = -1;
	for (let i = 0; i < rows && subjects < enough; i++) {
		if (i % ROWS_A_BREATH === 0) yield;
		const row = owners ? owners.order[i]! : i;
		const owner = owners ? owners.of[row]! : row;
		if (owner === last || !counts(row)) continue;
		subjects++;
		last = owner;
	}
	return subjects;
}

/**
 * How many cells count as missing, and as present, once what too few subjects have is withheld: a column that almost all
 * have is said to have no missing cell, one that almost nobody has to have nothing else.
 */
export function protectMissing(
	isMissing: (row: number) => boolean,
	rows: number,
	owners: Owners | undefined,
	fewest: number,
): { readonly present: number; readonly absent: number } {
	let absent = 0;
	for (let row = 0; row < rows; row++) if (isMissing(row)) absent++;
	if (absent < rows && countSubjects(rows, owners, (row) => !isMissing(row), fewest) < fewest)
		return { present: 0, absent: rows };
	if (absent > 0 && absent < rows && countSubjects(rows, owners, isMissing, fewest) < fewest)
		return { present: rows, absent: 0 };
	return { present: rows - absent, absent };
}
