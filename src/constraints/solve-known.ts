/** Missing cells that follow from known ones: of a sum the part that is left, of a lookup the only key. */
import { isNumeric, type NumericColumn, type Table } from "../table/table";
import { DAY_MS, isDay } from "./date-unit";
import { checkFormula, readFormula } from "./formula";
import { cellAt, columnOf, findColumn, isNumericShape, putColumn, rounded, shapeOf } from "./steps/column-shape";
import { backComputed, type ComputedStep } from "./steps/computed";
import type { DeterminedStep } from "./steps/determined";
import type { Step } from "./steps/step";

function withValues(table: Table, column: NumericColumn, values: Float64Array): Table {
	return putColumn(table, { ...column, values });
}

/** Solves for an input that is missing where the others and the result are known, where the expression is a line in it. */
function solveInput({ column: shape, expression, by }: ComputedStep, name: string, table: Table): Table {
	const [input, result] = [findColumn(table, name), findColumn(table, shape.name)];
	if (!input || !result || !isNumeric(input) || !isNumeric(result)) return table;
	const others = by.filter((other) => other !== name).map((other) => findColumn(table, other));
	if (others.some((other) => !other || !isNumeric(other))) return table;
	const open = input.values.map((value, row) => (Number.isNaN(value) && !Number.isNaN(result.values[row]!) ? 1 : 0));
	if (!open.includes(1)) return table;
	const names = table.columns.map((c) => c.name);
	const formula = readFormula(expression, shape.name, names);
	const unit = input.kind === "datetime" ? DAY_MS : 1;
	const at = (value: number) =>
		checkFormula(formula, withValues(table, input, new Float64Array(table.rows).fill(value)), "value").values();
	const [zero, one] = [at(0), at(unit)];
	const round = (value: number) =>
		input.kind === "datetime" && isDay(input.format) ? Math.round(value / DAY_MS) * DAY_MS : rounded(input, value);
	const solved = input.values.map((value, row) => {
		if (open[row] === 0) return value;
		const x = ((result.values[row]! - zero[row]!) / (one[row]! - zero[row]!)) * unit;
		return Number.isFinite(x) ? round(x) : Number.NaN;
	});
	const check = findColumn(
		backComputed({ type: "computed", column: shape, expression, by, learned: false }, withValues(table, input, solved)),
		shape.name,
	) as NumericColumn;
	const kept = solved.map((value, row) =>
		open[row] === 1 && Math.abs(check.values[row]! - result.values[row]!) > 1e-9 ? Number.NaN : value,
	);
	return withValues(table, input, kept);
}

/** Fills in the key of a lookup where but one gives the known value. */
function solveKey({ column: shape, by, predictor }: DeterminedStep, table: Table): Table {
	const name = by[0]!;
	const [key, value] = [findColumn(table, name), findColumn(table, shape.name)];
	if (by.length !== 1 || predictor.type !== "lookup" || !key || !value) return table;
	const only = new Map<unknown, string | undefined>();
	for (const [place, cell] of predictor.values.entries()) {
		only.set(cell, only.has(cell) ? undefined : predictor.keys[place]!);
	}
	const own = shapeOf(key);
	const cells = Array.from({ length: table.rows }, (_, row) => {
		const cell = cellAt(key, row);
		const known = cellAt(value, row);
		const found = cell === null && known !== null ? only.get(known) : undefined;
		if (found === undefined || found === "\u0000") return cell;
		return isNumericShape(own) ? Number(found) : found;
	});
	return putColumn(table, columnOf(own, cells));
}

/** The table with missing cells filled in that its known cells and the constraints leave one value for. */
export function solveKnown(steps: readonly Step[], table: Table): Table {
	return steps.reduce((known, step) => {
		if (step.type === "determined") return solveKey(step, known);
		if (step.type !== "computed") return known;
		return step.by.reduce((solved, name) => solveInput(step, name, solved), known);
	}, table);
}
