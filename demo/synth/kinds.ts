import type { Kind } from "../../src/index";

/** Kinds as the page names them, in the order of the menu. */
export const KIND_LABELS: Readonly<Record<Kind, string>> = {
	number: "Number",
	integer: "Whole number",
	category: "Category",
	boolean: "Yes / no",
	datetime: "Date or time",
	id: "Identifier",
	text: "Free text",
};

/** Kinds a generator learns; the others are made up anew. */
export function isLearned(kind: Kind): boolean {
	return kind !== "id" && kind !== "text";
}

/** What happens to a column that is not learned, for people. */
export const NOT_LEARNED: Readonly<Partial<Record<Kind, string>>> = {
	id: "Never learned. The stand-in gets made-up identifiers.",
	text: "Never learned. The stand-in gets placeholder text.",
};
