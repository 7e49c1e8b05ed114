import { OptionError } from "../errors";
import { checkBounds } from "../table/given";
import { readInstant } from "../table/read-instant";
import type { EncodedColumn, Encoder } from "./encoder";
import { learnedRange } from "./quantile";

/** What one column must be, in terms of what it decodes to. */
export interface Condition {
	/** Index of the column in the encoder. */
	readonly column: number;
	/** Whether missing satisfies it. */
	readonly missing: boolean;
	/** Output levels that satisfy it, for level columns. */
	readonly levels?: ReadonlySet<number>;
	/** Values that satisfy it, rising; each is obeyed exactly, seen in training or not. */
	readonly values?: readonly number[];
	/** Closed range that satisfies it. */
	readonly range?: { readonly min: number; readonly max: number };
}

function refuse(column: EncodedColumn, text: string, value: unknown): never {
	throw new OptionError(`given: ${text}`, { option: "given", column: column.name, value });
}

const TRUE = new Set(["true", "yes", "y", "1", "t"]);
const FALSE = new Set(["false", "no", "n", "0", "f"]);

function levelOf(column: EncodedColumn, levels: readonly string[], value: unknown): number {
	let index = levels.indexOf(String(value));
	if (index < 0 && typeof value === "boolean") {
		const words = value ? TRUE : FALSE;
		index = levels.findIndex((level) => words.has(level.toLowerCase()));
	}
	if (index >= 0) return index;
	if (levels.length === 0) {
		return refuse(
			column,
			`"${column.name}" was withheld: too few people share any of its values. Leave it out.`,
			value,
		);
	}
	const some = levels.slice(0, 8).map((level) => JSON.stringify(level));
	return refuse(
		column,
		`"${column.name}" has no category ${JSON.stringify(value)} that can be sampled; there are ${some.join(", ")}${levels.length > 8 ? ` and ${levels.length - 8} more` : ""}.`,
		value,
	);
}

function numberOf(column: EncodedColumn, value: unknown): number {
	const number =
		typeof value === "number"
			? value
			: column.kind === "datetime"
				? readInstant(String(value), column.format)
				: Number(value);
	if (typeof value !== "boolean" && value !== "" && Number.isFinite(number)) return number;
	return refuse(
		column,
		`"${column.name}" is of kind ${column.kind}; ${JSON.stringify(value)} is not a ${column.kind === "datetime" ? "date: give ISO text or milliseconds" : "number"}.`,
		value,
	);
}

/** Widths of the learned range from its end up to a value that lies far beyond it: people of 1,000 years, not of 95. */
const FAR = 0.5;

/**
 * Reads the conditions of a sample request against the columns a model learned.
 *
 * @param beyondLearned told of a value far from all that was learned, and of that range: every row has the value all the same.
 * @throws OptionError naming the column, the value and what would do.
 */
export function readGiven(
	encoder: Encoder,
	given: Readonly<Record<string, unknown>> | undefined,
	beyondLearned?: (column: string, value: number, learned: readonly [number, number]) => void,
): Condition[] {
	return Object.entries(given ?? {}).map(([name, wanted]): Condition => {
		const index = encoder.columns.findIndex((c) => c.name === name);
		const column = encoder.columns[index];
		if (!column) {
			const names = encoder.columns.map((c) => c.name).join(", ");
			throw new OptionError(`given: the table has no column "${name}"; it has ${names}.`, {
				option: "given",
				column: name,
			});
		}
		const { codec } = column;
		if (codec.type === "id" || codec.type === "text") {
			return refuse(column, `"${name}" is of kind ${column.kind}, which is not learned and cannot be fixed.`, wanted);
		}
		const isRange = typeof wanted === "object" && wanted !== null && !Array.isArray(wanted);
		if (isRange) {
			if (codec.type === "levels")
				refuse(column, `"${name}" is of kind ${column.kind}; a range fits numbers and dates only.`, wanted);
			const { min, max } = checkBounds(column, wanted as object);
			const range = {
				min: min === undefined ? Number.NEGATIVE_INFINITY : numberOf(column, min),
				max: max === undefined ? Number.POSITIVE_INFINITY : numberOf(column, max),
			};
			if (range.min > range.max) refuse(column, `the range of "${name}" runs from ${min} down to ${max}.`, wanted);
			return { column: index, missing: false, range };
		}
		const list = (Array.isArray(wanted) ? wanted : [wanted]) as (string | number | boolean | null)[];
		if (list.length === 0) refuse(column, `the list for "${name}" is empty.`, wanted);
		const present = list.filter((value) => value !== null);
		const missing = present.length < list.length;
		if (codec.type === "levels") {
			return { column: index, missing, levels: new Set(present.map((value) => levelOf(column, codec.levels, value))) };
		}
		const values = present.map((value) => numberOf(column, value)).sort((a, b) => a - b);
		const learned = learnedRange(codec);
		if (learned) {
			const far = FAR * (learned[1] - learned[0]);
			const beyond = values.filter((value) => value < learned[0] - far || value > learned[1] + far);
			for (const value of beyond) beyondLearned?.(name, value, learned);
		}
		return { column: index, missing, values };
	});
}
