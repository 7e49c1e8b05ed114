import { OptionError } from "../errors";
import type { ColumnLayout, TableLayout } from "./layout";
import { levelReader, numericReader } from "./read-cell";

type Scalar = string | number | boolean | null;

/** Conditions as a request has them; the same as `Given` of a generator. */
export type Conditions = Readonly<
	Record<string, Scalar | readonly Scalar[] | { min?: number | string; max?: number | string }>
>;

/** An instant, or the time from one to another that a text such as "2021-03" or a day names. */
interface Span {
	readonly min: number;
	readonly max: number;
}

const DAY_MS = 86_400_000;

/**
 * Conditions in the numbers of the model: amounts, times and dates read as their columns write them, a day or month as
 * all of it where the column is finer. Levels are found in any spelling. What is not understood is refused.
 *
 * @throws OptionError naming the column, the value and what would do.
 */
export function readConditions(given: Conditions, layout: TableLayout): Conditions {
	const read = Object.entries(given).map(([name, wanted]): [string, Conditions[string]] => {
		const column = layout.columns.find((c) => c.name === name);
		if (!column) {
			const names = layout.columns.map((c) => c.name).join(", ");
			throw new OptionError(`given: there is no column "${name}"; there are ${names}.`, {
				option: "given",
				column: name,
			});
		}
		return [name, readCondition(column, wanted)];
	});
	return Object.fromEntries(read);
}

function readCondition(column: ColumnLayout, wanted: unknown): Conditions[string] {
	if (wanted === undefined) refuse(column, `the condition for "${column.name}" is undefined; leave it out.`, wanted);
	const numeric = column.kind === "number" || column.kind === "integer" || column.kind === "datetime";
	if (wanted !== null && typeof wanted === "object" && !Array.isArray(wanted)) {
		const bounds = checkBounds(column, wanted);
		if (!numeric) return bounds;
		const span = spanReader(column);
		return {
			...(bounds.min !== undefined && { min: span(bounds.min).min }),
			...(bounds.max !== undefined && { max: span(bounds.max).max }),
		};
	}
	if (!numeric) {
		const find = levelReader(column);
		const one = (value: Scalar) => (typeof value === "string" ? find(value) : value);
		return Array.isArray(wanted) ? wanted.map(one) : one(wanted as Scalar);
	}
	const span = spanReader(column);
	if (!Array.isArray(wanted)) {
		if (wanted === null) return null;
		const { min, max } = span(wanted as Scalar);
		return min === max ? min : { min, max };
	}
	return wanted.map((value: Scalar) => {
		if (value === null) return null;
		const { min, max } = span(value);
		if (min === max) return min;
		return refuse(
			column,
			`in the list for "${column.name}", ${show(value)} is more than one moment; give a range instead.`,
			value,
		);
	});
}

/** A range by its keys, none of them unknown and at least one there. */
export function checkBounds(
	column: { readonly name: string },
	wanted: object,
): { min?: number | string; max?: number | string } {
	const keys = Object.keys(wanted);
	const unknown = keys.find((key) => key !== "min" && key !== "max");
	if (unknown !== undefined) refuse(column, `a range of "${column.name}" has min and max, not "${unknown}".`, wanted);
	const { min, max } = wanted as { min?: number | string; max?: number | string };
	if (min === undefined && max === undefined) {
		refuse(column, `the range of "${column.name}" is empty; give min, max or both.`, wanted);
	}
	return { min, max };
}

/** Reads one value of a column of numbers or dates. */
function spanReader(column: ColumnLayout): (value: Scalar) => Span {
	const read = numericReader(column);
	// Figures are what such a column is written in: 905 for five past nine, 20240131, seconds since 1970.
	const digits =
		(column.notation?.type === "time" && /^H+mm$/.test(column.notation.format)) ||
		/^(?:YYYYMM|YYYYMMDD|X)$/.test(column.format ?? "");
	return (value) => {
		if (typeof value === "number" && Number.isFinite(value)) {
			const own = digits && Number.isInteger(value) ? read(String(value)) : Number.NaN;
			const number = Number.isNaN(own) ? value : own;
			return { min: number, max: number };
		}
		if (typeof value === "string" && value.trim() !== "") {
			const period = column.kind === "datetime" ? periodOf(value.trim()) : undefined;
			const number = period ? Number.NaN : read(value);
			if (period) return period;
			if (!Number.isNaN(number))
				return isDay(column, value, number) ? { min: number, max: number + DAY_MS - 1 } : { min: number, max: number };
		}
		const written =
			column.format ?? (column.notation && "format" in column.notation ? column.notation.format : undefined);
		const how = written === undefined ? "" : `, written as ${written}`;
		const noun =
			column.kind === "datetime" ? "date: write it as the column does, or as ISO text" : "number that it could hold";
		return refuse(column, `"${column.name}" is of kind ${column.kind}${how}; ${show(value)} is no ${noun}.`, value);
	};
}

/** A year or a month as the time from its first moment to its last. */
function periodOf(text: string): Span | undefined {
	const match = /^(\d{4})(?:-(\d{2}))?$/.exec(text);
	if (!match) return undefined;
	const [year, month] = [Number(match[1]), match[2] === undefined ? undefined : Number(match[2]) - 1];
	if (month !== undefined && (month < 0 || month > 11)) return undefined;
	const min = Date.UTC(year, month ?? 0, 1);
	return { min, max: (month === undefined ? Date.UTC(year + 1, 0, 1) : Date.UTC(year, month + 1, 1)) - 1 };
}

/** Whether a text names a day alone, in a column that writes times as well. */
function isDay({ kind, format }: ColumnLayout, text: string, instant: number): boolean {
	if (kind !== "datetime" || instant % DAY_MS !== 0 || /\d:\d\d/.test(text)) return false;
	return format === undefined || /[Hh]|X|x/.test(format);
}

const show = (value: unknown) => JSON.stringify(value) ?? String(value);

function refuse(column: { readonly name: string }, text: string, value: unknown): never {
	throw new OptionError(`given: ${text}`, { option: "given", column: column.name, value });
}
