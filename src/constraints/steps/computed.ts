/** A column that an expression gives: it is worked out after sampling, not learned. */
import { isNumeric, type NumericColumn, type Table } from "../../table/table";
import { missingCells } from "../cells";
import { DAY_MS, isDay } from "../date-unit";
import { checkFormula, readFormula } from "../formula";
import { type ColumnShape, dropColumn, findColumn, putColumn, rounded, shapeOf } from "./column-shape";

export interface ComputedStep {
	readonly type: "computed";
	readonly column: ColumnShape;
	readonly by: readonly string[];
	readonly expression: string;
	/** Whether the column is learned all the same, since it misses cells of its own; what is there is then overwritten. */
	readonly learned: boolean;
}

export function computedStep(table: Table, name: string, expression: string): ComputedStep {
	const column = findColumn(table, name) as NumericColumn;
	const { columns } = readFormula(
		expression,
		`the formula of "${name}"`,
		table.columns.map((c) => c.name),
	);
	const own = missingCells(column);
	const inputs = columns.map((input) => missingCells(findColumn(table, input)!));
	const learned = own.some((missing, row) => missing !== Math.max(0, ...inputs.map((cells) => cells[row]!)));
	return { type: "computed", column: shapeOf(column), by: columns, expression, learned };
}

export function forwardComputed({ column, learned }: ComputedStep, table: Table): Table {
	return learned ? table : dropColumn(table, column.name);
}

export function backComputed({ column, expression, learned }: ComputedStep, table: Table): Table {
	const formula = readFormula(
		expression,
		column.name,
		table.columns.map((c) => c.name),
	);
	const values = checkFormula(formula, table, "value").values();
	const day = column.kind === "datetime" && "format" in column && isDay(column.format);
	const round = (value: number) => (day ? Math.round(value / DAY_MS) * DAY_MS : rounded(column, value));
	const computed = values.map((value) => (Number.isFinite(value) ? round(value) : Number.NaN));
	const drawn = findColumn(table, column.name);
	if (learned && drawn && isNumeric(drawn)) {
		const kept = drawn.values.map((value, row) =>
			Number.isNaN(value) || Number.isNaN(computed[row]!) ? value : computed[row]!,
		);
		return putColumn(table, { ...drawn, values: kept });
	}
	return putColumn(table, { ...column, values: computed } as NumericColumn);
}
