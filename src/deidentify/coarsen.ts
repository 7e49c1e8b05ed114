import { OptionError } from "../errors";
import { show } from "../options/choose";
import { cellText } from "../table/cell-text";
import { checkTable } from "../table/check-table";
import { type Column, isNumeric, type Table } from "../table/table";
import type { Coarsening } from "./finding";

function refuse(column: Column, text: string): never {
	throw new OptionError(`treatments: "${column.name}" is of kind ${column.kind}; ${text}`, {
		option: "treatments",
		column: column.name,
	});
}

/** Decimals that multiples of `step` need. */
const decimalsOf = (step: number) => (String(step).split(".")[1] ?? "").length;

const multiple = (value: number, step: number) => Number((Math.round(value / step) * step).toFixed(decimalsOf(step)));

function bandOf(value: number, width: number, whole: boolean): string {
	const low = Number((Math.floor(value / width) * width).toFixed(decimalsOf(width)));
	const high = Number((low + width).toFixed(decimalsOf(width)));
	return whole && Number.isInteger(width)
		? width === 1
			? String(low)
			: `${low}–${high - 1}`
		: `${low} to below ${high}`;
}

/** The first letters and digits of a text; marks between them stay, those at the end do not. */
export function prefixOf(text: string, length: number): string {
	let seen = 0;
	let end = 0;
	for (const c of text) {
		if (/[\p{L}\p{N}]/u.test(c)) seen++;
		if (seen > length) break;
		end += c.length;
	}
	return text.slice(0, end).replace(/[^\p{L}\p{N}]+$/u, "");
}

/** A category of `text(row)` for every row; undefined is missing. */
export function categoryOf(
	name: string,
	rows: number,
	text: (row: number) => string | undefined,
	order?: (a: string, b: string) => number,
): Column {
	const found = new Map<string, number>();
	const codes = new Int32Array(rows);
	for (let row = 0; row < rows; row++) {
		const cell = text(row);
		if (cell === undefined) codes[row] = -1;
		else {
			if (!found.has(cell)) found.set(cell, found.size);
			codes[row] = found.get(cell)!;
		}
	}
	const levels = [...found.keys()];
	if (!order) return { name, kind: "category", codes, levels };
	const sorted = levels.toSorted(order);
	const place = levels.map((level) => sorted.indexOf(level));
	return { name, kind: "category", codes: codes.map((code) => (code < 0 ? -1 : place[code]!)), levels: sorted };
}

/**
 * A column made coarser. Missing cells stay missing.
 *
 * @throws OptionError where the column is of another kind than the treatment is for, or a width is not above zero.
 */
export function coarsenColumn(column: Column, coarsening: Coarsening): Column {
	const { name } = column;
	const { coarsen } = (coarsening ?? {}) as Coarsening;
	const positive = (value: unknown, what: string) =>
		typeof value === "number" && value > 0 && Number.isFinite(value)
			? value
			: refuse(column, `${what} must be a number above 0, not ${show(value)}.`);
	if (coarsen === "year" || coarsen === "month") {
		if (!isNumeric(column) || column.kind !== "datetime") return refuse(column, `"${coarsen}" is for datetimes.`);
		const values = column.values.map((value) => {
			const date = new Date(value);
			return Number.isNaN(value) ? value : Date.UTC(date.getUTCFullYear(), coarsen === "year" ? 0 : date.getUTCMonth());
		});
		return { name, kind: "datetime", values, decimals: 0, format: coarsen === "year" ? "YYYY" : "YYYY-MM" };
	}
	if (typeof coarsen !== "object" || coarsen === null) {
		return refuse(
			column,
			`coarsen is ${show(coarsen)}; take "year", "month", { band }, { round }, { prefix } or { bottom, top }.`,
		);
	}
	if ("prefix" in coarsen) {
		const length = Number.isInteger(coarsen.prefix)
			? positive(coarsen.prefix, "prefix")
			: refuse(column, `prefix must be a whole number above 0, not ${show(coarsen.prefix)}.`);
		const text = cellText(column);
		const rows = isNumeric(column) ? column.values.length : column.codes.length;
		if (column.kind === "datetime") return refuse(column, '{ prefix } is for texts; take "year" or "month".');
		return categoryOf(name, rows, (row) => {
			const cell = text(row);
			return cell === undefined ? undefined : prefixOf(cell, length);
		});
	}
	if (!isNumeric(column) || column.kind === "datetime")
		return refuse(column, "bands, rounding and ends are for numbers.");
	const { values, decimals } = column;
	if ("band" in coarsen) {
		const width = positive(coarsen.band, "band");
		const whole = column.kind === "integer";
		const low = (label: string) => Number.parseFloat(label);
		return categoryOf(
			name,
			values.length,
			(row) => (Number.isNaN(values[row]!) ? undefined : bandOf(values[row]!, width, whole)),
			(a, b) => low(a) - low(b),
		);
	}
	if ("round" in coarsen) {
		const step = positive(coarsen.round, "round");
		const { asWritten: _, ...rest } = column;
		const fewer = Math.min(decimals ?? decimalsOf(step), decimalsOf(step));
		return {
			...rest,
			values: values.map((value) => (Number.isNaN(value) ? value : multiple(value, step))),
			decimals: fewer,
		};
	}
	const { bottom = Number.NEGATIVE_INFINITY, top = Number.POSITIVE_INFINITY } = coarsen;
	if (typeof bottom !== "number" || typeof top !== "number" || !(bottom < top)) {
		return refuse(column, `bottom (${show(bottom)}) must lie below top (${show(top)}).`);
	}
	const { asWritten: _, ...rest } = column;
	return {
		...rest,
		values: values.map((value) => (Number.isNaN(value) ? value : Math.min(top, Math.max(bottom, value)))),
	};
}

/** How many rows, and how many subjects, each group of a coarsened column would have. */
export interface CoarsenedGroup {
	readonly group: string;
	readonly rows: number;
	/** As `rows`, where the table does not say whose each row is. */
	readonly subjects: number;
}

/**
 * The groups a coarsening would make of a column, for showing before it is chosen: in the order of the groups' values for
 * numbers and dates, else the largest first.
 *
 * @throws OptionError where the table has no such column, or the treatment does not fit it.
 */
export function coarsenPreview(table: Table, column: string, treatment: Coarsening): CoarsenedGroup[] {
	checkTable(table);
	const real = table.columns.find(({ name }) => name === column);
	if (!real)
		throw new OptionError(`coarsenPreview: there is no column ${show(column)}.`, { option: "column", value: column });
	const coarse = coarsenColumn(real, treatment);
	const text = cellText(coarse);
	const groups = new Map<string, { rows: number; subjects: Set<number>; at: number }>();
	for (let row = 0; row < table.rows; row++) {
		const group = text(row);
		if (group === undefined) continue;
		const known = groups.get(group) ?? {
			rows: 0,
			subjects: new Set<number>(),
			at: isNumeric(coarse) ? coarse.values[row]! : coarse.codes[row]!,
		};
		known.rows++;
		known.subjects.add(table.subjects?.[row] ?? row);
		groups.set(group, known);
	}
	const rising = isNumeric(coarse) || isNumeric(real);
	return [...groups]
		.sort(([, a], [, b]) => (rising ? a.at - b.at : b.rows - a.rows))
		.map(([group, { rows, subjects }]) => ({ group, rows, subjects: subjects.size }));
}
