import type { ChainOperator, Expression } from "./expression";
import { RESERVED } from "./parse";

const RANK: Readonly<Record<ChainOperator, number>> = {
	or: 3,
	and: 4,
	"==": 6,
	"!=": 6,
	"<": 6,
	"<=": 6,
	">": 6,
	">=": 6,
	"+": 7,
	"-": 7,
	"*": 8,
	"/": 8,
	"%": 8,
};

/** How tightly an expression holds together; brackets go around what is looser than its place asks. */
function rank(expression: Expression): number {
	switch (expression.type) {
		case "chain":
			return RANK[expression.operators[0]!.operator];
		case "unary":
			return expression.operator === "not" ? 5 : 9;
		case "in":
			return 6;
		case "power":
			return 10;
		case "number":
			return expression.value < 0 ? 9 : 11;
		default:
			return 11;
	}
}

function within(expression: Expression, place: number): string {
	const text = printExpression(expression);
	return rank(expression) < place ? `(${text})` : text;
}

/** Writes an expression so that parsing it gives the same expression. */
export function printExpression(expression: Expression): string {
	switch (expression.type) {
		case "number":
			return String(expression.value);
		case "text":
			return quote(expression.value);
		case "boolean":
			return String(expression.value);
		case "missing":
			return "missing";
		case "name":
			return printName(expression.name);
		case "unary":
			return expression.operator === "not"
				? `not ${within(expression.operand, 5)}`
				: `-${within(expression.operand, 9)}`;
		case "chain": {
			const place = rank(expression) + 1;
			return expression.operands
				.map((operand, i) => {
					const written = within(operand, place);
					return i === 0 ? written : `${expression.operators[i - 1]!.operator} ${written}`;
				})
				.join(" ");
		}
		case "power":
			return `${within(expression.base, 11)} ^ ${within(expression.exponent, 9)}`;
		case "choice":
			return `if(${[expression.condition, expression.whenTrue, expression.whenFalse].map(printExpression).join(", ")})`;
		case "in":
			return `${within(expression.value, 7)} in (${expression.options.map(printExpression).join(", ")})`;
		case "call":
			return `${expression.name}(${expression.args
				.map(({ label, value }) => `${label === undefined ? "" : `${printLabel(label)}: `}${printExpression(value)}`)
				.join(", ")})`;
	}
}

/** A variable's name, in backticks where it is not a plain word. */
export function printName(name: string): string {
	return isPlainName(name) ? name : `\`${name}\``;
}

function printLabel(label: string): string {
	return isPlainName(label) ? label : quote(label);
}

function isPlainName(name: string): boolean {
	return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !RESERVED.has(name);
}

function quote(text: string): string {
	return `"${text.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\t", "\\t")}"`;
}
