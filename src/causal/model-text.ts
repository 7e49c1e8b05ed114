import { CausalModelError } from "../errors";
import type { Definition, Expression } from "../expression/expression";
import { Parser } from "../expression/parse";
import type { Source } from "../expression/source";
import { show } from "../options/choose";

/** A definition with the text errors about it point into. */
export interface ReadDefinition extends Definition {
	readonly name: string;
	readonly source: Source;
}

/** A condition every row must meet, as written. */
export interface ReadRequirement {
	readonly condition: Expression;
	readonly source: Source;
}

/** Variables by name: an expression each, or a number. */
export type Definitions = Readonly<Record<string, string | number>>;

export interface ReadModel {
	readonly definitions: ReadDefinition[];
	readonly requirements: ReadRequirement[];
}

/** Reads a model given as one expression a variable. */
export function readDefinitions(definitions: Definitions): ReadModel {
	const read = Object.entries(definitions).map(([name, text]): ReadDefinition => {
		if (typeof text !== "string" && !(typeof text === "number" && Number.isFinite(text)))
			throw new CausalModelError(
				`"${name}" is defined as ${show(text)}; a variable is defined by an expression in a string, or a number.`,
				{ name },
			);
		if (name === "" || name.includes("`"))
			throw new CausalModelError(`${JSON.stringify(name)} cannot name a variable: it is empty or holds a backtick.`, {
				name,
			});
		const source = { name, text: String(text) };
		const parser = new Parser(source);
		const definition = parser.definition();
		parser.end();
		return { name, source, ...definition };
	});
	return { definitions: read, requirements: [] };
}

/**
 * Reads a model written as one text of statements: `name = expression`, and `require condition`. Line ends mean
 * nothing; a statement ends where the next begins, or with a semicolon.
 */
export function readModelText(text: string): ReadModel {
	const parser = new Parser({ name: "model", text });
	const definitions: ReadDefinition[] = [];
	const requirements: ReadRequirement[] = [];
	const names = new Set<string>();
	while (parser.token.type !== "end") {
		if (parser.is(";")) {
			parser.advance();
			continue;
		}
		if (parser.token.type === "name" && parser.token.text === "require") {
			parser.advance();
			parser.source = { name: `requirement ${requirements.length + 1}`, text };
			requirements.push({ condition: parser.expression(), source: parser.source });
		} else {
			const { type, text: name, at } = parser.token;
			if (type !== "name" && type !== "quoted")
				throw parser.fault(at, "Expected a variable's name, as in: age = 18 + 60 * beta(2, 3).");
			if (names.has(name)) throw parser.fault(at, `"${name}" is defined twice.`);
			names.add(name);
			parser.advance();
			parser.source = { name, text };
			parser.expect("=", `after the name "${name}"`);
			definitions.push({ name, source: parser.source, ...parser.definition() });
		}
		const following = parser.token;
		const starts =
			following.type === "end" ||
			parser.is(";") ||
			parser.is("require") ||
			((following.type === "name" || following.type === "quoted") && parser.following.text === "=");
		if (!starts) parser.end();
	}
	return { definitions, requirements };
}
