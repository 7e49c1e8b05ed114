import { type ColumnLayout, layoutOf, type TableLayout } from "../table/layout";
import { type Column, isNumeric, type NumericColumn, type Table } from "../table/table";
import { fewestSubjects, type Owners, ownersOf, tallyCells } from "./protection";

/** A table as it may be learned, and how it is written, with nothing that too few subjects have. */
export interface ProtectedWriting {
	readonly table: Table;
	readonly layout: TableLayout;
	/** Columns some of whose limits ("<0.5") were taken for numbers, because too few subjects share them. */
	readonly limits: readonly string[];
}

/**
 * How a table is written is kept exactly, so that none of it may be a few people's: a limit of measurement ("<716.07") that
 * fewer than `protect` subjects share becomes the number that it gives, and levels that so few have are left out of the
 * layout.
 *
 * @param protect As in `Protection`; Infinity keeps none of them, as where the ledger does not cover it.
 */
export function protectWriting(table: Table, protect: number): ProtectedWriting {
	const owners = ownersOf(table);
	const fewest = fewestSubjects(protect);
	const limits: string[] = [];
	const columns = table.columns.map((column): Column => {
		if (!isNumeric(column)) return column;
		const own = withoutRareWords(column, owners, fewest);
		if (own.words?.length !== column.words?.length) limits.push(column.name);
		return own;
	});
	const whole = limits.length > 0 || columns.some((column, i) => column !== table.columns[i]);
	const learned = whole ? { ...table, columns } : table;
	const layout = layoutOf(learned);
	const shown = layout.columns.map((own, i) => withoutRareLevels(own, table.columns[i]!, owners, fewest));
	return { table: learned, layout: { ...layout, columns: shown }, limits };
}

/** Which of some cells enough subjects have. */
function commonIn(cells: ArrayLike<number>, owners: Owners | undefined, fewest: number): (cell: number) => boolean {
	if (fewest === Number.POSITIVE_INFINITY) return () => false;
	const tally = tallyCells(cells, owners);
	return (cell) => (tally.get(cell)?.subjects ?? 0) >= fewest;
}

function withoutRareWords(column: NumericColumn, owners: Owners | undefined, fewest: number): NumericColumn {
	const { words = [], notation, decimals } = column;
	const whole = notation?.type === "number" ? notation.whole : undefined;
	if (words.length === 0 && !whole) return column;
	const isCommon = commonIn(column.values, owners, fewest);
	const kept = words.filter(({ value }) => isCommon(value));
	const wholeKept = whole?.filter(isCommon);
	if (kept.length === words.length && wholeKept?.length === whole?.length) return column;
	const { words: _, notation: __, ...rest } = column;
	const { whole: ___, ...plain } = (notation ?? {}) as { whole?: readonly number[] };
	const lost = new Set(words.flatMap(({ value }) => (isCommon(value) ? [] : [value])));
	// Beside its limit lay half a unit of the last digit, which no other number of the column has.
	const written = (value: number) => (decimals === undefined ? value : Number(value.toFixed(decimals)));
	return {
		...rest,
		...(notation && { notation: { ...plain, ...(wholeKept?.length && { whole: wholeKept }) } as typeof notation }),
		...(lost.size > 0 && { values: column.values.map((value) => (lost.has(value) ? written(value) : value)) }),
		...(kept.length > 0 && { words: kept }),
	};
}

function withoutRareLevels(
	layout: ColumnLayout,
	column: Column,
	owners: Owners | undefined,
	fewest: number,
): ColumnLayout {
	if (!layout.levels || isNumeric(column)) return layout;
	const isCommon = commonIn(column.codes, owners, fewest);
	const levels = layout.levels.filter((level) => isCommon(column.levels.indexOf(level)));
	if (levels.length === layout.levels.length) return layout;
	const { levels: _, ...rest } = layout;
	return levels.length > 0 ? { ...rest, levels } : rest;
}
