// n rows, P features
import { moments } from "../../encode/moments";

/** A linear prediction of a number, and what is left of it. */
export interface Regression {
	readonly intercept: number;
	/** By feature. */
	readonly weights: Float64Array;
	/** Standard deviation of the residuals, by the degrees of freedom that are left. */
	readonly deviation: number;
	/** log density of each target under a normal distribution around what the other rows predict, nats. */
	readonly logDensities: Float64Array;
}

/** Fewest rows of which a regression says anything. */
export const FEWEST_TO_REGRESS = 20;
/** Penalties that are tried, in rows that say a standardised feature has no bearing. */
const PENALTIES = [0.03, 0.1, 0.3, 1, 3, 10, 30, 100];
/** A variance below this share of the target's is rounding. */
const LEAST_SHARE = 1e-12;

const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
	return sum;
};

/** Mean 0 and deviation 1; a constant stays 0. */
function standardise(values: Float64Array): { mean: number; deviation: number; standard: Float64Array<ArrayBuffer> } {
	const { mean, deviation: own } = moments(values);
	const deviation = own || 1;
	return { mean, deviation, standard: values.map((v) => (v - mean) / deviation) };
}

/** L of the Cholesky factorisation L·Lᵀ of a positive matrix, by row. */
function factorise(matrix: readonly Float64Array[]): Float64Array[] {
	const L = matrix.map((row) => new Float64Array(row.length));
	for (let i = 0; i < L.length; i++) {
		for (let j = 0; j <= i; j++) {
			const rest = matrix[i]![j]! - dot(L[i]!.subarray(0, j), L[j]!);
			L[i]![j] = i === j ? Math.sqrt(rest) : rest / L[j]![j]!;
		}
	}
	return L;
}

/** x of L·x = b. */
function solveLower(L: readonly Float64Array[], b: ArrayLike<number>): Float64Array {
	const x = new Float64Array(L.length);
	for (let i = 0; i < x.length; i++) x[i] = (b[i]! - dot(L[i]!.subarray(0, i), x)) / L[i]![i]!;
	return x;
}

/** x of Lᵀ·x = b. */
function solveUpper(L: readonly Float64Array[], b: ArrayLike<number>): Float64Array<ArrayBuffer> {
	const x = Float64Array.from(b);
	for (let i = x.length - 1; i >= 0; i--) {
		x[i]! /= L[i]![i]!;
		for (let j = 0; j < i; j++) x[j]! -= L[i]![j]! * x[i]!;
	}
	return x;
}

/**
 * Ridge regression (Hoerl and Kennard 1970) on standardised features, with the penalty by which each row is best
 * predicted from the others. Those predictions follow from one fit: row i misses by e_i / (1 − h_i), with e_i its
 * residual and h_i its leverage (Allen 1974, PRESS).
 *
 * @param features by feature, a value a row.
 * @param target a value a row; two rows or more.
 */
export function regress(features: readonly Float64Array[], target: Float64Array): Regression {
	const n = target.length;
	const columns = features.map(standardise);
	const mean = target.reduce((a, b) => a + b, 0) / n;
	const y = target.map((v) => v - mean);
	const even = dot(y, y) / n;
	const least = LEAST_SHARE * even + Number.MIN_VALUE;
	const products = columns.map(({ standard: a }) => Float64Array.from(columns, ({ standard: b }) => dot(a, b)));
	const withTarget = columns.map(({ standard }) => dot(standard, y));
	const rows = Array.from({ length: n }, (_, r) => Float64Array.from(columns, ({ standard }) => standard[r]!));
	let best = { press: Number.POSITIVE_INFINITY, weights: new Float64Array(columns.length), variance: even, missed: y };
	for (const penalty of PENALTIES) {
		const L = factorise(
			products.map((row, i) => {
				const diagonal = row.slice();
				diagonal[i]! += penalty;
				return diagonal;
			}),
		);
		const weights = solveUpper(L, solveLower(L, withTarget));
		let squares = 0;
		let freedom = n - 1;
		const missed = y.map((v, r): number => {
			const whitened = solveLower(L, rows[r]!);
			const leverage = dot(whitened, whitened);
			const residual = v - dot(weights, rows[r]!);
			squares += residual * residual;
			freedom -= leverage;
			return residual / (1 - leverage - 1 / n);
		});
		const press = dot(missed, missed) / n;
		if (press < best.press) best = { press, weights, variance: squares / Math.max(1, freedom), missed };
	}
	const weights = best.weights.map((w, p) => w / columns[p]!.deviation);
	const variance = Math.max(least, Number.isFinite(best.press) ? best.press : even);
	return {
		intercept: mean - weights.reduce((sum, w, p) => sum + w * columns[p]!.mean, 0),
		weights,
		deviation: Math.sqrt(Math.max(least, best.variance)),
		logDensities: best.missed.map((e) => -(Math.log(2 * Math.PI * variance) + (e * e) / variance) / 2),
	};
}
