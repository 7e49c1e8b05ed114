// d latent columns, n rows; R correlation of the latent normals
import type { EncodedColumn, Encoder, Matrix } from "../../encode/encoder";
import { correlationSteps } from "../../statistics/correlation-matrix";
import { paced } from "../../table/pause";
import { type LatentColumn, latentColumn, latentMeans } from "./latent";

/** Plain data; no row of the table. */
export interface Copula {
	readonly columns: readonly LatentColumn[];
	/** R, row by row. */
	readonly correlation: Float64Array;
}

/** Rounds in which levels find their order. */
const SWEEPS = 4;
/** Correlations are estimated from at most so many rows. */
const MOST_ROWS = 20_000;
const STRONGEST = 0.999;

/** Where the states of a number lie: missing lowest, then atoms and numbers by size; levels as they stand at first. */
function firstOrder({ codec, number }: EncodedColumn): number[] {
	const codes = Array.from(codec.counts.keys());
	if (codec.type === "values") return codec.missing ? [codes.length - 1, ...codes.slice(0, -1)] : codes;
	if (codec.type !== "quantile") return codes;
	const atoms = Array.from(codec.atoms, (value, i) => ({ value, code: i + 1 }));
	const median = codec.x[codec.x.length >> 1] ?? Number.NaN;
	const below = atoms.filter(({ value }) => !(value > median)).map(({ code }) => code);
	const above = atoms.filter(({ value }) => value > median).map(({ code }) => code);
	const missing = codec.missing ? [codec.atoms.length + 1] : [];
	return [...missing, ...below, ...(number >= 0 || codec.counts[0]! > 0 ? [0] : []), ...above];
}

/** Scores of the rows (K × d − 1, weighted by `weights`) on their first principal axis: power iteration. */
function firstAxis(rows: readonly Float64Array[], weights: ArrayLike<number>): Float64Array {
	const width = rows[0]?.length ?? 0;
	let axis = new Float64Array(width).fill(1 / Math.sqrt(width || 1));
	// The heaviest column first, so that the start is never across the axis.
	const variance = axis.map((_, j) => rows.reduce((sum, row, k) => sum + weights[k]! * row[j]! ** 2, 0));
	const heaviest = variance.indexOf(Math.max(...variance));
	if (heaviest >= 0) axis[heaviest]! += 1;
	for (let round = 0; round < 50; round++) {
		const next = new Float64Array(width);
		rows.forEach((row, k) => {
			const along = weights[k]! * row.reduce((sum, x, j) => sum + x * axis[j]!, 0);
			for (let j = 0; j < width; j++) next[j]! += along * row[j]!;
		});
		const length = Math.sqrt(next.reduce((sum, x) => sum + x * x, 0));
		if (!(length > 0)) break;
		axis = next.map((x) => x / length);
	}
	return Float64Array.from(rows, (row) => row.reduce((sum, x, j) => sum + x * axis[j]!, 0));
}

/** Levels in the order in which the other columns' means move together (first principal coordinate). */
function orderLevels(
	latent: LatentColumn,
	counts: ArrayLike<number>,
	own: Int32Array,
	others: readonly Float64Array[],
) {
	const states = counts.length;
	const seen = new Float64Array(states);
	for (const code of own) seen[code]!++;
	const means = Array.from({ length: states }, () => new Float64Array(others.length));
	others.forEach((z, j) => {
		for (let r = 0; r < own.length; r++) means[own[r]!]![j]! += z[r]!;
	});
	means.forEach((row, k) => {
		for (let j = 0; j < row.length; j++) row[j] = row[j]! / Math.max(1, seen[k]!);
	});
	const scores = firstAxis(means, seen);
	return Array.from(latent.order).toSorted((a, b) => scores[a]! - scores[b]! || a - b);
}

/**
 * The Gaussian copula of an encoded table: z = Φ⁻¹(F_j(x)) for every column, R its correlations (Nelsen 2006, §2.3;
 * Masarotto and Varin 2012 for discrete margins). What a state says of z is its interval's mean m with variance v < 1;
 * since E[z_b | a] = R_ab m_a, correlations are Cov(m_a, m_b) / (v_a v_b).
 *
 * @param pause Called often; lets messages in, and stops by throwing.
 */
export async function fitCopula(encoder: Encoder, matrix: Matrix, pause: () => Promise<void>): Promise<Copula> {
	const used = encoder.columns.flatMap((encoded, column) =>
		encoded.number >= 0 || encoded.code >= 0 ? [{ encoded, column }] : [],
	);
	const some = firstRows(matrix, MOST_ROWS);
	let columns = used.map(({ encoded, column }) => {
		return latentColumn(encoded, column, encoded.codec.counts, firstOrder(encoded));
	});
	let known = columns.map((latent) => latentMeans(latent, some));
	const unordered = used.flatMap(({ encoded }, j) =>
		encoded.codec.type === "levels" && encoded.codec.counts.length > 2 ? [j] : [],
	);
	for (let sweep = 0; sweep < SWEEPS && unordered.length > 0; sweep++) {
		for (const j of unordered) {
			const { encoded, column } = used[j]!;
			const others = known.filter((_, i) => i !== j).map(({ means }) => means);
			const order = orderLevels(columns[j]!, encoded.codec.counts, some.codes[encoded.code]!, others);
			columns = columns.with(j, latentColumn(encoded, column, encoded.codec.counts, order));
			known = known.with(j, latentMeans(columns[j]!, some));
			await pause();
		}
	}
	const d = columns.length;
	const correlation = new Float64Array(d * d);
	for (let a = 0; a < d; a++) {
		correlation[a * d + a] = 1;
		for (let b = 0; b < a; b++) {
			const [x, y] = [known[a]!, known[b]!];
			let sum = 0;
			for (let r = 0; r < some.rows; r++) sum += x.means[r]! * y.means[r]!;
			const scale = x.variance * y.variance;
			const value = scale > 1e-9 ? sum / some.rows / scale : 0;
			correlation[a * d + b] = Math.min(STRONGEST, Math.max(-STRONGEST, value));
			correlation[b * d + a] = correlation[a * d + b]!;
		}
		await pause();
	}
	return { columns, correlation: await paced(correlationSteps(correlation, d, some.rows), pause) };
}

function firstRows({ rows, numbers, codes }: Matrix, most: number): Matrix {
	if (rows <= most) return { rows, numbers, codes };
	return { rows: most, numbers: numbers.map((c) => c.subarray(0, most)), codes: codes.map((c) => c.subarray(0, most)) };
}
