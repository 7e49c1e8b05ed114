/**
 * An expression as parsed. Plain data; `at` is the index of the character an error about the node should point at.
 */
export type Expression =
	| { readonly type: "number"; readonly value: number; readonly at: number }
	| { readonly type: "text"; readonly value: string; readonly at: number }
	| { readonly type: "boolean"; readonly value: boolean; readonly at: number }
	| { readonly type: "missing"; readonly at: number }
	| { readonly type: "name"; readonly name: string; readonly at: number }
	| { readonly type: "unary"; readonly operator: "-" | "not"; readonly operand: Expression; readonly at: number }
	| Chain
	| { readonly type: "power"; readonly base: Expression; readonly exponent: Expression; readonly at: number }
	| Choice
	| { readonly type: "in"; readonly value: Expression; readonly options: readonly Expression[]; readonly at: number }
	| Call;

/**
 * Operands joined by operators of one rank, `operators[i]` between `operands[i]` and `operands[i + 1]`. One flat node
 * however long, so that a sum of ten thousand terms nests no deeper than one of two. Comparisons chain as in
 * mathematics: `a < b < c` is `a < b and b < c`.
 */
export interface Chain {
	readonly type: "chain";
	readonly operands: readonly Expression[];
	readonly operators: readonly { readonly operator: ChainOperator; readonly at: number }[];
	readonly at: number;
}

export type ChainOperator = "or" | "and" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "%";

export interface Choice {
	readonly type: "choice";
	readonly condition: Expression;
	readonly whenTrue: Expression;
	readonly whenFalse: Expression;
	readonly at: number;
}

export interface Call {
	readonly type: "call";
	readonly name: string;
	readonly args: readonly Argument[];
	readonly at: number;
}

/** An argument, labelled in `category(Female: 0.5)` and `normal(mean: 0, sd: 1)`. */
export interface Argument {
	readonly label?: string;
	readonly labelAt?: number;
	readonly value: Expression;
}

/** What a variable is: its value, and the probability that it is hidden. */
export interface Definition {
	readonly value: Expression;
	/** Of the clause `… missing(p)`. */
	readonly missing?: Expression;
}

/** The names an expression mentions with the place of the first mention; iterative, so depth does not matter. */
export function namesIn(expression: Expression): Map<string, number> {
	const names = new Map<string, number>();
	const open = [expression];
	for (let next = open.pop(); next; next = open.pop()) {
		if (next.type === "name") names.set(next.name, Math.min(next.at, names.get(next.name) ?? next.at));
		else open.push(...partsOf(next));
	}
	return names;
}

/** The direct parts of an expression, in the order written. */
export function partsOf(expression: Expression): readonly Expression[] {
	switch (expression.type) {
		case "unary":
			return [expression.operand];
		case "chain":
			return expression.operands;
		case "power":
			return [expression.base, expression.exponent];
		case "choice":
			return [expression.condition, expression.whenTrue, expression.whenFalse];
		case "in":
			return [expression.value, ...expression.options];
		case "call":
			return expression.args.map((argument) => argument.value);
		default:
			return [];
	}
}
