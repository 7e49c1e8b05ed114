import { type Check, ensure, flag, list, number, oneOf, optional, record, text, whole } from "../saved-data";
import type { ColumnLayout, TableLayout } from "../table/layout";
import { DURATION_FORMATS } from "../table/notation/duration-notation";

const MOST_DECIMALS = 100;
const finite = number(-Number.MAX_VALUE, Number.MAX_VALUE);
const digits = optional(whole(0, MOST_DECIMALS));

const NOTATIONS: Readonly<Record<string, Check>> = {
	number: record({
		prefix: optional(text),
		suffix: optional(text),
		group: optional(text),
		indian: optional(flag),
		decimal: optional(oneOf(",")),
		minus: optional(oneOf("−", "brackets", "inside", "trailing")),
		plus: optional(flag),
		fewest: digits,
		bare: optional(flag),
		exponents: optional(
			record({
				mark: oneOf("e", "E"),
				digits: whole(0, MOST_DECIMALS),
				most: whole(0, MOST_DECIMALS),
				even: optional(flag),
				plus: optional(flag),
				extreme: optional(flag),
			}),
		),
		whole: optional(list(finite)),
	}),
	time: record({ format: text }),
	duration: record({ format: oneOf(...DURATION_FORMATS) }),
};

const notationCheck: Check = (value, at) => {
	record({ type: oneOf(...Object.keys(NOTATIONS)) })(value, at);
	NOTATIONS[(value as { type: string }).type]!(value, at);
};

/** Columns of which a file says that they are in quotes. */
const quotedCheck: Check = (value, at) => {
	if (value !== "all") list(text)(value, at);
};

const delimiterCheck: Check = (value, at) => ensure(typeof value === "string" && value !== "", value, at, "a text");

/** What the saved layout of a table must be: each field of `TableLayout`, with what stands in it. */
const layoutCheck = record({
	columns: list(
		record({
			name: text,
			kind: oneOf("number", "integer", "category", "boolean", "datetime", "id", "text"),
			marker: optional(text),
			levels: optional(list(text)),
			decimals: digits,
			format: optional(text),
			notation: optional(notationCheck),
			words: optional(list(record({ text, value: finite }))),
		} satisfies Record<keyof ColumnLayout, Check>),
	),
	dialect: optional(
		record({
			delimiter: delimiterCheck,
			newline: oneOf("\n", "\r\n", "\r"),
			bom: optional(flag),
			quoted: optional(quotedCheck),
			quotedHeader: optional(flag),
		} satisfies Record<keyof NonNullable<TableLayout["dialect"]>, Check>),
	),
} satisfies Record<keyof TableLayout, Check>);

/** Refuses what is no saved layout of a table. Throws `SavedModelError`. */
export function checkLayout(value: unknown, at = "stages.layout"): TableLayout {
	layoutCheck(value, at);
	return value as TableLayout;
}
