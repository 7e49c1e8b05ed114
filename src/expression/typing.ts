import type { CausalModelError } from "../errors";
import type { Expression } from "./expression";
import type { Operation, Term, ValueType } from "./term";

/** A term with what its values mean. */
export interface Typed {
	readonly term: Term;
	readonly type: ValueType;
}

/** What checking a call asks of the checker of the definition it stands in. */
export interface Typing {
	/** An error that points at a character of the source. */
	fault(at: number, sentence: string): CausalModelError;
	/** Reserves noise numbers; the first of them. */
	takeDraws(count: number): number;
	/** A term, replaced by its value where that is already known. */
	make(operation: Operation, args: readonly Term[], at: number, more?: Partial<Term>): Term;
	check(expression: Expression): Typed;
	number(expression: Expression, user: string): { term: Term; type: Extract<ValueType, { kind: "number" }> };
	requireNumber(type: ValueType, at: number, user: string): void;
	/** Gives several values one type, recoding levels to their union. */
	unify(expressions: readonly Expression[], what: string): { terms: Term[]; type: ValueType };
	unifyTyped(values: readonly (Typed & { at: number })[], what: string): { terms: Term[]; type: ValueType };
	/** A date or a moment from ISO 8601 text. */
	date(text: string, at: number): Typed;
}

const LISTED = 8;

/** `"a", "b" and "c"`, cut after a few. */
export function listed(words: readonly string[]): string {
	const shown = words.slice(0, LISTED).map((word) => JSON.stringify(word));
	if (words.length > LISTED) return `${shown.join(", ")} and ${words.length - LISTED} more`;
	return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

export function describeType(type: ValueType): string {
	switch (type.kind) {
		case "number":
			return "a number";
		case "boolean":
			return "true or false";
		case "category":
			return type.literal ? `the text "${type.levels[0]}"` : `a category (${listed(type.levels)})`;
		case "datetime":
			return "a date";
		case "id":
			return "an identifier";
		case "missing":
			return "missing";
	}
}
