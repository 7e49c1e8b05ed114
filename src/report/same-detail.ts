/**
 * Real columns in the detail that the synthetic ones have. A column that was made coarser before it was learned differs from
 * the real one in every cell: compared as it is, it would hide that all else in a row was copied.
 */
import { categoryOf, coarsenColumn, prefixOf } from "../deidentify/coarsen";
import { cellText } from "../table/cell-text";
import { layoutOf } from "../table/layout";
import { readAs } from "../table/read-as";
import { numericReader } from "../table/read-cell";
import { type Column, isNumeric, type NumericColumn, type Table } from "../table/table";

interface TablesGiven {
	readonly real: Table;
	readonly synthetic: Table;
	readonly holdout?: Table;
}

/** Makes a column, of the real or of the hold-out rows, as coarse as the synthetic one. */
type Coarsen = (column: Column) => Column;

/** Share of the synthetic cells that must fit a coarser form. */
const MOST = 0.95;
/** Different values below which a common step of numbers may be chance. */
const FEWEST_VALUES = 8;
/** Values looked at for one. */
const MOST_VALUES = 20_000;

const rowsOf = (column: Column) => (isNumeric(column) ? column.values.length : column.codes.length);

/** The texts of a column, and how many cells have each. */
function textsOf(column: Column): Map<string, number> {
	const counts = new Map<string, number>();
	const add = (text: string | undefined, count = 1) => {
		const trimmed = text?.trim();
		if (trimmed) counts.set(trimmed, (counts.get(trimmed) ?? 0) + count);
	};
	if (isNumeric(column)) {
		const text = cellText(column);
		for (let row = 0; row < column.values.length; row++) add(text(row));
		return counts;
	}
	const cells = new Float64Array(column.levels.length);
	for (const code of column.codes) if (code >= 0) cells[code]!++;
	for (const [code, level] of column.levels.entries()) if (cells[code]! > 0) add(level, cells[code]!);
	return counts;
}

/** Share of the cells whose text passes. */
function shareOf(texts: ReadonlyMap<string, number>, passes: (text: string) => boolean): number {
	let [all, passed] = [0, 0];
	for (const [text, count] of texts) {
		all += count;
		if (passes(text)) passed += count;
	}
	return all === 0 ? 0 : passed / all;
}

interface Band {
	readonly label: string;
	readonly low: number;
	readonly high: number;
	/** Whether `high` itself is in it. */
	readonly closed: boolean;
}

/** Reads "40–49", "40-49", "40 to 49" and "0.5 to below 1". */
function bandOf(label: string): Band | undefined {
	const [, low, between, high] = /^(-?[\d.]+)\s*(–|-|to below|to)\s*(-?[\d.]+)$/.exec(label) ?? [];
	const band = { label, low: Number(low), high: Number(high), closed: between !== "to below" };
	return band.low <= band.high ? band : undefined;
}

function byBands(texts: ReadonlyMap<string, number>): Coarsen | undefined {
	const bands = [...texts.keys()].flatMap((text) => bandOf(text) ?? []).sort((a, b) => a.low - b.low);
	const labels = new Set(bands.map(({ label }) => label));
	if (bands.length === 0 || shareOf(texts, (text) => labels.has(text)) < MOST) return undefined;
	const other = [...texts.keys()].find((text) => !labels.has(text)) ?? "elsewhere";
	return (column) => {
		if (!isNumeric(column)) return column;
		const cell = (value: number) =>
			bands.find(({ low, high, closed }) => value >= low && (value < high || (closed && value < high + 1)))?.label ??
			other;
		return categoryOf(column.name, column.values.length, (row) =>
			Number.isNaN(column.values[row]!) ? undefined : cell(column.values[row]!),
		);
	};
}

function byDate(texts: ReadonlyMap<string, number>): Coarsen | undefined {
	const coarsen = [["year", /^\d{4}$/] as const, ["month", /^\d{4}-\d{2}$/] as const].find(
		([, pattern]) => shareOf(texts, (text) => pattern.test(text)) >= MOST,
	);
	return coarsen && ((column) => coarsenColumn(column, { coarsen: coarsen[0] }));
}

const lettersOf = (text: string) => text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;

function byPrefix(real: Column, texts: ReadonlyMap<string, number>): Coarsen | undefined {
	const known = [...textsOf(real).keys()];
	const prefix = [...texts.keys()].reduce((most, text) => Math.max(most, lettersOf(text)), 0);
	const longer = known.filter((text) => lettersOf(text) > prefix).length;
	if (prefix === 0 || 2 * longer < known.length) return undefined;
	const prefixes = new Set(known.map((text) => prefixOf(text, prefix)));
	if (shareOf(texts, (text) => prefixes.has(text)) < MOST) return undefined;
	return (column) => coarsenColumn(column, { coarsen: { prefix } });
}

/** The largest step of which all values are multiples, in units of the last decimal. */
function stepOf(values: Iterable<number>, unit: number): number {
	let step = 0;
	for (const value of values) {
		let [a, b] = [step, Math.abs(Math.round(value * unit))];
		while (b > 0) [a, b] = [b, a % b];
		step = a;
		if (step === 1) break;
	}
	return step;
}

/** Numbers that are all multiples of a step of which the real ones are not. */
function byRounding(real: NumericColumn, synthetic: NumericColumn): Coarsen | undefined {
	if (real.kind === "datetime") return undefined;
	const present = ({ values }: NumericColumn) =>
		new Set(values.subarray(0, MOST_VALUES).filter((v) => !Number.isNaN(v)));
	const [own, other] = [present(real), present(synthetic)];
	const unit = 10 ** Math.min(6, Math.max(real.decimals ?? 0, synthetic.decimals ?? 0));
	if (other.size < FEWEST_VALUES || own.size <= other.size) return undefined;
	const [step, finer] = [stepOf(other, unit), stepOf(own, unit)];
	if (step <= finer || step % finer !== 0) return undefined;
	return (column) => (isNumeric(column) ? coarsenColumn(column, { coarsen: { round: step / unit } }) : column);
}

/** Postcodes and the like that were read as numbers: all real ones are longer than all synthetic ones. */
function byShorterNumber(real: NumericColumn, synthetic: NumericColumn): Coarsen | undefined {
	const ends = ({ values }: NumericColumn, of: "min" | "max") =>
		values.reduce((end, v) => (Number.isNaN(v) ? end : Math[of](end, v)), of === "min" ? 1 / 0 : -1 / 0);
	if (real.kind !== "integer" || 10 * ends(synthetic, "max") > ends(real, "max")) return undefined;
	if (ends(synthetic, "max") >= ends(real, "min")) return undefined;
	return byPrefix(real, textsOf(synthetic));
}

/** How the real column becomes as coarse as the synthetic one; nothing where it is already, or where no way is known. */
function coarsening(real: Column, synthetic: Column): Coarsen | undefined {
	if (real.kind === "datetime") {
		const fine = real.format !== "YYYY" && real.format !== "YYYY-MM";
		return fine && (!isNumeric(synthetic) || synthetic.format !== real.format) ? byDate(textsOf(synthetic)) : undefined;
	}
	if (isNumeric(real)) {
		if (!isNumeric(synthetic)) return byBands(textsOf(synthetic));
		return byRounding(real, synthetic) ?? byShorterNumber(real, synthetic);
	}
	const [known, texts] = [textsOf(real), textsOf(synthetic)];
	return shareOf(texts, (text) => known.has(text)) < 0.5 ? byPrefix(real, texts) : undefined;
}

/** A table with its column replaced. */
function withColumn(table: Table, column: Column): Table {
	return { ...table, columns: table.columns.map((other) => (other.name === column.name ? column : other)) };
}

/** Whether most cells of a column can be read as `real` has them. */
function readable(real: Column, column: Column): boolean {
	if (!isNumeric(real) || isNumeric(column)) return true;
	const read = numericReader(layoutOf({ rows: rowsOf(real), columns: [real] }, true).columns[0]!);
	const texts = textsOf(column);
	return texts.size === 0 || shareOf(texts, (text) => !Number.isNaN(read(text))) >= 0.5;
}

/**
 * The tables with one another's columns: real and hold-out columns as coarse as the synthetic ones, the others read as the
 * real table has them, since kinds and spellings must not look like differences.
 *
 * @returns Also the columns whose synthetic cells, or hold-out cells, cannot be read as the real ones: of them nothing can be
 * said.
 */
export function toSameDetail<T extends TablesGiven>(
	given: T,
): { readonly input: T; readonly unlike: readonly string[] } {
	const original = layoutOf(given.real, true);
	let real = given.real;
	let holdout = given.holdout && readAs(given.holdout, original, "missing");
	const unlike = new Set<string>();
	for (const column of given.real.columns) {
		const synthetic = given.synthetic.columns.find(({ name }) => name === column.name);
		const other = given.holdout?.columns.find(({ name }) => name === column.name);
		if (other && !readable(column, other)) unlike.add(column.name);
		if (!synthetic) continue;
		const coarsen = coarsening(column, synthetic);
		if (!coarsen) {
			if (!readable(column, synthetic)) unlike.add(column.name);
			continue;
		}
		real = withColumn(real, coarsen(column));
		const own = holdout?.columns.find(({ name }) => name === column.name);
		if (holdout && own) holdout = withColumn(holdout, coarsen(own));
	}
	const layout = layoutOf(real, true);
	const synthetic = readAs(given.synthetic, layout, "missing");
	return {
		input: { ...given, real, synthetic, ...(holdout && { holdout: readAs(holdout, layout, "missing") }) },
		unlike: [...unlike],
	};
}
