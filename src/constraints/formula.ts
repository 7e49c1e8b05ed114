/** Expressions over the columns of a table: the columns they read, and their values row by row. */
import { CausalModelError, ConstraintError } from "../errors";
import { Checker } from "../expression/check";
import { DATE_FORMAT, DATETIME_FORMAT } from "../expression/date";
import { TermEvaluator } from "../expression/evaluate";
import { type Expression, partsOf } from "../expression/expression";
import { parseExpression } from "../expression/parse";
import { fault, type Source, suggestion } from "../expression/source";
import { drawsIn, type ValueType } from "../expression/term";
import type { Typed } from "../expression/typing";
import { type Column, isNumeric, type Table } from "../table/table";
import { isDay } from "./date-unit";
import { normalise } from "./normalise";

/** A parsed expression with the text it came from. Plain data. */
export interface Formula {
	readonly expression: Expression;
	readonly source: Source;
	/** Columns it reads, in order of first use. */
	readonly columns: readonly string[];
	/** Texts it holds: what categories are compared with. */
	readonly texts: readonly string[];
}

function walk(expression: Expression, visit: (expression: Expression) => void): void {
	visit(expression);
	for (const part of partsOf(expression)) walk(part, visit);
}

/** Errors of the language as errors of a constraint, told the same way. */
export function asConstraintError<T>(text: string, read: () => T): T {
	try {
		return read();
	} catch (cause) {
		if (!(cause instanceof CausalModelError)) throw cause;
		throw new ConstraintError(cause.message, { ...cause.details, constraint: text }, cause);
	}
}

/** Reads an expression over the columns called `names`; `place` says in messages where it stands. */
export function readFormula(text: string, place: string, names: Iterable<string>): Formula {
	return asConstraintError(text, () => {
		const source = { name: place, text };
		const expression = parseExpression(text, place);
		const known = new Set(names);
		const columns = new Set<string>();
		const texts = new Set<string>();
		walk(expression, (part) => {
			if (part.type === "text") texts.add(part.value);
			if (part.type !== "name") return;
			if (!known.has(part.name)) {
				throw fault(source, part.at, `There is no column called "${part.name}".${suggestion(part.name, known)}`, {
					unknown: part.name,
				});
			}
			columns.add(part.name);
		});
		return { expression, source, columns: [...columns], texts: [...texts] };
	});
}

function typeOf(column: Column, texts: readonly string[]): ValueType {
	if (!isNumeric(column)) {
		const more = texts.filter((text) => !column.levels.includes(text));
		return { kind: "category", levels: more.length ? [...column.levels, ...more] : column.levels };
	}
	if (column.kind === "datetime") {
		return { kind: "datetime", format: isDay(column.format) ? DATE_FORMAT : DATETIME_FORMAT };
	}
	const { decimals } = column;
	return { kind: "number", integer: column.kind === "integer", ...(decimals !== undefined && { decimals }) };
}

/** A formula checked against a table: its type, and its value in every row (NaN: missing, or without a value). */
export interface Checked {
	readonly type: ValueType;
	values(): Float64Array;
}

/**
 * Checks a formula against the columns of a table. A `strict` check refuses texts that no column it reads holds, which
 * are most often misspelt; of sampled rows, which need not hold every category, it would ask too much.
 *
 * @throws ConstraintError pointing at the character.
 */
export function checkFormula(formula: Formula, table: Table, as: "value" | "condition", strict = false): Checked {
	const { source, texts } = formula;
	const read = formula.columns.map((name) => table.columns.find((column) => column.name === name)!);
	return asConstraintError(source.text, () => {
		const byName = new Map(read.map((column) => [column.name, column]));
		const expression = normalise(formula.expression, byName, as === "condition");
		const types = new Map(read.map((column) => [column.name, typeOf(column, strict ? [] : texts)]));
		const checker = new Checker(source, types);
		const checked: Typed =
			as === "value" ? checker.check(expression) : { term: checker.condition(expression), type: { kind: "boolean" } };
		if (drawsIn(checked.term).length > 0) {
			throw fault(source, checked.term.at, "A constraint draws nothing at random; compare columns instead.");
		}
		const parents = checker.parents.map((name) => {
			const column = byName.get(name)!;
			// Missing levels are −1, missing values NaN: only the latter is known to the language.
			const values = isNumeric(column)
				? column.values
				: Float64Array.from(column.codes, (code) => (code < 0 ? Number.NaN : code));
			return { values, width: 1 };
		});
		const at = {
			name: source.name,
			rows: table.rows,
			width: 1,
			parents,
			rowNumber: (row: number) => row,
			noise: NOTHING,
		};
		return {
			type: checked.type,
			values() {
				const out = new Float64Array(table.rows);
				new TermEvaluator(at, source, "missing").into(checked.term, out, 0, undefined);
				return out;
			},
		};
	});
}

const never = (): never => {
	throw new RangeError("A constraint draws nothing.");
};
const NOTHING = { uniform: never, normal: never, abducted: never };
