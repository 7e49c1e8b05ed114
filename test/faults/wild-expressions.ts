/** Texts that nearly are causal models, and expressions of any shape over columns of every type. */
import { causalModel } from "../../src/causal";
import type { Random } from "../../src/random";
import { isNumeric } from "../../src/table/table";
import { type Tried, tried } from "./wild-tables";

const ROWS = 20;

const anyOf = <T>(random: Random, list: readonly T[]): T => list[random.int(list.length)]!;

export const LEAVES = [
	"n",
	"k",
	"b",
	"c",
	"0",
	"1",
	"-1",
	"0.5",
	"1e308",
	"1e-320",
	"2.5",
	'"x"',
	'"y"',
	"true",
	"false",
	"missing",
];
export const CALLS = [
	...["abs", "exp", "log", "sqrt", "tanh", "sigmoid", "floor", "ceil", "round", "min", "max", "clip", "coalesce"],
	...["normal", "uniform", "beta", "gamma", "poisson", "bernoulli", "category", "laplace", "exponential", "binomial"],
	...["if", "match", "lag", "date", "year", "length", "is_missing", "nothing", "constructor", "__proto__"],
];
export const OPERATORS = ["+", "-", "*", "/", "%", "^", "==", "!=", "<", "<=", ">", ">=", "and", "or", "=>"];

/** An expression of the grammar, typed or not. */
function grown(random: Random, depth: number): string {
	if (depth === 0 || random.uniform() < 0.2) return anyOf(random, LEAVES);
	const part = () => grown(random, depth - 1);
	switch (random.int(8)) {
		case 0:
			return `(${part()})`;
		case 1:
			return `${anyOf(random, ["-", "not "])}${part()}`;
		case 2:
			return `(${part()} ? ${part()} : ${part()})`;
		case 3:
			return `${part()} in (${part()}, ${part()})`;
		case 4:
		case 5: {
			const args = Array.from(
				{ length: random.int(4) },
				() => `${anyOf(random, ["", "", "", "x: ", "mean: "])}${part()}`,
			);
			return `${anyOf(random, CALLS)}(${args.join(", ")})`;
		}
		default:
			return `${part()} ${anyOf(random, OPERATORS)} ${part()}`;
	}
}

const SIGNS = [
	...'()+-*/%^<>=!?:,.;`"\\#@\n 09ea',
	"missing(",
	"=",
	"\u0000",
	"\ud800",
	"é",
	"1e",
	"0x",
	"..",
	"/*",
	"//",
];

/** A long or deep form of something small: sums, brackets, signs, comparisons, choices. */
function stretched(random: Random): string {
	const n = 1 + random.int(3000);
	const piece = anyOf(random, ["n+", "-", "(", "n<", "not ", "n?1:", "n^", "abs(", "[", "n=>", '"x",']);
	const closing = piece.endsWith("(") && random.uniform() < 0.7 ? ")".repeat(n) : "";
	return `${piece.repeat(n)}n${closing}`;
}

function wildExpression(random: Random): string {
	const form = random.int(10);
	if (form === 0) return stretched(random);
	const text = grown(random, 1 + random.int(5));
	if (form < 5) return text;
	const at = random.int(text.length);
	return text.slice(0, at) + anyOf(random, SIGNS) + text.slice(at + random.int(3));
}

/** A model whose last variable is wild: it is refused, or gives every row a value that its column can hold. */
export function tryExpressionOf(wild: string): Promise<Tried> {
	const text = `n = normal(0, 1)\nk = poisson(3)\nb = bernoulli(0.5)\nc = category(x: 1, y: 2)\nw = ${wild}`;
	return tried(
		() => JSON.stringify(wild),
		async () => {
			const table = causalModel(text, { undefinedValues: "missing" }).sample({ rows: ROWS, seed: 1 });
			for (const column of table.columns) {
				const wrong = isNumeric(column)
					? column.values.length !== ROWS || column.values.some((v) => Math.abs(v) === Number.POSITIVE_INFINITY)
					: column.codes.length !== ROWS || column.codes.some((code) => code < -1 || code >= column.levels.length);
				if (wrong) return `"${column.name}" holds what it cannot`;
			}
			return undefined;
		},
	);
}

export const tryExpression = (random: Random) => tryExpressionOf(wildExpression(random));
