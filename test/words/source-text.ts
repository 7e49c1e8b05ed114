/** A piece of a source file: what a person reads there, or what a caller types. */
export interface Piece {
	kind: "comment" | "string" | "code";
	text: string;
	/** Line of its first character, from 1. */
	line: number;
}

/** Characters after which a slash begins a regular expression and not a division. */
const BEFORE_PATTERN = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\breturn|\bcase|\btypeof)\s*$/;

/**
 * Splits TypeScript into comments, string literals and code. A template is one string, with `{…}` in place of what it
 * inserts; the code inside the braces is a piece of its own. Regular expressions count as code.
 */
export function piecesOf(source: string): Piece[] {
	const pieces: Piece[] = [];
	let code = "";
	let codeAt = 0;
	let at = 0;
	const lineAt = lineCounter(source);
	const flush = () => {
		if (code.trim()) pieces.push({ kind: "code", text: code, line: lineAt(codeAt) });
		code = "";
	};
	const push = (kind: "comment" | "string", text: string, from: number) => {
		flush();
		pieces.push({ kind, text, line: lineAt(from) });
		codeAt = at;
	};
	/** Reads a template from its opening backtick on; gives its text and leaves `at` behind the closing one. */
	const template = (): { text: string; inserted: { text: string; from: number }[] } => {
		let text = "";
		const inserted: { text: string; from: number }[] = [];
		at++;
		while (at < source.length && source[at] !== "`") {
			if (source[at] === "\\") {
				text += source.slice(at, at + 2);
				at += 2;
			} else if (source.startsWith("${", at)) {
				const from = at + 2;
				at = from;
				for (let depth = 1; depth > 0 && at < source.length; ) {
					const next = source[at] as string;
					if (next === "`") {
						template();
						continue;
					}
					if (next === '"' || next === "'") {
						at = endOfQuoted(source, at);
						continue;
					}
					if (next === "{") depth++;
					if (next === "}") depth--;
					at++;
				}
				inserted.push({ text: source.slice(from, at - 1), from });
				text += "{…}";
			} else text += source[at++];
		}
		at++;
		return { text, inserted };
	};
	while (at < source.length) {
		const from = at;
		const next = source[at] as string;
		if (source.startsWith("//", at)) {
			const end = source.indexOf("\n", at);
			at = end < 0 ? source.length : end;
			push("comment", source.slice(from + 2, at), from);
		} else if (source.startsWith("/*", at)) {
			at = source.indexOf("*/", at) + 2;
			const text = source.slice(from + 2, at - 2).replace(/\n\s*\* ?/g, "\n");
			push("comment", text.replace(/^\*/, ""), from);
		} else if (next === '"' || next === "'") {
			at = endOfQuoted(source, at);
			push("string", source.slice(from + 1, at - 1), from);
		} else if (next === "`") {
			const { text, inserted } = template();
			push("string", text, from);
			for (const part of inserted) {
				const above = lineAt(part.from) - 1;
				pieces.push(...piecesOf(part.text).map((piece) => ({ ...piece, line: piece.line + above })));
			}
		} else if (next === "/" && BEFORE_PATTERN.test(code)) {
			at = endOfPattern(source, at);
			code += source.slice(from, at);
		} else {
			if (!code) codeAt = at;
			code += next;
			at++;
		}
	}
	flush();
	return pieces;
}

function endOfQuoted(source: string, from: number): number {
	let at = from + 1;
	while (at < source.length && source[at] !== source[from]) at += source[at] === "\\" ? 2 : 1;
	return at + 1;
}

function endOfPattern(source: string, from: number): number {
	let at = from + 1;
	for (let bracket = false; at < source.length && (bracket || source[at] !== "/"); at++) {
		if (source[at] === "\\") at++;
		else if (source[at] === "[") bracket = true;
		else if (source[at] === "]") bracket = false;
		else if (source[at] === "\n") break;
	}
	return at + 1;
}

function lineCounter(source: string): (at: number) => number {
	const starts = [0];
	for (let at = 0; at < source.length; at++) if (source[at] === "\n") starts.push(at + 1);
	return (at) => {
		let low = 0;
		let high = starts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((starts[middle] as number) <= at) low = middle;
			else high = middle - 1;
		}
		return low + 1;
	};
}
