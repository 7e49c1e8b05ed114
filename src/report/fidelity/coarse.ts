import { type Aligned, isNumericSeries, type Series } from "../align";
import { digitize } from "./bins";

/** Quantile bins of a number. */
const BINS = 10;
/** Levels that keep a code of their own; the rarer ones share one. */
const LEVELS = 50;

/** A column of every aligned table in few codes; the last code is missing. */
export interface Coarse {
	readonly codes: readonly Uint8Array[];
	readonly count: number;
}

function coarseSeries(series: Series): Coarse {
	if (isNumericSeries(series)) {
		const sorted = series.values[0]!.filter((v) => !Number.isNaN(v)).sort();
		const edges: number[] = [];
		for (let q = 1; q < BINS; q++) {
			const edge = sorted[Math.floor((q * sorted.length) / BINS)];
			if (edge !== undefined && edge > (edges.at(-1) ?? sorted[0]!)) edges.push(edge);
		}
		const inner = Float64Array.from(edges);
		const missing = edges.length + 1;
		return {
			codes: series.values.map((v) => Uint8Array.from(v, (x) => (Number.isNaN(x) ? missing : digitize(x, inner)))),
			count: missing + 1,
		};
	}
	const counts = new Float64Array(series.levels.length);
	for (const c of series.codes[0]!) if (c >= 0) counts[c]!++;
	const order = Array.from(counts.keys()).sort((a, b) => counts[b]! - counts[a]! || a - b);
	const kept = Math.min(LEVELS, order.length);
	const codeOf = new Uint8Array(order.length).fill(kept);
	for (let k = 0; k < kept; k++) codeOf[order[k]!] = k;
	return {
		codes: series.codes.map((codes) => Uint8Array.from(codes, (c) => (c < 0 ? kept + 1 : codeOf[c]!))),
		count: kept + 2,
	};
}

/** Codes of every column: tenths of the first table's values, its 50 most frequent levels. */
export function coarse(aligned: Aligned): Coarse[] {
	return aligned.series.map(coarseSeries);
}
