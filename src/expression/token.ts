import { fault, type Source } from "./source";

/** A word of the language with the index of its first character. */
export interface Token {
	readonly type: "number" | "text" | "name" | "quoted" | "symbol" | "end";
	/** The word itself; of texts and quoted names the content. */
	readonly text: string;
	readonly at: number;
}

const SPACE = /(?:\s|#[^\n]*)+/y;
const NUMBER = /(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const SYMBOL = /=>|==|!=|<=|>=|&&|\|\||[-+*/%^<>()!?:,=;]/y;

function match(pattern: RegExp, text: string, at: number): string | undefined {
	pattern.lastIndex = at;
	return pattern.exec(text)?.[0];
}

/** Splits text into tokens, the last of type "end"; `#` starts a comment that ends with the line. */
export function tokenize(source: Source): Token[] {
	const { text } = source;
	const tokens: Token[] = [];
	let at = 0;
	while (true) {
		at += match(SPACE, text, at)?.length ?? 0;
		if (at >= text.length) break;
		const first = text[at]!;
		if (first === '"' || first === "'" || first === "`") {
			const { content, end } = readQuoted(source, at, first);
			tokens.push({ type: first === "`" ? "quoted" : "text", text: content, at });
			at = end;
			continue;
		}
		const number = match(NUMBER, text, at);
		const word = number ?? match(NAME, text, at) ?? match(SYMBOL, text, at);
		if (word === undefined) throw fault(source, at, unexpectedCharacter(text, at));
		if (number !== undefined && match(NAME, text, at + word.length) !== undefined)
			throw fault(source, at + word.length, `A number cannot be followed by a letter; write * to multiply.`);
		const type = number !== undefined ? "number" : /^[\p{L}_]/u.test(word) ? "name" : "symbol";
		tokens.push({ type, text: word, at });
		at += word.length;
	}
	tokens.push({ type: "end", text: "", at: text.length });
	return tokens;
}

function unexpectedCharacter(text: string, at: number): string {
	const character = String.fromCodePoint(text.codePointAt(at)!);
	const remedy =
		character === "&" || character === "|"
			? ` Write ${character === "&" ? "and" : "or"}.`
			: character === "[" || character === "{"
				? " Lists are written in round brackets."
				: "";
	return `The character ${JSON.stringify(character)} has no meaning here.${remedy}`;
}

/** Reads a quoted word; a backslash takes the next character as it is (`\n` and `\t` as usual). */
function readQuoted(source: Source, start: number, quote: string): { content: string; end: number } {
	const { text } = source;
	let content = "";
	for (let at = start + 1; at < text.length; at++) {
		const character = text[at]!;
		if (character === quote) return { content, end: at + 1 };
		if (character === "\\" && quote !== "`") {
			at++;
			if (at >= text.length) break;
			const escaped = text[at]!;
			content += escaped === "n" ? "\n" : escaped === "t" ? "\t" : escaped;
		} else {
			content += character;
		}
	}
	throw fault(source, start, `The quote ${quote} that opens here is never closed.`);
}
