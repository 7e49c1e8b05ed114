/** Columns of which only some combinations occur: they are learned as one column of these. */
import type { LevelColumn, Table } from "../../table/table";
import {
	type Cell,
	type ColumnShape,
	cellAt,
	columnOf,
	dropColumn,
	findColumn,
	putColumn,
	shapeOf,
} from "./column-shape";

export interface MergedStep {
	readonly type: "merged";
	/** The first gives the merged column its name and place. */
	readonly columns: readonly ColumnShape[];
}

export function mergedStep(table: Table, names: readonly string[]): MergedStep {
	return { type: "merged", columns: names.map((name) => shapeOf(findColumn(table, name)!)) };
}

export function forwardMerged({ columns }: MergedStep, table: Table): Table {
	const [first, ...rest] = columns as [ColumnShape, ...ColumnShape[]];
	const own = columns.map(({ name }) => findColumn(table, name));
	const merged = Array.from({ length: table.rows }, (_, row) => {
		if (own.some((column) => !column)) return null;
		const cells = own.map((column) => cellAt(column!, row));
		return cells.every((cell) => cell === null) ? null : JSON.stringify(cells);
	});
	let table_ = putColumn(table, columnOf({ name: first.name, kind: "category" }, merged));
	for (const { name } of rest) table_ = dropColumn(table_, name);
	return table_;
}

export function backMerged({ columns }: MergedStep, table: Table): Table {
	const merged = findColumn(table, columns[0]!.name) as LevelColumn;
	// A level that is no combination stands for those too rare to tell: it is its own name where it can be.
	const read = merged.levels.map((level): Cell[] => {
		const cells = level.startsWith("[") ? (JSON.parse(level) as Cell[]) : undefined;
		return cells ?? columns.map(({ kind }) => (kind === "category" ? level : null));
	});
	let out = table;
	for (const [place, shape] of columns.entries()) {
		const cells = Array.from(merged.codes, (code) => (code < 0 ? null : read[code]![place]!));
		out = putColumn(out, columnOf(shape, cells));
	}
	return out;
}
