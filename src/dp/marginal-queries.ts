// ρ zCDP; a unit has at most B rows, so that it changes a table of counts by at most B in length
import { contingency } from "../statistics/contingency";
import { noisyCounts } from "./histogram";
import type { Ledger } from "./ledger";
import { exactly } from "./rational";
import { discreteGaussian, exponentialMechanism } from "./samplers";
import type { SecureRandom } from "./secure-random";

/** States of the rows of a few variables. */
export interface Columns {
	readonly rows: number;
	/** states[v][row] */
	readonly states: readonly Uint16Array[];
	readonly sizes: readonly number[];
	readonly names: readonly string[];
	/** Most rows of a unit. */
	readonly bound: number;
}

/** A noisy table. */
export interface NoisyTable {
	readonly variables: readonly number[];
	readonly values: Float64Array;
	readonly variance: number;
}

/** Rows in each cell over a few variables; the last varies fastest. */
export function countCells({ rows, states, sizes }: Columns, variables: readonly number[]): Float64Array {
	return contingency(
		variables.map((v) => states[v]!),
		variables.map((v) => sizes[v]!),
		rows,
	);
}

/** Counts over the variables with noise worth ρ. Booked before they are counted. */
export function measure(
	columns: Columns,
	variables: readonly number[],
	rho: number,
	ledger: Ledger,
	random: SecureRandom,
): NoisyTable {
	ledger.spend(`Counts of ${variables.map((v) => `"${columns.names[v]}"`).join(" by ")}`, rho);
	const variance = (columns.bound * columns.bound) / (2 * rho);
	return { variables, values: noisyCounts(countCells(columns, variables), variance, random), variance };
}

/**
 * Counts of each variable by itself with noise worth ρ together.
 *
 * @param pause Called after each; lets messages in, and stops by throwing.
 */
export async function measureEach(
	columns: Columns,
	rho: number,
	ledger: Ledger,
	random: SecureRandom,
	pause: () => Promise<void>,
): Promise<NoisyTable[]> {
	const measured: NoisyTable[] = [];
	for (const v of columns.states.keys()) {
		measured.push(measure(columns, [v], rho / columns.states.length, ledger, random));
		await pause();
	}
	return measured;
}

/**
 * How far a pair's counts are from those expected, Σ |n_ab − ⌊x̂_ab⌉|: a whole number that one row changes by at most 1.
 *
 * @param expected x̂, from what is told already.
 */
export function pairDistance(columns: Columns, pair: readonly number[], expected: Float64Array): bigint {
	const counts = countCells(columns, pair);
	let sum = 0;
	for (let i = 0; i < counts.length; i++) sum += Math.abs(counts[i]! - Math.round(expected[i]!));
	return BigInt(sum);
}

/** What independence expects of a pair, from noisy counts of each. */
export function independent(a: Float64Array, b: Float64Array): Float64Array {
	const sum = (x: Float64Array) => x.reduce((total, value) => total + Math.max(0, value), 0);
	const total = Math.max(1, (sum(a) + sum(b)) / 2);
	const expected = new Float64Array(a.length * b.length);
	for (let i = 0; i < a.length; i++) {
		for (let j = 0; j < b.length; j++) {
			expected[i * b.length + j] = (Math.max(0, a[i]!) * Math.max(0, b[j]!)) / total;
		}
	}
	return expected;
}

/**
 * Noisy distances of all pairs from what is expected of them; together they are worth ρ.
 *
 * @param pause Called after each pair; lets messages in, and stops by throwing.
 */
export async function noisyDistances(
	columns: Columns,
	pairs: readonly (readonly number[])[],
	expected: (pair: readonly number[]) => Float64Array,
	rho: number,
	ledger: Ledger,
	random: SecureRandom,
	pause: () => Promise<void>,
): Promise<Float64Array> {
	ledger.spend(`How dependent each of ${pairs.length} pairs of columns is`, rho);
	const variance = exactly((pairs.length * columns.bound * columns.bound) / (2 * rho));
	const distances = new Float64Array(pairs.length);
	for (const [i, pair] of pairs.entries()) {
		distances[i] = Number(pairDistance(columns, pair, expected(pair)) + discreteGaussian(random, variance));
		await pause();
	}
	return distances;
}

/**
 * Index of one of the greatest scores, by the exponential mechanism; worth ρ = ε²/8.
 *
 * @param scores Whole numbers; one row changes each by at most `sensitivity`.
 */
export function chooseByScore(
	what: string,
	{ bound }: Columns,
	{ scores, sensitivity }: { readonly scores: readonly bigint[]; readonly sensitivity: bigint },
	rho: number,
	ledger: Ledger,
	random: SecureRandom,
): number {
	ledger.spend(what, rho);
	return exponentialMechanism(random, scores, exactly(Math.sqrt(8 * rho)), sensitivity * BigInt(bound));
}
