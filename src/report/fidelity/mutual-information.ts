import { contingency, entropy, mutualInformation } from "../../statistics/contingency";
import type { Aligned } from "../align";
import { drain } from "../phase";
import { type Coarse, coarse } from "./coarse";
import { mean } from "./shape";

/** Normalised mutual information of a pair in both tables, 0 (independent) … 1 (one tells the other). */
export interface PairInformation {
	readonly columns: readonly [string, string];
	readonly real: number;
	readonly synthetic: number;
}

export interface MutualInformation {
	/** 1 − mean |real − synthetic| over the pairs, 0 … 1; null where there is no pair. */
	readonly score: number | null;
	readonly pairs: readonly PairInformation[];
}

/** 2·I(X; Y) / (H(X) + H(Y)) of two coded columns, missing a code of its own; 0 where neither varies. */
export function normalisedInformation(a: Uint8Array, b: Uint8Array, countA: number, countB: number): number {
	const rows = a.length;
	const alone = (codes: Uint8Array, count: number) => entropy(contingency([codes], [count], rows), rows);
	const both = alone(a, countA) + alone(b, countB);
	if (both === 0) return 0;
	return Math.min(1, (2 * mutualInformation(contingency([a, b], [countA, countB], rows), countB, rows)) / both);
}

/** Pairwise information of one table as a square matrix, row-major; yields after each of its rows. */
export function* informationMatrix(
	columns: readonly Coarse[],
	table: number,
): Generator<undefined, Float64Array, void> {
	const width = columns.length;
	const out = new Float64Array(width * width);
	for (let i = 0; i < width; i++) {
		for (let j = i + 1; j < width; j++) {
			const [a, b] = [columns[i]!, columns[j]!];
			const v = normalisedInformation(a.codes[table]!, b.codes[table]!, a.count, b.count);
			out[i * width + j] = v;
			out[j * width + i] = v;
		}
		yield;
	}
	return out;
}

/** How alike the tables' pairwise mutual information is, from two matrices of `informationMatrix`. */
export function compareInformation(
	names: readonly string[],
	real: Float64Array,
	synthetic: Float64Array,
): MutualInformation {
	const width = names.length;
	const pairs: PairInformation[] = [];
	for (let i = 0; i < width; i++) {
		for (let j = i + 1; j < width; j++) {
			const at = i * width + j;
			pairs.push({ columns: [names[i]!, names[j]!], real: real[at]!, synthetic: synthetic[at]! });
		}
	}
	const distance = mean(pairs.map((p) => Math.abs(p.real - p.synthetic)));
	return { score: distance === null ? null : 1 - distance, pairs };
}

/**
 * Agreement of pairwise mutual information between two of the aligned tables. Columns are cut into tenths of the real
 * values or 50 levels; unlike correlation it sees any kind of dependence.
 */
export function informationSimilarity(aligned: Aligned, real = 0, synthetic = 1): MutualInformation {
	const columns = coarse(aligned);
	const names = aligned.series.map((s) => s.name);
	const matrix = (table: number): Float64Array => drain(informationMatrix(columns, table));
	return compareInformation(names, matrix(real), matrix(synthetic));
}
