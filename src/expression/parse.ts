import type { Argument, ChainOperator, Definition, Expression } from "./expression";
import { fault, type Source } from "./source";
import { type Token, tokenize } from "./token";

/** How deep brackets, signs and else-branches may nest; far under what any stack holds. */
const DEPTH = 200;
/** Terms that one chain of operators may join, and values that one list may hold. */
const [TERMS, LISTED] = [100_000, 100_000];

/** Words that cannot name a variable unless quoted with backticks. */
export const RESERVED = new Set(["and", "or", "not", "in", "true", "false", "missing", "require"]);

// Binding powers, weakest first.
const CHOICE = 1;
const IMPLIES = 2;
const OR = 3;
const AND = 4;
const NOT = 5;
const COMPARISON = 6;
const SUM = 7;
const PRODUCT = 8;
const SIGN = 9;
const POWER = 10;

const CHAINS: Readonly<Record<string, { power: number; operator: ChainOperator }>> = {
	or: { power: OR, operator: "or" },
	"||": { power: OR, operator: "or" },
	and: { power: AND, operator: "and" },
	"&&": { power: AND, operator: "and" },
	"==": { power: COMPARISON, operator: "==" },
	"!=": { power: COMPARISON, operator: "!=" },
	"<": { power: COMPARISON, operator: "<" },
	"<=": { power: COMPARISON, operator: "<=" },
	">": { power: COMPARISON, operator: ">" },
	">=": { power: COMPARISON, operator: ">=" },
	"+": { power: SUM, operator: "+" },
	"-": { power: SUM, operator: "-" },
	"*": { power: PRODUCT, operator: "*" },
	"/": { power: PRODUCT, operator: "/" },
	"%": { power: PRODUCT, operator: "%" },
};

/** Binding power with which a token continues an expression; 0: it ends it. */
function continues(token: Token): number {
	if (token.type !== "symbol" && token.type !== "name") return 0;
	if (Object.hasOwn(CHAINS, token.text)) return CHAINS[token.text]!.power;
	switch (token.text) {
		case "?":
			return CHOICE;
		case "=>":
			return IMPLIES;
		case "in":
			return COMPARISON;
		case "^":
			return POWER;
		default:
			return 0;
	}
}

/** Reads tokens one expression after another: Pratt's top down operator precedence (1973). */
export class Parser {
	private next = 0;
	private depth = 0;
	private readonly tokens: readonly Token[];
	/** What the text at hand defines; statements change it as they go. */
	source: Source;

	constructor(source: Source) {
		this.source = source;
		this.tokens = tokenize(source);
	}

	get token(): Token {
		return this.tokens[this.next]!;
	}

	/** The token after the present one. */
	get following(): Token {
		return this.tokens[Math.min(this.next + 1, this.tokens.length - 1)]!;
	}

	advance(): Token {
		const token = this.token;
		if (token.type !== "end") this.next++;
		return token;
	}

	is(text: string): boolean {
		return this.token.text === text && (this.token.type === "symbol" || this.token.type === "name");
	}

	fault(at: number, sentence: string) {
		return fault(this.source, at, sentence);
	}

	expect(text: string, because: string): Token {
		if (!this.is(text)) throw this.fault(this.token.at, `Expected ${text} ${because}, found ${this.describe()}.`);
		return this.advance();
	}

	private describe(): string {
		const { type, text } = this.token;
		return type === "end" ? "the end" : type === "text" ? JSON.stringify(text) : `"${text}"`;
	}

	/** An expression and, after it, perhaps `missing(p)`. */
	definition(): Definition {
		const value = this.expression();
		if (!(this.token.type === "name" && this.token.text === "missing")) return { value };
		this.advance();
		this.expect("(", 'after "missing"');
		const missing = this.expression();
		this.expect(")", "to close missing(…)");
		return { value, missing };
	}

	/** Throws unless the text is used up. */
	end(): void {
		if (this.token.type === "end") return;
		const equals = this.is("=") ? " To compare, write ==." : "";
		throw this.fault(this.token.at, `Expected an operator or the end, found ${this.describe()}.${equals}`);
	}

	expression(weakest = 0): Expression {
		if (++this.depth > DEPTH)
			throw this.fault(
				this.token.at,
				`This nests more than ${DEPTH} levels deep. Split it into several named variables.`,
			);
		let left = this.prefix();
		for (let power = continues(this.token); power > weakest; power = continues(this.token)) {
			left = this.infix(left, power);
		}
		this.depth--;
		return left;
	}

	private infix(left: Expression, power: number): Expression {
		const { at, text } = this.token;
		if (text === "?") {
			this.advance();
			const whenTrue = this.expression();
			this.expect(":", "between the two values of ?");
			return { type: "choice", condition: left, whenTrue, whenFalse: this.expression(CHOICE - 1), at };
		}
		if (text === "=>") {
			this.advance();
			const denied: Expression = { type: "unary", operator: "not", operand: left, at };
			const right = this.expression(IMPLIES - 1);
			return { type: "chain", operands: [denied, right], operators: [{ operator: "or", at }], at };
		}
		if (text === "^") {
			this.advance();
			return { type: "power", base: left, exponent: this.expression(SIGN - 1), at };
		}
		if (text === "in") {
			this.advance();
			const options = this.list();
			if (continues(this.token) === COMPARISON)
				throw this.fault(this.token.at, "A comparison cannot follow in (…); put round brackets around one of them.");
			return { type: "in", value: left, options, at };
		}
		const operands = [left];
		const operators: { operator: ChainOperator; at: number }[] = [];
		while (continues(this.token) === power && Object.hasOwn(CHAINS, this.token.text)) {
			const symbol = this.advance();
			operators.push({ operator: CHAINS[symbol.text]!.operator, at: symbol.at });
			if (operators.length > TERMS) {
				throw this.fault(symbol.at, `This joins more than ${TERMS} terms. Split it into several named variables.`);
			}
			operands.push(this.expression(power));
		}
		if (this.is("in") && power === COMPARISON)
			throw this.fault(this.token.at, "in (…) cannot follow a comparison; put round brackets around one of them.");
		return { type: "chain", operands, operators, at };
	}

	private checkListed(count: number): void {
		if (count > LISTED)
			throw this.fault(this.token.at, `This lists more than ${LISTED} values, the most that one may.`);
	}

	private list(): Expression[] {
		this.expect("(", "after in");
		const options = [this.expression()];
		while (this.is(",")) {
			this.advance();
			options.push(this.expression());
			this.checkListed(options.length);
		}
		this.expect(")", "to close the list");
		return options;
	}

	private prefix(): Expression {
		const token = this.token;
		const { at, text } = token;
		switch (token.type) {
			case "number":
				this.advance();
				return { type: "number", value: Number(text.replaceAll("_", "")), at };
			case "text":
				this.advance();
				return { type: "text", value: text, at };
			case "quoted":
				this.advance();
				return { type: "name", name: text, at };
			case "name":
				return this.word(token);
			case "symbol":
				if (text === "(") return this.bracket();
				if (text === "-" || text === "+") {
					this.advance();
					const operand = this.expression(SIGN - 1);
					return text === "-" ? { type: "unary", operator: "-", operand, at } : operand;
				}
				if (text === "!") {
					this.advance();
					return { type: "unary", operator: "not", operand: this.expression(SIGN - 1), at };
				}
		}
		throw this.fault(at, `Expected a value, found ${this.describe()}.`);
	}

	private bracket(): Expression {
		this.advance();
		const inner = this.expression();
		this.expect(")", "to close the bracket");
		return inner;
	}

	private word({ text, at }: Token): Expression {
		this.advance();
		if (text === "true" || text === "false") return { type: "boolean", value: text === "true", at };
		if (text === "not") return { type: "unary", operator: "not", operand: this.expression(NOT - 1), at };
		if (text === "missing") {
			if (this.is("("))
				throw this.fault(
					at,
					'missing(p) hides a variable and stands after its whole expression: "normal(0, 1) missing(0.1)". Inside, write if(bernoulli(p), missing, …).',
				);
			return { type: "missing", at };
		}
		if (this.is("(")) return this.call(text, at);
		if (RESERVED.has(text)) throw this.fault(at, `Expected a value, found the word "${text}".`);
		return { type: "name", name: text, at };
	}

	private call(name: string, at: number): Expression {
		this.advance();
		const args: Argument[] = [];
		while (!this.is(")")) {
			if (args.length > 0) this.expect(",", "between arguments, or ) after the last");
			args.push(this.argument());
			this.checkListed(args.length);
		}
		this.advance();
		if (name === "if") {
			if (args.length !== 3 || args.some((a) => a.label !== undefined))
				throw this.fault(at, `if takes a condition and two values: if(age < 18, "child", "adult").`);
			const [condition, whenTrue, whenFalse] = args.map((a) => a.value) as [Expression, Expression, Expression];
			return { type: "choice", condition, whenTrue, whenFalse, at };
		}
		return { type: "call", name, args, at };
	}

	private argument(): Argument {
		const { type, text, at } = this.token;
		const labelled = this.following.type === "symbol" && this.following.text === ":";
		if (!labelled || type === "symbol") return { value: this.expression() };
		this.advance();
		this.advance();
		return { label: text, labelAt: at, value: this.expression() };
	}
}

/** Parses one expression that takes up the whole text. */
export function parseExpression(text: string, name = "expression"): Expression {
	const parser = new Parser({ name, text });
	const expression = parser.expression();
	parser.end();
	return expression;
}
