import type { Column, Table } from "../../table/table";
import { isNumeric } from "../../table/table";
import { type Aligned, isNumericSeries } from "../align";
import { levelCounts } from "./tv";

/** Checks of one column; each is 0 … 1, 1 is best, null where it does not apply. SDMetrics' definitions. */
export interface ColumnDiagnostic {
	readonly column: string;
	/** Share of synthetic values within the real minimum and maximum. */
	readonly boundaryAdherence: number | null;
	/** Share of synthetic values that are levels the real column has. */
	readonly categoryAdherence: number | null;
	/** How much of the real range the synthetic values span. */
	readonly rangeCoverage: number | null;
	/** Share of the real levels that the synthetic column has. */
	readonly categoryCoverage: number | null;
	/** 1 − |share missing in real − share missing in synthetic|. */
	readonly missingValueSimilarity: number | null;
	/** Shares of missing values. */
	readonly missingReal: number | null;
	readonly missingSynthetic: number | null;
	/** 1 − |statistic in real − in synthetic| / real range, at least 0. */
	readonly meanSimilarity: number | null;
	readonly standardDeviationSimilarity: number | null;
	readonly medianSimilarity: number | null;
}

export interface Diagnostic {
	/** Mean adherence over columns, with the uniqueness of identifiers that are unique in the real table: SDMetrics' Data Validity. */
	readonly validity: number | null;
	/** Shared over all (name, kind) of both tables: SDMetrics' Data Structure. */
	readonly structure: number;
	/** Share of synthetic identifiers that are present and occur once, per identifier column of which no real value repeats. */
	readonly keyUniqueness: readonly { readonly column: string; readonly value: number | null }[];
	readonly columns: readonly ColumnDiagnostic[];
}

/** 1-based statistics of present values. */
interface Statistics {
	readonly count: number;
	readonly low: number;
	readonly high: number;
	readonly mean: number;
	/** With n − 1 in the denominator. */
	readonly deviation: number;
	readonly median: number;
}

function statistics(values: Float64Array): Statistics {
	const sorted = values.filter((v) => !Number.isNaN(v)).sort();
	const n = sorted.length;
	const mean = sorted.reduce((sum, v) => sum + (v - sorted[0]!), 0) / n + sorted[0]!;
	const squares = sorted.reduce((sum, v) => sum + (v - mean) ** 2, 0);
	return {
		count: n,
		low: sorted[0] ?? Number.NaN,
		high: sorted[n - 1] ?? Number.NaN,
		mean,
		deviation: Math.sqrt(squares / (n - 1)),
		median: (sorted[(n - 1) >> 1]! + sorted[n >> 1]!) / 2,
	};
}

function missingShares(aligned: Aligned, at: number, real: number, synthetic: number) {
	const series = aligned.series[at]!;
	const share = (t: number): number | null => {
		const rows = aligned.rows[t]!;
		if (rows === 0) return null;
		const missing = isNumericSeries(series)
			? series.values[t]!.reduce((n, v) => n + Number(Number.isNaN(v)), 0)
			: series.codes[t]!.reduce((n, c) => n + Number(c < 0), 0);
		return missing / rows;
	};
	const [missingReal, missingSynthetic] = [share(real), share(synthetic)];
	const missingValueSimilarity =
		missingReal === null || missingSynthetic === null ? null : 1 - Math.abs(missingReal - missingSynthetic);
	return { missingReal, missingSynthetic, missingValueSimilarity };
}

/** Diagnostics of one comparable column of two of the aligned tables. */
export function diagnoseColumn(aligned: Aligned, at: number, real = 0, synthetic = 1): ColumnDiagnostic {
	const series = aligned.series[at]!;
	const empty = {
		boundaryAdherence: null,
		categoryAdherence: null,
		rangeCoverage: null,
		categoryCoverage: null,
		meanSimilarity: null,
		standardDeviationSimilarity: null,
		medianSimilarity: null,
	};
	const base = { column: series.name, ...empty, ...missingShares(aligned, at, real, synthetic) };
	if (!isNumericSeries(series)) {
		const r = levelCounts(series.codes[real]!, series.levels.length);
		const s = levelCounts(series.codes[synthetic]!, series.levels.length);
		let [known, present, covered, levels] = [0, 0, 0, 0];
		for (let k = 0; k < r.length; k++) {
			present += s[k]!;
			if (r[k] === 0) continue;
			levels++;
			known += s[k]!;
			covered += Number(s[k]! > 0);
		}
		return {
			...base,
			categoryAdherence: present === 0 || levels === 0 ? null : known / present,
			categoryCoverage: levels === 0 ? null : covered / levels,
		};
	}
	const r = statistics(series.values[real]!);
	const s = statistics(series.values[synthetic]!);
	if (r.count === 0 || s.count === 0) return base;
	const within = series.values[synthetic]!.reduce((n, v) => n + Number(v >= r.low && v <= r.high), 0);
	const range = r.high - r.low;
	const similarity = (a: number, b: number): number | null =>
		range > 0 && Number.isFinite(a - b) ? Math.max(0, 1 - Math.abs(a - b) / range) : null;
	return {
		...base,
		boundaryAdherence: within / s.count,
		rangeCoverage:
			range > 0
				? Math.max(0, 1 - (Math.max((s.low - r.low) / range, 0) + Math.max((r.high - s.high) / range, 0)))
				: null,
		meanSimilarity: similarity(r.mean, s.mean),
		standardDeviationSimilarity: similarity(r.deviation, s.deviation),
		medianSimilarity: similarity(r.median, s.median),
	};
}

/** How often each present value of a column occurs. */
function countValues(column: Column, rows: number): Map<number | string, number> {
	const counts = new Map<number | string, number>();
	const cell = (row: number): number | string | null => {
		if (isNumeric(column)) return Number.isNaN(column.values[row]!) ? null : column.values[row]!;
		return column.codes[row]! < 0 ? null : column.levels[column.codes[row]!]!;
	};
	for (let i = 0; i < rows; i++) {
		const value = cell(i);
		if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
	}
	return counts;
}

/** Share of an identifier column's rows whose value is present and occurs once. */
function uniqueness(table: Table, name: string): number | null {
	const column = table.columns.find((c) => c.name === name);
	if (!column || table.rows === 0) return null;
	let once = 0;
	for (const n of countValues(column, table.rows).values()) once += Number(n === 1);
	return once / table.rows;
}

/** Whether a column holds identifiers, one a row: those of people with several rows repeat, and must. */
const isKey = (column: Column, rows: number) =>
	column.kind === "id" && [...countValues(column, rows).values()].every((n) => n === 1);

/**
 * SDMetrics' DiagnosticReport figures and column statistics of a synthetic table, or of hold-out rows in its place.
 *
 * @param at which of the aligned tables that is.
 */
export function diagnostic(realTable: Table, syntheticTable: Table, aligned: Aligned, at = 1): Diagnostic {
	const columns = aligned.series.map((_, column) => diagnoseColumn(aligned, column, 0, at));
	const keyUniqueness = realTable.columns
		.filter((c) => isKey(c, realTable.rows))
		.map((c) => ({ column: c.name, value: uniqueness(syntheticTable, c.name) }));
	const validities = [
		...columns.map((c) => c.boundaryAdherence ?? c.categoryAdherence),
		...keyUniqueness.map((k) => k.value),
	].filter((v) => v !== null);
	const shapes = (table: Table): Set<string> => new Set(table.columns.map((c) => `${c.name}\u0000${c.kind}`));
	const [ours, theirs] = [shapes(realTable), shapes(syntheticTable)];
	const shared = [...ours].filter((s) => theirs.has(s)).length;
	const union = new Set([...ours, ...theirs]).size;
	return {
		validity: validities.length === 0 ? null : validities.reduce((sum, v) => sum + v, 0) / validities.length,
		structure: union === 0 ? 1 : shared / union,
		keyUniqueness,
		columns,
	};
}
