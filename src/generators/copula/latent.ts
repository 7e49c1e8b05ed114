// z latent standard normal of a column, u = Φ(z); a state is an interval of u as long as it is frequent
import type { EncodedColumn, Matrix } from "../../encode/encoder";
import { normalCdf, normalDensity, normalQuantile } from "../../statistics/quantile/normal";

/** A column as intervals of one standard normal variable. Plain data. */
export interface LatentColumn {
	/** Index into `encoder.columns`. */
	readonly column: number;
	/** Index into the matrix's numbers, or −1: numbers lie inside the interval of code 0. */
	readonly number: number;
	/** Index into the matrix's codes, or −1 where the column has one state. */
	readonly code: number;
	/** Codes by rising z. */
	readonly order: Int32Array;
	/** Shares of the rows below each of them, and 1 at the end: one more than codes. */
	readonly ends: Float64Array;
}

/** A latent column whose states, of so many rows each, lie in the given order. */
export function latentColumn(
	encoded: Pick<EncodedColumn, "number" | "code">,
	column: number,
	counts: ArrayLike<number>,
	order: readonly number[],
): LatentColumn {
	const { number, code } = encoded;
	const total = order.reduce((sum, state) => sum + counts[state]!, 0);
	const ends = new Float64Array(order.length + 1);
	order.forEach((state, i) => {
		ends[i + 1] = ends[i]! + counts[state]! / total;
	});
	ends[order.length] = 1;
	return { column, number, code, order: Int32Array.from(order), ends };
}

/** The interval of u that a code has. */
export function intervalOf({ order, ends }: LatentColumn, code: number): readonly [number, number] {
	const place = order.indexOf(code);
	return [ends[place]!, ends[place + 1]!];
}

/** The code at u, and how far (0 … 1) into its interval u is. */
export function stateAt({ order, ends }: LatentColumn, u: number): { code: number; share: number } {
	let [low, high] = [0, order.length - 1];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (ends[middle + 1]! > u) high = middle;
		else low = middle + 1;
	}
	const width = ends[low + 1]! - ends[low]!;
	return { code: order[low]!, share: width > 0 ? Math.min(1, Math.max(0, (u - ends[low]!) / width)) : 0.5 };
}

/** E[z | u in (from, to)]. */
function meanOf(from: number, to: number): number {
	if (!(to > from)) return 0;
	const density = (u: number) => (u <= 0 || u >= 1 ? 0 : normalDensity(normalQuantile(u)));
	return (density(from) - density(to)) / (to - from);
}

/**
 * What is known of each row's z: its value for numbers, the mean of its interval for states.
 *
 * @returns Means by row, and their variance: less than one by what the intervals leave open.
 */
export function latentMeans(latent: LatentColumn, matrix: Matrix): { means: Float64Array; variance: number } {
	const codes = latent.code < 0 ? undefined : matrix.codes[latent.code]!;
	const scores = latent.number < 0 ? undefined : matrix.numbers[latent.number]!;
	const ofCode = new Map(Array.from(latent.order, (code) => [code, meanOf(...intervalOf(latent, code))]));
	const [from, to] = scores ? intervalOf(latent, 0) : [0, 0];
	const whole = from === 0 && to === 1;
	const means = Float64Array.from({ length: matrix.rows }, (_, r) => {
		const code = codes ? codes[r]! : 0;
		if (!scores || code !== 0) return ofCode.get(code)!;
		return whole ? scores[r]! : normalQuantile(inside(from + (to - from) * normalCdf(scores[r]!)));
	});
	let sum = 0;
	let squares = 0;
	for (const z of means) {
		sum += z;
		squares += z * z;
	}
	const mean = sum / means.length;
	return { means: means.map((z) => z - mean), variance: squares / means.length - mean * mean };
}

/** Keeps u away from 0 and 1, where z is infinite. */
export const inside = (u: number) => Math.min(1 - 1e-12, Math.max(1e-12, u));
