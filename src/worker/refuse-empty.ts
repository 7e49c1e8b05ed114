import { fewestForNumbers, fewestSubjects } from "../encode/protection";
import { TEXT_PLACEHOLDER } from "../encode/text";
import { TableError } from "../errors";
import { cellText } from "../table/cell-text";
import { type Column, isNumeric, ROWS_ONLY, type Table } from "../table/table";

const holdsSomething = (column: Column) =>
	isNumeric(column) ? column.values.some((v) => !Number.isNaN(v)) : column.codes.some((code) => code >= 0);

/**
 * Whether some value of a column that is learned may be told, which so many subjects share; or enough have numbers for these
 * to have a distribution. Stops at the first.
 */
function tells(column: Column, fewest: number, subjects: Int32Array | undefined): boolean {
	if (column.kind === "text") return false;
	const cells = isNumeric(column) ? column.values : column.codes;
	const holders = new Map<number, Set<number>>();
	const present = new Set<number>();
	for (let row = 0; row < cells.length; row++) {
		const cell = cells[row]!;
		if (Number.isNaN(cell) || (!isNumeric(column) && (cell < 0 || column.levels[cell] === TEXT_PLACEHOLDER))) continue;
		const whose = subjects?.[row] ?? row;
		if (column.kind === "id" || (isNumeric(column) && present.add(whose).size >= fewestForNumbers(fewest))) return true;
		const own = holders.get(cell) ?? new Set();
		holders.set(cell, own);
		if (own.add(whose).size >= fewest) return true;
	}
	return false;
}

/** Rows sampled to see what stages put beside what is learned. */
export const TRIED = 20;

/** What there is to refuse a table by. */
export interface Left {
	/** As it was given. */
	readonly table: Table;
	/** As the generator is given it. */
	readonly learned: Table;
	/** Column that says whose each row is. */
	readonly subject?: string | undefined;
	/** Subjects below which nothing is told; absent where noise decides. */
	readonly protect?: number | undefined;
}

/**
 * Refuses a table of which every cell would come out empty, "other" or withheld: because too few people share any value of
 * it, as in a table of five rows, or because nothing of it is learned or made up. Made-up values are something, but for those
 * that say whose a row is.
 *
 * @param sample Some rows as they will leave; asked for only where nothing is learned.
 */
export async function refuseEmpty(left: Left, sample: () => Promise<Table>): Promise<void> {
	const { table, learned, subject, protect } = left;
	if (!table.columns.some(holdsSomething)) return;
	const own = learned.columns.filter((column) => column.name !== ROWS_ONLY && holdsSomething(column));
	if (own.length > 0 && protect === undefined) return;
	if (own.some((column) => tells(column, fewestSubjects(protect ?? 1), learned.subjects))) return;
	const names = new Set(own.map(({ name }) => name));
	const rows = await sample();
	if (rows.columns.some((column) => column.name !== subject && !names.has(column.name) && isMadeUp(column))) return;
	throw own.length > 0 ? tooFew(left) : nothingLearned(left);
}

function isMadeUp(column: Column): boolean {
	const text = cellText(column);
	const rows = isNumeric(column) ? column.values.length : column.codes.length;
	return Array.from({ length: rows }, (_, row) => text(row)).some(
		(cell) => cell !== undefined && cell !== TEXT_PLACEHOLDER,
	);
}

function tooFew({ table, learned, subject, protect }: Left): TableError {
	const rows = table.rows === 1 ? "1 row" : `${table.rows} rows`;
	const people = learned.subjects && new Set(learned.subjects).size;
	const whose = people
		? ` The rows are those of ${people} people, by "${subject}"; if it does not say whose a row is, name another column as subject, or none.`
		: "";
	return new TableError(
		`Nothing can be learned from this table of ${rows}: whatever leaves must be shared by ${protect} people (or rows), ` +
			`and no value in it is, so that every cell would come out empty or as "other".${whose} Add rows, ` +
			'or set the option "protect" to 1 where nobody can be recognised by these values.',
		{ rows: table.rows, protect },
	);
}

function nothingLearned({ table, subject }: Left): TableError {
	const held = subject === undefined ? "" : ` but made-up values of "${subject}"`;
	return new TableError(
		`Nothing of this table would leave${held}: each of its other columns is dropped, or a text that is withheld as a whole. ` +
			'Give one of them another treatment, such as "learn" or { coarsen: … }.',
		{ rows: table.rows, columns: table.columns.length },
	);
}
