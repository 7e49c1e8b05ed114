import type { Table } from "../../table/table";
import { type Aligned, align, type Excluded, isNumericSeries, type Series } from "../align";
import { type Binning, binPair } from "./bins";
import { contingencyDistance } from "./contingency";
import { correlationSimilarity, pearson } from "./correlation";
import { mean } from "./shape";

/** How alike the dependence of two columns is, 0 … 1. */
export interface PairTrend {
	readonly columns: readonly [string, string];
	readonly measure: "CorrelationSimilarity" | "ContingencySimilarity";
	/** Null where there is nothing to compare; `reason` says why. */
	readonly score: number | null;
	/** Pearson's ρ of the pair, where both are numbers. */
	readonly real?: number | null;
	readonly synthetic?: number | null;
	readonly reason?: string;
}

export interface Trend {
	/** Mean over the pairs with a score, 0 … 1; null where there is none. */
	readonly score: number | null;
	readonly binning: Binning;
	readonly pairs: readonly PairTrend[];
	readonly excluded: readonly Excluded[];
}

interface Coded {
	readonly real: Int32Array;
	readonly synthetic: Int32Array;
	readonly levels: number;
}

/** Codes of a series with missing as the last level, so that it counts as a category. */
function codesWithMissing(series: Series, real: number, synthetic: number, binning: Binning): Coded {
	if (isNumericSeries(series)) return binPair(series.values[real]!, series.values[synthetic]!, binning);
	const missing = series.levels.length;
	const code = (c: number): number => (c < 0 ? missing : c);
	return {
		real: series.codes[real]!.map(code),
		synthetic: series.codes[synthetic]!.map(code),
		levels: missing + 1,
	};
}

/** Pairs of two of the aligned tables, one at a time so that a caller may report progress; see `trend`. */
export function* trendPairs(
	aligned: Aligned,
	binning: Binning = "compatible",
	real = 0,
	synthetic = 1,
): Generator<PairTrend, void, void> {
	const { series, rows } = aligned;
	const coded: (Coded | undefined)[] = series.map(() => undefined);
	const codes = (i: number): Coded => {
		coded[i] ??= codesWithMissing(series[i]!, real, synthetic, binning);
		return coded[i];
	};
	for (let i = 0; i < series.length; i++) {
		for (let j = i + 1; j < series.length; j++) {
			const a = series[i]!;
			const b = series[j]!;
			const columns = [a.name, b.name] as const;
			if (isNumericSeries(a) && isNumericSeries(b)) {
				const r = pearson(a.values[real]!, b.values[real]!);
				const s = pearson(a.values[synthetic]!, b.values[synthetic]!);
				const measure = "CorrelationSimilarity";
				if (r === null || s === null) {
					const reason = `no correlation in the ${r === null ? "real" : "synthetic"} table: a column is constant or empty`;
					yield { columns, measure, score: null, real: r, synthetic: s, reason };
				} else {
					yield { columns, measure, score: correlationSimilarity(r, s), real: r, synthetic: s };
				}
				continue;
			}
			const measure = "ContingencySimilarity";
			if (rows[real] === 0 || rows[synthetic] === 0) {
				yield { columns, measure, score: null, reason: "one of the tables has no rows" };
				continue;
			}
			const x = codes(i);
			const y = codes(j);
			const distance = contingencyDistance(
				{ a: x.real, b: y.real },
				{ a: x.synthetic, b: y.synthetic },
				x.levels,
				y.levels,
			);
			yield { columns, measure, score: 1 - distance };
		}
	}
}

/** The pairs' mean with the pairs. */
export function collectTrend(aligned: Aligned, binning: Binning, pairs: readonly PairTrend[]): Trend {
	return { score: mean(pairs.map((p) => p.score)), binning, pairs, excluded: aligned.excluded };
}

/**
 * Column Pair Trends of SDMetrics' QualityReport with its thresholds at 0 (v0.11.1): the mean over column pairs
 * of CorrelationSimilarity (both numbers) and ContingencySimilarity (otherwise; numbers in 10 bins), 0 … 1.
 * `binning` chooses between SDMetrics' bins, each table its own (default), and bins both tables share.
 */
export function trend(real: Table, synthetic: Table, { binning = "compatible" as Binning } = {}): Trend {
	const aligned = align([real, synthetic]);
	return collectTrend(aligned, binning, [...trendPairs(aligned, binning)]);
}
