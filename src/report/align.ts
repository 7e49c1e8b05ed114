import { datetimeFormat } from "../table/datetime";
import { isNumeric, type Kind, type LevelColumn, type NumericColumn, type Table } from "../table/table";

/** A column that several tables share as numbers; `values[t]` belongs to table t, NaN is missing. */
export interface NumericSeries {
	readonly name: string;
	readonly kind: Kind;
	readonly values: readonly Float64Array[];
}

/** A column that several tables share as levels; `codes[t][row]` is an index into `levels`, −1 is missing. */
export interface LevelSeries {
	readonly name: string;
	readonly kind: Kind;
	readonly levels: readonly string[];
	readonly codes: readonly Int32Array[];
}

export type Series = NumericSeries | LevelSeries;

/** A column no figure is computed for, and why. */
export interface Excluded {
	readonly column: string;
	readonly reason: string;
}

/** Columns of several tables brought to one coding, in the order of the first table. */
export interface Aligned {
	readonly rows: readonly number[];
	readonly series: readonly Series[];
	readonly excluded: readonly Excluded[];
	/** Whether each row is another person's, of whom the tables have several rows. */
	readonly onePerPerson?: true;
}

/** How large a table is that the report compares. */
export interface TableSize {
	readonly rows: number;
	readonly columns: number;
}

/** Which of the aligned tables is which; `heldOut` null where there is none. */
export interface Tables {
	readonly real: number;
	readonly synthetic: number;
	readonly heldOut: number | null;
}

export function isNumericSeries(series: Series): series is NumericSeries {
	return "values" in series;
}

/** Largest less smallest present value in one of the tables, 0 where there is none. */
export function rangeIn({ values }: NumericSeries, table: number): number {
	let low = Number.POSITIVE_INFINITY;
	let high = Number.NEGATIVE_INFINITY;
	for (const v of values[table]!) {
		if (v < low) low = v;
		if (v > high) high = v;
	}
	return Math.max(0, high - low);
}

/** Reads another table's texts as numbers of a column: dates in its own format, what cannot be read as missing. */
function numberReader(column: NumericColumn): (text: string) => number {
	if (column.kind === "datetime") {
		const { parse } = datetimeFormat(column.format ?? "YYYY-MM-DD");
		return (text) => {
			const own = parse(text.trim());
			return Number.isNaN(own) ? Date.parse(text) : own;
		};
	}
	return (text) => (text.trim() === "" ? Number.NaN : Number(text));
}

const WORDS: readonly (readonly [RegExp, string])[] = [
	[/^(true|t|yes|y|1|1\.0)$/i, "true"],
	[/^(false|f|no|n|0|0\.0)$/i, "false"],
];

/** What is the same category in another spelling: `True` for `true`, `1.0` for `1`; for booleans also `yes` and `1`. */
function sameAs(text: string, kind: Kind): string {
	const trimmed = text.trim();
	if (kind === "boolean") return WORDS.find(([pattern]) => pattern.test(trimmed))?.[1] ?? trimmed;
	return /^-?\d+\.\d*$/.test(trimmed) ? String(Number(trimmed)) : trimmed;
}

/** Gives a category in the column's own spelling, where the column has it in another. */
function levelReader(column: LevelColumn): (text: string) => string {
	const exact = new Set(column.levels);
	const loose = new Map<string, string>();
	for (const level of column.levels) {
		const key = sameAs(level, column.kind).toLowerCase();
		// Two categories that differ in spelling alone are two.
		loose.set(key, loose.has(key) ? "" : level);
	}
	return (text) => (exact.has(text) ? text : loose.get(sameAs(text, column.kind).toLowerCase()) || text);
}

/**
 * Brings tables to one coding: columns are matched by name, levels by their text, and the kind of the first
 * table decides how the others are read. A column of kind `id` or `text` takes part only if `include` names it; it is listed in
 * `excluded` otherwise, as is a column that one of the tables lacks.
 */
export function align(tables: readonly Table[], include: readonly string[] = []): Aligned {
	const first = tables[0] as Table;
	const series: Series[] = [];
	const excluded: Excluded[] = [];
	for (const column of first.columns) {
		const columns = tables.map((table) => table.columns.find((c) => c.name === column.name));
		if ((column.kind === "id" || column.kind === "text") && !include.includes(column.name)) {
			const what = column.kind === "id" ? "identifiers" : "free text";
			excluded.push({ column: column.name, reason: `${what}: values are neither learned nor compared` });
			continue;
		}
		if (columns.some((c) => c === undefined)) {
			excluded.push({ column: column.name, reason: "absent from one of the tables" });
			continue;
		}
		if (isNumeric(column)) {
			const values = columns.map((c) => {
				if (isNumeric(c!)) return c.values;
				const parsed = c!.levels.map(numberReader(column));
				return Float64Array.from(c!.codes, (code) => (code < 0 ? Number.NaN : parsed[code]!));
			});
			series.push({ name: column.name, kind: column.kind, values });
			continue;
		}
		const levels: string[] = [];
		const index = new Map<string, number>();
		const spelling = levelReader(column);
		const codeOf = (text: string): number => {
			const level = spelling(text);
			let code = index.get(level);
			if (code === undefined) {
				code = levels.length;
				index.set(level, code);
				levels.push(level);
			}
			return code;
		};
		const codes = columns.map((c) => {
			if (isNumeric(c!)) return Int32Array.from(c.values, (v) => (Number.isNaN(v) ? -1 : codeOf(String(v))));
			// Levels are coded when a row uses them, so that a level no row holds counts nowhere.
			const map = new Int32Array(c!.levels.length).fill(-1);
			return Int32Array.from(c!.codes, (code) => {
				if (code < 0) return -1;
				if (map[code] === -1) map[code] = codeOf(c!.levels[code]!);
				return map[code]!;
			});
		});
		series.push({ name: column.name, kind: column.kind, levels, codes });
	}
	return { rows: tables.map((t) => t.rows), series, excluded };
}
