/**
 * An expression as people write it, as the checker wants it: categories compared with what their columns spell, and
 * numbers that agree once they are rounded as their column is written.
 */

import type { Chain, ChainOperator, Expression } from "../expression/expression";
import { DATE_PARTS, FOLDS, FUNCTIONS } from "../expression/functions";
import { type Column, isNumeric } from "../table/table";
import { DAY_MS, isDay } from "./date-unit";
import { spells } from "./truth";

const COMPARISONS: readonly string[] = ["==", "!=", "<", "<=", ">", ">="];

type Columns = ReadonlyMap<string, Column>;

function levelColumn(expression: Expression, columns: Columns) {
	if (expression.type !== "name") return undefined;
	const column = columns.get(expression.name);
	return column && !isNumeric(column) ? column : undefined;
}

function spelt(levels: readonly string[], value: boolean): string {
	return levels.find((level) => spells(level, value)) ?? String(value);
}

/** `value` as a text, where it is a number or a truth value that stands beside a column of levels. */
function asLevel(value: Expression, levels: readonly string[]): Expression {
	if (value.type === "boolean") return { type: "text", value: spelt(levels, value.value), at: value.at };
	if (value.type !== "number") return value;
	const level = levels.find((l) => l.trim() !== "" && Number(l) === value.value);
	return { type: "text", value: level ?? String(value.value), at: value.at };
}

/** A column of levels that stands for a condition is true where it spells "true". */
function asCondition(expression: Expression, columns: Columns): Expression {
	const column = levelColumn(expression, columns);
	if (!column) return expression;
	const { at } = expression;
	return {
		type: "chain",
		operands: [expression, { type: "text", value: spelt(column.levels, true), at }],
		operators: [{ operator: "==", at }],
		at,
	};
}

function isComputed(expression: Expression): boolean {
	if (expression.type === "power") return true;
	if (expression.type === "unary") return expression.operator === "-" && isComputed(expression.operand);
	if (expression.type === "choice") return isComputed(expression.whenTrue) || isComputed(expression.whenFalse);
	if (expression.type === "chain") return "+-*/%".includes(expression.operators[0]!.operator);
	if (expression.type !== "call") return false;
	return [FUNCTIONS, FOLDS, DATE_PARTS].some((names) => Object.hasOwn(names, expression.name));
}

/** How far apart two sides may be that agree once rounded as `column` is written; for dates in days. */
export function tolerance(column: Column | undefined): number {
	if (!column || !isNumeric(column)) return 1e-6;
	if (column.kind === "datetime") return (isDay(column.format) ? DAY_MS / 2 : 0.5) / DAY_MS;
	const decimals = column.decimals ?? (column.kind === "integer" ? 0 : undefined);
	// Half a unit of the last digit; a little more, since sums and products of decimals are not exact.
	return decimals === undefined ? 1e-6 : 0.5 * 10 ** -decimals * (1 + 1e-6) + 1e-9;
}

function approximately(chain: Chain, columns: Columns): Expression {
	const [left, right] = chain.operands as [Expression, Expression];
	const { at } = chain;
	const name = [left, right].find((side) => side.type === "name");
	const column = name?.type === "name" ? columns.get(name.name) : undefined;
	const operator = (operator: ChainOperator) => [{ operator, at }];
	const difference: Expression = { type: "chain", operands: [left, right], operators: operator("-"), at };
	const size: Expression = { type: "call", name: "abs", args: [{ value: difference }], at };
	const limit: Expression = { type: "number", value: tolerance(column), at };
	return {
		type: "chain",
		operands: [size, limit],
		operators: operator(chain.operators[0]!.operator === "==" ? "<=" : ">"),
		at,
	};
}

/** The expression with its columns' spellings; `condition`: it stands where something is true or false. */
export function normalise(expression: Expression, columns: Columns, condition: boolean): Expression {
	const inside = (part: Expression, isCondition = false) => normalise(part, columns, isCondition);
	switch (expression.type) {
		case "name":
			return condition ? asCondition(expression, columns) : expression;
		case "unary":
			return { ...expression, operand: inside(expression.operand, expression.operator === "not") };
		case "power":
			return { ...expression, base: inside(expression.base), exponent: inside(expression.exponent) };
		case "choice":
			return {
				...expression,
				condition: inside(expression.condition, true),
				whenTrue: inside(expression.whenTrue, condition),
				whenFalse: inside(expression.whenFalse, condition),
			};
		case "call":
			return { ...expression, args: expression.args.map((arg) => ({ ...arg, value: inside(arg.value) })) };
		case "in": {
			const column = levelColumn(expression.value, columns);
			if (!column) return expression;
			return { ...expression, options: expression.options.map((option) => asLevel(option, column.levels)) };
		}
		case "chain": {
			const first = expression.operators[0]!.operator;
			if (first === "and" || first === "or") {
				return { ...expression, operands: expression.operands.map((operand) => inside(operand, true)) };
			}
			const operands = expression.operands.map((operand) => inside(operand));
			if (!COMPARISONS.includes(first)) return { ...expression, operands };
			const column = operands.map((operand) => levelColumn(operand, columns)).find((found) => found);
			const spelled = column ? operands.map((operand) => asLevel(operand, column.levels)) : operands;
			const chain: Chain = { ...expression, operands: spelled };
			const equal = chain.operators.length === 1 && (first === "==" || first === "!=");
			return equal && spelled.some(isComputed) ? approximately(chain, columns) : chain;
		}
		default:
			return expression;
	}
}
