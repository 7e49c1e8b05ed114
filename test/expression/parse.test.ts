import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readModelText } from "../../src/causal/model-text";
import { CausalModelError } from "../../src/errors";
import type { Argument, ChainOperator, Expression } from "../../src/expression/expression";
import { parseExpression } from "../../src/expression/parse";
import { printExpression } from "../../src/expression/print";

/** The expression without the places it stood at. */
function shape(expression: Expression): unknown {
	return JSON.parse(
		JSON.stringify(expression, (key, value) => (key === "at" || key === "labelAt" ? undefined : value)),
	);
}

/** Brackets around everything, to see what binds to what. */
function bracketed(text: string): string {
	const write = (e: Expression): string => {
		if (e.type === "chain")
			return `(${e.operands.map((o, i) => (i === 0 ? write(o) : `${e.operators[i - 1]!.operator}${write(o)}`)).join("")})`;
		if (e.type === "unary") return `(${e.operator}${write(e.operand)})`;
		if (e.type === "power") return `(${write(e.base)}^${write(e.exponent)})`;
		if (e.type === "choice") return `(${write(e.condition)}?${write(e.whenTrue)}:${write(e.whenFalse)})`;
		return printExpression(e);
	};
	return write(parseExpression(text));
}

describe("precedence", () => {
	test.each([
		["1 + 2 * 3", "(1+(2*3))"],
		["1 - 2 - 3", "(1-2-3)"],
		["8 / 4 * 2 % 3", "(8/4*2%3)"],
		["-2 ^ 2", "(-(2^2))"],
		["2 ^ -1", "(2^(-1))"],
		["2 ^ 3 ^ 2", "(2^(3^2))"],
		["-a * b", "((-a)*b)"],
		["not a == b and c or d", "(((not(a==b))andc)ord)"],
		["a || b && !c", "(aor(band(notc)))"],
		["18 <= age < 65", "(18<=age<65)"],
		["a ? b : c ? d : e", "(a?b:(c?d:e))"],
		["a => b + 1 > 2", "((nota)or((b+1)>2))"],
		["a + 1 ? b : c", "((a+1)?b:c)"],
	])("%s reads as %s", (text, brackets) => {
		expect(bracketed(text)).toBe(brackets);
	});

	test("if(…) and ? : are the same", () => {
		expect(shape(parseExpression("if(a, b, c)"))).toEqual(shape(parseExpression("a ? b : c")));
	});
});

const plainName = fc.constantFrom("age", "blood_pressure", "größe", "x1", "_u");
const anyName = fc.oneof(
	plainName,
	fc.string({ minLength: 1 }).filter((s) => !s.includes("`")),
	fc.constantFrom("and", "in"),
);
const label = fc.option(fc.oneof(plainName, fc.string(), fc.constant("else")), { nil: undefined });
const ranks: ChainOperator[][] = [["or"], ["and"], ["==", "!=", "<", "<=", ">", ">="], ["+", "-"], ["*", "/", "%"]];

const expressions = fc.letrec<{ expression: Expression; argument: Argument }>((tie) => ({
	expression: fc.oneof(
		{ maxDepth: 5, withCrossShrink: true },
		fc
			.double({ min: 0, noNaN: true, noDefaultInfinity: true })
			.map((value) => ({ type: "number", value: value || 0, at: 0 }) as const),
		fc.string().map((value) => ({ type: "text", value, at: 0 }) as const),
		fc.boolean().map((value) => ({ type: "boolean", value, at: 0 }) as const),
		fc.constant({ type: "missing", at: 0 } as const),
		anyName.map((name) => ({ type: "name", name, at: 0 }) as const),
		fc
			.record({ operator: fc.constantFrom("-", "not"), operand: tie("expression") })
			.map((e) => ({ type: "unary", ...e, at: 0 }) as const),
		fc
			.record({ base: tie("expression"), exponent: tie("expression") })
			.map((e) => ({ type: "power", ...e, at: 0 }) as const),
		fc
			.record({ condition: tie("expression"), whenTrue: tie("expression"), whenFalse: tie("expression") })
			.map((e) => ({ type: "choice", ...e, at: 0 }) as const),
		fc
			.record({ value: tie("expression"), options: fc.array(tie("expression"), { minLength: 1, maxLength: 3 }) })
			.map((e) => ({ type: "in", ...e, at: 0 }) as const),
		fc
			.record({ name: plainName, args: fc.array(tie("argument"), { maxLength: 4 }) })
			.map((e) => ({ type: "call", ...e, at: 0 }) as const),
		fc
			.constantFrom(...ranks)
			.chain((rank) =>
				fc.record({
					first: tie("expression"),
					rest: fc.array(fc.tuple(fc.constantFrom(...rank), tie("expression")), { minLength: 1, maxLength: 3 }),
				}),
			)
			.map(
				({ first, rest }) =>
					({
						type: "chain",
						operands: [first, ...rest.map(([, operand]) => operand)],
						operators: rest.map(([operator]) => ({ operator, at: 0 })),
						at: 0,
					}) as const,
			),
	) as fc.Arbitrary<Expression>,
	argument: fc
		.record({ label, value: tie("expression") })
		.map(({ label, value }) => (label === undefined ? { value } : { label, value })),
}));

test("parsing what was printed gives the same expression", () => {
	fc.assert(
		fc.property(expressions.expression, (expression) => {
			expect(shape(parseExpression(printExpression(expression)))).toEqual(shape(expression));
		}),
		{ numRuns: 600, seed: 5 },
	);
});

test("any text either parses or raises an error that points into it", () => {
	const pieces = fc.array(
		fc.constantFrom(
			"a",
			"if",
			"(",
			")",
			",",
			"1.5",
			"+",
			"-",
			"*",
			"^",
			"==",
			"<",
			"and",
			"not",
			"in",
			"?",
			":",
			'"x"',
			"'",
			"`",
			"missing",
			"=>",
			"!",
			"\n",
			"#",
			"é",
			"&",
			"=",
		),
		{ maxLength: 30 },
	);
	fc.assert(
		fc.property(
			fc.oneof(
				fc.string({ unit: "binary" }),
				pieces.map((p) => p.join(" ")),
			),
			(text) => {
				for (const read of [() => parseExpression(text), () => readModelText(text)]) {
					try {
						read();
					} catch (error) {
						expect(error).toBeInstanceOf(CausalModelError);
						const { position } = (error as CausalModelError).details;
						expect(position).toBeGreaterThanOrEqual(0);
						expect(position).toBeLessThanOrEqual(text.length);
					}
				}
			},
		),
		{ numRuns: 1000, seed: 6 },
	);
});

function errorOf(text: string): CausalModelError {
	try {
		parseExpression(text, "x");
	} catch (error) {
		return error as CausalModelError;
	}
	throw new Error(`${text} was accepted`);
}

describe("errors point at the character", () => {
	test.each([
		["1 + ", 4, "Expected a value, found the end."],
		["normal(0 1)", 9, 'Expected , between arguments, or ) after the last, found "1".'],
		["(1 + 2", 6, "Expected ) to close the bracket, found the end."],
		["1 2", 2, 'Expected an operator or the end, found "2".'],
		["a = 1", 2, 'Expected an operator or the end, found "=". To compare, write ==.'],
		["2x", 1, "A number cannot be followed by a letter; write * to multiply."],
		["a & b", 2, 'The character "&" has no meaning here. Write and.'],
		["'abc", 0, "The quote ' that opens here is never closed."],
		["if(a, b)", 0, "if takes a condition and two values"],
		["1 + missing(0.1)", 4, "missing(p) hides a variable and stands after its whole expression"],
		["a < b in (1)", 6, "in (…) cannot follow a comparison"],
	])("%s at %d", (text, position, sentence) => {
		const error = errorOf(text);
		expect(error.message).toContain(sentence);
		expect(error.details).toMatchObject({ name: "x", position });
	});

	test("the message shows the line with a caret under the place", () => {
		expect(errorOf("1 +\n  2 + * 3").message).toBe('In "x": Expected a value, found "*".\n    2 + * 3\n        ^');
		expect(errorOf("1 +\n  2 + * 3").details).toMatchObject({ line: 2, column: 7, position: 10 });
	});

	test("long lines are cut around the place", () => {
		const lines = errorOf(`${"a + ".repeat(1000)}*${" + a".repeat(1000)}`).message.split("\n");
		expect(lines[1]!.length).toBeLessThan(110);
		expect(lines[1]![lines[2]!.indexOf("^")]).toBe("*");
	});
});

describe("size", () => {
	test("nesting is limited with an error, however it is made", () => {
		for (const text of [
			"(".repeat(100_000),
			"-".repeat(100_000),
			"not ".repeat(50_000),
			"a^".repeat(50_000),
			"a ? a : ".repeat(50_000),
			"f(".repeat(50_000),
			"a => ".repeat(50_000),
		])
			expect(errorOf(`${text}1`).message).toContain("nests more than 200 levels deep");
	});

	test("a sum of 100,000 terms is one flat chain", () => {
		const sum = parseExpression(Array.from({ length: 100_000 }, () => "x").join(" + "));
		expect(sum).toHaveProperty("operands.length", 100_000);
		expect(printExpression(sum)).toHaveLength(399_997);
	});
});

test("a model is also one text of statements, with comments and requirements", () => {
	const { definitions, requirements } = readModelText(
		"# heights\nheight = normal(170, 10) missing(0.1); `shoe size` = height / 4\nrequire height > 0",
	);
	expect(definitions.map(({ name, missing }) => [name, missing !== undefined])).toEqual([
		["height", true],
		["shoe size", false],
	]);
	expect(requirements).toHaveLength(1);
	expect(() => readModelText("a = 1 a = 2")).toThrow('"a" is defined twice');
	expect(() => readModelText("a = 1 2")).toThrow("Expected an operator or the end");
});
