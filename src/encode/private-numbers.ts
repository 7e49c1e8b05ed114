// b bucket, e octave: 2^e ≤ |v| < 2^(e+1), σ standard deviation of the noise of a count
import { noisyCounts } from "../dp/histogram";
import type { SecureRandom } from "../dp/secure-random";
import { normalQuantile } from "../statistics/quantile/normal";
import type { Steps } from "../table/pause";
import { sortOwned } from "./ends";
import { ROWS_A_BREATH } from "./protection";
import type { QuantileCodec } from "./quantile";

/** Half-open interval of values that are counted together. */
interface Bucket {
	readonly low: number;
	readonly high: number;
	readonly count: number;
}

export interface PrivateNumberOptions {
	/** Distance of neighbouring values as they are written, which is public; 0 is none. */
	readonly step: number;
	/** Variance of the noise of each round of counting. */
	readonly variance: number;
	readonly random: SecureRandom;
	/** Where values lie, where that is public. */
	readonly range?: PublicRange;
}

/** Least and greatest value there may be; values beyond count as these. */
export interface PublicRange {
	readonly low: number;
	readonly high: number;
	/** How many values there are, from what is told already: asking for it anew would cost a round. */
	readonly rows: number;
}

/** Rounds of counting: octaves and two refinements; a range that is public saves the first, being told how many rows lie in it. */
export const ROUNDS = 3;

/** A refined bucket should hold so many standard deviations of noise: more of them would be nothing but noise. */
const WORTH = 12;
const MOST_PARTS = 64;
/** Standard deviations of noise by which an octave must hold rows, there being many; next to one that does, fewer. */
const CLEAR = 3.5;
const CLEAR_NEARBY = 2;
/** Share of the rows from which a single value is an atom. */
const ATOM_SHARE = 0.02;

/** Exponents of the octaves that are counted, whatever the data: from a billionth to beyond dates in milliseconds. */
const [SMALLEST, LARGEST] = [-30, 62];

/** All octaves of either sign, and 0 by itself, rising. */
const OCTAVES: readonly (readonly [number, number])[] = (() => {
	const positive = Array.from({ length: LARGEST - SMALLEST + 1 }, (_, i) => 2 ** (SMALLEST + i));
	const above = positive.map((low): readonly [number, number] => [low, 2 * low]);
	const below = above.map(([low, high]): readonly [number, number] => [-high, -low]).reverse();
	return [...below, [0, 0], ...above];
})();

/** Index of the octave of a number; numbers beyond the octaves are taken into the outermost. */
function octaveOf(value: number): number {
	const zero = LARGEST - SMALLEST + 1;
	if (value === 0) return zero;
	const e = Math.min(LARGEST, Math.max(SMALLEST, Math.floor(Math.log2(Math.abs(value))))) - SMALLEST;
	return value > 0 ? zero + 1 + e : zero - 1 - e;
}

/** Octaves that hold rows beyond doubt, and those beside them that hold some. */
function* findOctaves(values: Float64Array, { variance, random, step }: PrivateNumberOptions): Steps<Bucket[]> {
	const counts = new Float64Array(OCTAVES.length);
	for (let i = 0; i < values.length; i++) {
		if (i % ROWS_A_BREATH === 0) yield;
		counts[octaveOf(values[i]!)]!++;
	}
	const noisy = noisyCounts(counts, variance, random);
	const clear = CLEAR * Math.sqrt(variance);
	// Octaves between two neighbouring values hold none, whatever their noise.
	const possible = OCTAVES.map(([low, high]) => low === high || Math.max(Math.abs(low), Math.abs(high)) > step);
	const kept = possible.map((may, i) => may && noisy[i]! >= clear);
	const nearby = (i: number) => kept[i - 1] || kept[i + 1];
	for (let grown = true; grown; ) {
		grown = false;
		for (const i of kept.keys()) {
			if (kept[i] || !possible[i] || !nearby(i) || noisy[i]! < CLEAR_NEARBY * Math.sqrt(variance)) continue;
			kept[i] = true;
			grown = true;
		}
	}
	return OCTAVES.flatMap(([low, high], i): Bucket[] => (kept[i] ? [{ low, high, count: noisy[i]! }] : []));
}

/** Cuts buckets that hold much into equal parts and counts the rows of each; the parts' sum is moved towards the whole's. */
function refine(buckets: readonly Bucket[], sorted: Float64Array, options: PrivateNumberOptions): Bucket[] {
	const { step, variance, random } = options;
	return buckets.flatMap((bucket): Bucket[] => {
		const width = bucket.high - bucket.low;
		const wanted = 2 ** Math.floor(Math.log2(Math.max(1, bucket.count / (WORTH * Math.sqrt(variance)))));
		const possible = step > 0 ? Math.max(1, Math.floor(width / step + 1e-9)) : MOST_PARTS;
		const parts = Math.min(MOST_PARTS, wanted, possible);
		if (parts < 2) return [bucket];
		const ends = Array.from({ length: parts + 1 }, (_, i) => {
			const end = bucket.low + (width * i) / parts;
			return step > 0 ? Math.ceil(end / step - 1e-9) * step : end;
		});
		const exact = ends.slice(0, -1).map((low, i) => below(sorted, ends[i + 1]!) - below(sorted, low));
		const noisy = noisyCounts(exact, variance, random);
		// The whole is known with the noise of one part, the sum of the parts with that of all.
		const miss = bucket.count - noisy.reduce((sum, count) => sum + count, 0);
		return Array.from(noisy, (count, i) => ({
			low: ends[i]!,
			high: ends[i + 1]!,
			count: count + miss / (parts + 1),
		}));
	});
}

/** Buckets that hold rows. From either end those are left out that together hold no more than noise. */
function withoutNoise(buckets: readonly Bucket[], deviation: number): Bucket[] {
	const firstClear = (ordered: readonly Bucket[]) => {
		let sum = 0;
		for (const [i, { count }] of ordered.entries()) {
			sum += count;
			if (sum >= CLEAR_NEARBY * deviation * Math.sqrt(i + 1)) {
				// What is clear together need not begin where the first of them does.
				let start = i;
				while (start > 0 && ordered[start - 1]!.count > deviation) start--;
				return start;
			}
		}
		return 0;
	};
	const first = firstClear(buckets);
	const last = buckets.length - firstClear(buckets.toReversed());
	return buckets.slice(first, Math.max(first + 1, last)).filter(({ count }) => count > 0);
}

/** How many of the sorted values are below a number. */
function below(sorted: Float64Array, value: number): number {
	let [low, high] = [0, sorted.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (sorted[middle]! < value) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** The range that is public as one bucket; its end is a value too, where values have a distance. */
function wholeRange({ low, high, rows }: PublicRange, step: number): Bucket[] {
	const end = step > 0 ? high + step : high + 1e-9 * (1 + Math.abs(high));
	return [{ low, high: end, count: Math.max(1, rows) }];
}

/**
 * A numeric column's codec from noisy counts alone: the octaves that clearly hold rows, or a range that is public, cut in
 * two further rounds where rows are many. Each round is one query in which a unit of B rows changes counts by at most B.
 * Stops for breath.
 *
 * @param values Without missing ones.
 * @param missing Noisy count of missing ones, or undefined where the column is to have none.
 */
export function* privateNumberSteps(
	values: Float64Array,
	missing: number | undefined,
	options: PrivateNumberOptions,
): Steps<QuantileCodec> {
	const { range, step, variance } = options;
	const inside = range ? values.map((v) => Math.min(range.high, Math.max(range.low, v))) : values;
	yield;
	const { values: sorted } = yield* sortOwned(inside, undefined);
	let buckets = range ? wholeRange(range, step) : yield* findOctaves(inside, options);
	for (let round = 0; round < 2; round++) buckets = refine(buckets, sorted, options);
	const kept = range ? buckets.filter(({ count }) => count > 0) : withoutNoise(buckets, Math.sqrt(variance));
	const total = kept.reduce((sum, { count }) => sum + count, 0);
	const single = ({ low, high }: Bucket) => low === high || (step > 0 && high - low < 1.5 * step);
	const atoms = kept.filter((bucket) => single(bucket) && bucket.count >= ATOM_SHARE * total);
	const rest = kept.filter((bucket) => !atoms.includes(bucket));
	const inRest = rest.reduce((sum, { count }) => sum + count, 0);
	const x: number[] = [];
	const z: number[] = [];
	let rank = 0;
	for (const { low, high, count } of rest) {
		// Values are spread over the interval that rounds to them.
		const from = low - step / 2;
		if (x.length === 0 || from > x.at(-1)!) {
			x.push(from);
			z.push(score(rank / inRest));
		}
		rank += count;
		x.push(Math.max(high - step / 2, from + 1e-9 * (1 + Math.abs(from))));
		z.push(score(rank / inRest));
	}
	if (x.length + atoms.length === 0) {
		// Nothing stands out of the noise: nothing is told but missing cells.
		const none = new Float64Array(0);
		const counts = Float64Array.of(0, Math.max(1, missing ?? 1));
		return { type: "quantile", x: none, z: none, step, atoms: none, missing: true, counts };
	}
	const states = [inRest, ...atoms.map(({ count }) => count), ...(missing === undefined ? [] : [missing])];
	return {
		type: "quantile",
		x: Float64Array.from(x),
		z: Float64Array.from(z, (value, i) => Math.max(value, i === 0 ? value : z[i - 1]! + 1e-12)),
		step,
		atoms: Float64Array.from(atoms, ({ low }) => low),
		missing: missing !== undefined,
		counts: Float64Array.from(states, (count, state) => (state === 0 ? count : Math.max(1, count))),
	};
}

const score = (share: number) => normalQuantile(Math.min(1 - 1e-6, Math.max(1e-6, share)));
