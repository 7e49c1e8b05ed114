/** Turns parsed expressions into terms: resolves names, infers types, recodes levels, numbers draws, folds constants. */

import { checkCall } from "./check-calls";
import { DATE_FORMAT, readDate } from "./date";
import { TermEvaluator } from "./evaluate";
import type { Chain, Expression } from "./expression";
import { fault, type Source, suggestion } from "./source";
import { BOOLEAN_LEVELS, constant, type Operation, type Term, type ValueType } from "./term";
import { describeType, listed, type Typed, type Typing } from "./typing";

const DAY = 86_400_000;

/** Operations whose value follows from their arguments alone. */
const FOLDABLE = new Set<Operation>([
	"negate",
	"not",
	"arithmetic",
	"compare",
	"and",
	"or",
	"among",
	"function",
	"fold",
	"datepart",
	"recode",
	"cut",
	"coalesce",
	"ismissing",
]);

/** Checks one definition; afterwards `parents` holds the names it reads, in order of first use. */
export class Checker implements Typing {
	readonly parents: string[] = [];
	private readonly slots = new Map<string, number>();
	private draws = 0;

	constructor(
		readonly source: Source,
		private readonly types: ReadonlyMap<string, ValueType>,
	) {}

	fault(at: number, sentence: string) {
		return fault(this.source, at, sentence);
	}

	/** Reserves noise numbers. */
	takeDraws(count: number): number {
		const first = this.draws;
		this.draws += count;
		return first;
	}

	/** A term, replaced by its value where that is already known. */
	make(operation: Operation, args: readonly Term[], at: number, more: Partial<Term> = {}): Term {
		const term: Term = { operation, args, at, ...more };
		if (!FOLDABLE.has(operation) || !args.every((arg) => arg.operation === "constant")) return term;
		const out = new Float64Array(1);
		new TermEvaluator(ALONE, this.source, "error").into(term, out, 0, undefined);
		return constant(out[0]!, at);
	}

	check(expression: Expression): Typed {
		const { at } = expression;
		switch (expression.type) {
			case "number":
				return {
					term: constant(expression.value, at),
					type: { kind: "number", integer: Number.isInteger(expression.value) },
				};
			case "text":
				return { term: constant(0, at), type: { kind: "category", levels: [expression.value], literal: true } };
			case "boolean":
				return { term: constant(expression.value ? 1 : 0, at), type: { kind: "boolean" } };
			case "missing":
				return { term: constant(Number.NaN, at), type: { kind: "missing" } };
			case "name":
				return this.name(expression.name, at);
			case "unary": {
				if (expression.operator === "not")
					return { term: this.make("not", [this.condition(expression.operand)], at), type: { kind: "boolean" } };
				const { term, type } = this.number(expression.operand, "the minus sign");
				return { term: this.make("negate", [term], at), type };
			}
			case "power": {
				const base = this.number(expression.base, "^");
				const exponent = this.number(expression.exponent, "^");
				const whole = exponent.term.operation === "constant" && exponent.term.value! >= 0;
				return {
					term: this.make("function", [base.term, exponent.term], at, { name: "pow" }),
					type: { kind: "number", integer: whole && base.type.integer === true && exponent.type.integer === true },
				};
			}
			case "choice": {
				const condition = this.condition(expression.condition);
				const { terms, type } = this.unify([expression.whenTrue, expression.whenFalse], "the two values of if");
				return { term: { operation: "choose", args: [condition, ...terms], at }, type };
			}
			case "in": {
				const { terms } = this.comparable([expression.value, ...expression.options]);
				return { term: this.make("among", terms, at), type: { kind: "boolean" } };
			}
			case "chain":
				return this.chain(expression);
			case "call":
				return checkCall(this, expression);
		}
	}

	private name(name: string, at: number): Typed {
		const type = this.types.get(name);
		if (!type) throw this.fault(at, `There is no variable called "${name}".${suggestion(name, this.types.keys())}`);
		let slot = this.slots.get(name);
		if (slot === undefined) {
			slot = this.parents.push(name) - 1;
			this.slots.set(name, slot);
		}
		return { term: { operation: "parent", args: [], at, value: slot }, type };
	}

	private chain(chain: Chain): Typed {
		const { at, operators } = chain;
		const first = operators[0]!.operator;
		if (first === "and" || first === "or") {
			const terms = chain.operands.map((operand) => this.condition(operand));
			return { term: this.make(first, terms, at), type: { kind: "boolean" } };
		}
		const names = operators.map((o) => o.operator);
		if ("+-*/%".includes(first)) return this.arithmetic(chain, names);
		const { terms, type } = this.comparable(chain.operands);
		if (type.kind === "category") {
			const ordering = operators.find((o) => o.operator !== "==" && o.operator !== "!=");
			if (ordering)
				throw this.fault(ordering.at, `Categories have no order; compare them with == or in (…), or use numbers.`);
		}
		return { term: this.make("compare", terms, at, { operators: names }), type: { kind: "boolean" } };
	}

	/** Sums and products; a date plus a number of days is a date, a date minus a date a number of days. */
	private arithmetic(chain: Chain, operators: string[]): Typed {
		const operands = chain.operands.map((operand) => this.check(operand));
		const dates = operands.filter(({ type }) => type.kind === "datetime");
		if (dates.length === 0) {
			for (const [i, { type }] of operands.entries())
				this.requireNumber(type, chain.operands[i]!.at, `"${operators[Math.max(0, i - 1)]}"`);
			const integer =
				!operators.includes("/") &&
				operands.every(({ type }) => type.kind === "boolean" || (type.kind === "number" && type.integer));
			return this.join(operands, operators, chain, { kind: "number", integer });
		}
		const wrong = operators.findIndex((operator) => operator !== "+" && operator !== "-");
		if (wrong >= 0)
			throw this.fault(chain.operators[wrong]!.at, "Dates can be moved by days (+, −) and subtracted, no more.");
		let count = 0; // dates added minus dates subtracted
		const inMilliseconds = operands.map((operand, i) => {
			const negative = i > 0 && operators[i - 1] === "-";
			if (operand.type.kind === "datetime") {
				count += negative ? -1 : 1;
				return operand;
			}
			this.requireNumber(operand.type, chain.operands[i]!.at, "adding days to a date");
			const ms = this.make("arithmetic", [operand.term, constant(DAY, operand.term.at)], operand.term.at, {
				operators: ["*"],
				places: [operand.term.at],
			});
			return { term: ms, type: operand.type };
		});
		if (count === 1) return this.join(inMilliseconds, operators, chain, dates[0]!.type);
		if (count !== 0) throw this.fault(chain.at, "Dates cannot be added to each other.");
		const { term } = this.join(inMilliseconds, operators, chain, { kind: "number" });
		const places = [chain.at];
		return {
			term: this.make("arithmetic", [term, constant(DAY, chain.at)], chain.at, { operators: ["/"], places }),
			type: { kind: "number", integer: operands.every(({ type }) => isWholeDays(type)) },
		};
	}

	private join(operands: readonly Typed[], operators: string[], chain: Chain, type: ValueType): Typed {
		const places = chain.operators.map((o) => o.at);
		const terms = operands.map(({ term }) => term);
		return { term: this.make("arithmetic", terms, chain.at, { operators, places }), type };
	}

	requireNumber(type: ValueType, at: number, user: string): void {
		if (type.kind === "number" || type.kind === "boolean" || type.kind === "missing") return;
		throw this.fault(at, `${user} needs a number, and this is ${describeType(type)}.`);
	}

	number(expression: Expression, user: string): { term: Term; type: Extract<ValueType, { kind: "number" }> } {
		const { term, type } = this.check(expression);
		this.requireNumber(type, expression.at, user);
		return { term, type: type.kind === "number" ? type : { kind: "number", integer: type.kind === "boolean" } };
	}

	/** A condition: a boolean, or a number that counts as true unless it is 0. */
	condition(expression: Expression): Term {
		const { term, type } = this.check(expression);
		if (type.kind === "boolean" || type.kind === "number" || type.kind === "missing") return term;
		throw this.fault(
			expression.at,
			`A condition is true or false, and this is ${describeType(type)}. Compare it: == "…".`,
		);
	}

	/** Gives several values one type, recoding levels to their union. */
	unify(expressions: readonly Expression[], what: string): { terms: Term[]; type: ValueType } {
		return this.unifyTyped(
			expressions.map((expression) => ({ ...this.check(expression), at: expression.at })),
			what,
		);
	}

	unifyTyped(values: readonly (Typed & { at: number })[], what: string): { terms: Term[]; type: ValueType } {
		const known = values.filter(({ type }) => type.kind !== "missing");
		const first = known[0]?.type ?? { kind: "missing" };
		const numeric = (type: ValueType) => type.kind === "number" || type.kind === "boolean";
		for (const { type, at } of known) {
			if (type.kind !== first.kind && !(numeric(type) && numeric(first)))
				throw this.fault(
					at,
					`${what} must be of one type; this is ${describeType(type)}, the first is ${describeType(first)}.`,
				);
		}
		if (first.kind === "category") {
			const levels = [...new Set(known.flatMap(({ type }) => (type.kind === "category" ? type.levels : [])))];
			const terms = values.map(({ term, type }) =>
				type.kind === "category" ? this.recode(term, type.levels, levels) : term,
			);
			return { terms, type: { kind: "category", levels } };
		}
		const terms = values.map(({ term }) => term);
		if (!numeric(first) || known.every(({ type }) => type.kind === "boolean")) return { terms, type: first };
		const numbers = known.map(({ type }) => (type.kind === "number" ? type : { integer: true, decimals: 0 }));
		const decimals = numbers.map((type) => (type.integer ? 0 : type.decimals));
		return {
			terms,
			type: {
				kind: "number",
				integer: numbers.every((type) => type.integer),
				...(decimals.every((d) => d !== undefined) ? { decimals: Math.max(...(decimals as number[])) } : {}),
			},
		};
	}

	/** Codes of one list of levels as codes of another that contains it. */
	recode(term: Term, from: readonly string[], to: readonly string[]): Term {
		if (from.every((level, code) => to[code] === level)) return term;
		const codes = new Map(to.map((level, code) => [level, code]));
		return this.make("recode", [term], term.at, { table: from.map((level) => codes.get(level) ?? -1) });
	}

	/** Values to compare: a text beside a category must be one of its levels, beside a date it is a date. */
	private comparable(expressions: readonly Expression[]): { terms: Term[]; type: ValueType } {
		const values = expressions.map((expression) => ({ ...this.check(expression), at: expression.at }));
		const category = values.find(({ type }) => type.kind === "category" && !type.literal);
		const date = values.some(({ type }) => type.kind === "datetime");
		const boolean = values.some(({ type }) => type.kind === "boolean");
		const read = values.map((value): Typed & { at: number } => {
			const { type } = value;
			if (type.kind !== "category" || !type.literal) return value;
			const text = type.levels[0]!;
			if (date) return { ...this.date(text, value.at), at: value.at };
			if (boolean && BOOLEAN_LEVELS.includes(text as "true")) {
				return { term: constant(text === "true" ? 1 : 0, value.at), type: { kind: "boolean" }, at: value.at };
			}
			if (category?.type.kind === "category" && !category.type.levels.includes(text)) {
				const { levels } = category.type;
				throw this.fault(
					value.at,
					`There is no level "${text}"; there are ${listed(levels)}.${suggestion(text, levels)}`,
				);
			}
			return value;
		});
		return this.unifyTyped(read, values.length > 2 ? "values compared" : "the two sides of a comparison");
	}

	/** A date or a moment from ISO 8601 text. */
	date(text: string, at: number): Typed {
		const read = readDate(text);
		if (!read) throw this.fault(at, `"${text}" is not a date. Write "2024-01-31" or "2024-01-31 08:30".`);
		return { term: constant(read.value, at), type: { kind: "datetime", format: read.format } };
	}
}

/** A single row without parents or noise: what constants are folded over. */
const ALONE = {
	name: "",
	rows: 1,
	width: 1,
	parents: [],
	rowNumber: () => 0,
	noise: { uniform: noNoise, normal: noNoise, abducted: () => undefined },
};

function noNoise(): never {
	throw new RangeError("Constants draw nothing.");
}

function isWholeDays(type: ValueType): boolean {
	return type.kind === "datetime" ? type.format === DATE_FORMAT : type.kind === "number" && type.integer === true;
}
