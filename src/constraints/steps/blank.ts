/** Cells that are missing under a condition: they are blanked after sampling. */
import { isNumeric, type Table } from "../../table/table";
import { checkFormula, readFormula } from "../formula";
import { findColumn, putColumn } from "./column-shape";

export interface BlankStep {
	readonly type: "blank";
	readonly name: string;
	/** A condition in the expression language: where it is false, the cell is missing. */
	readonly unless: string;
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
