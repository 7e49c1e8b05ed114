/** Cells that are missing under a condition: they are blanked after sampling. */
import { type Column, isNumeric, type Table } from "../../table/table";
import { checkFormula, readFormula } from "../formula";
import { findColumn, putColumn } from "./column-shape";

export interface BlankStep {
	readonly type: "blank";
	readonly name: string;
	/** A condition in the expression language: where it is false, the cell is missing. */
	readonly unless: string;
}

/**
 * Puts the value of the next row that has one into each cell that is missing under the condition, so that the column is
 * learned from its values alone.
 *
 * @param whole The table with every column the condition reads, none of them filled.
 */
export function fillBlanks({ name, unless }: BlankStep, table: Table, whole: Table): Table {
	const column = findColumn(table, name);
	if (!column) return table;
	const names = whole.columns.map((c) => c.name);
	const holds = checkFormula(readFormula(unless, name, names), whole, "condition").values();
	const cells = isNumeric(column) ? column.values.slice() : column.codes.slice();
	const isMissing = (row: number) => (isNumeric(column) ? Number.isNaN(cells[row]!) : cells[row]! < 0);
	let next = -1;
	for (let row = 0; row < cells.length && next < 0; row++) if (!isMissing(row)) next = row;
	if (next < 0) return table;
	let value = cells[next]!;
	for (let row = cells.length - 1; row >= 0; row--) {
		if (!isMissing(row)) value = cells[row]!;
		else if (holds[row] === 0) cells[row] = value;
	}
	return putColumn(table, { ...column, ...(isNumeric(column) ? { values: cells } : { codes: cells }) } as Column);
}

export function backBlank({ name, unless }: BlankStep, table: Table): Table {
	const column = findColumn(table, name);
	if (!column) return table;
	const formula = readFormula(
		unless,
		name,
		table.columns.map((c) => c.name),
	);
	const holds = checkFormula(formula, table, "condition").values();
	if (isNumeric(column)) {
		return putColumn(table, { ...column, values: column.values.map((v, row) => (holds[row] === 0 ? Number.NaN : v)) });
	}
	return putColumn(table, { ...column, codes: column.codes.map((code, row) => (holds[row] === 0 ? -1 : code)) });
}
