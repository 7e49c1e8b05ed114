// x values, K components, w weight, μ mean, σ deviation, r responsibility

/** A mixture of normal distributions of one variable: Σ_k w_k N(μ_k, σ_k²). Plain data. */
export interface Mixture {
	/** Sum to 1. */
	readonly weights: Float64Array;
	readonly means: Float64Array;
	readonly deviations: Float64Array;
}

export interface MixtureOptions {
	/** Components at the start; those that are not needed vanish. Default 10. */
	readonly components?: number;
	/** Least weight of a component that is kept. Default 0.005. */
	readonly leastWeight?: number;
	/** Rounds of expectation and maximisation. Default 50. */
	readonly rounds?: number;
}

/** Least deviation of a component, as a share of that of all values: no component shrinks to a single value. */
const LEAST_DEVIATION = 0.01;

/** Below so many values a component stands for a large share of them, and one that vanishes leaves a hole. */
const FEW_VALUES = 200;

/** responsibilities[k] = w_k N(x; μ_k, σ_k²), made to sum to 1: how likely each component gave x. */
export function responsibilities({ weights, means, deviations }: Mixture, x: number, out: Float64Array): void {
	let top = Number.NEGATIVE_INFINITY;
	for (let k = 0; k < weights.length; k++) {
		const u = (x - means[k]!) / deviations[k]!;
		out[k] = Math.log(weights[k]! / deviations[k]!) - (u * u) / 2;
		top = Math.max(top, out[k]!);
	}
	let sum = 0;
	for (let k = 0; k < weights.length; k++) {
		out[k] = Math.exp(out[k]! - top);
		sum += out[k]!;
	}
	for (let k = 0; k < weights.length; k++) out[k]! /= sum;
}

function keepOnly({ weights, means, deviations }: Mixture, least: number): Mixture {
	const most = Math.max(...weights);
	const kept = Array.from(weights.keys()).filter((k) => weights[k]! >= Math.min(least, most));
	const total = kept.reduce((sum, k) => sum + weights[k]!, 0);
	return {
		weights: Float64Array.from(kept, (k) => weights[k]! / total),
		means: Float64Array.from(kept, (k) => means[k]!),
		deviations: Float64Array.from(kept, (k) => deviations[k]!),
	};
}

/** Components at the quantiles of the values, each as wide as the step between two of them. */
function startAtQuantiles(values: Float64Array, count: number, deviation: number): Mixture {
	const sorted = values.toSorted();
	const quantiles = Array.from({ length: count }, (_, k) => sorted[Math.floor(((k + 0.5) / count) * sorted.length)]!);
	// Two that start alike would stay alike.
	const means = Float64Array.from(new Set(quantiles));
	return {
		weights: new Float64Array(means.length).fill(1 / means.length),
		means,
		deviations: new Float64Array(means.length).fill(deviation / Math.sqrt(count)),
	};
}

/**
 * Fits a mixture by expectation and maximisation (Dempster, Laird and Rubin 1977), started at quantiles. A component
 * must explain at least one value more than the others do (w_k ∝ max(0, Σ r − 1), Figueiredo and Jain 2002, eq. 17,
 * two parameters each), so that those which are not needed vanish.
 *
 * @param values any finite numbers; none, or one value alone, give one standard normal component about it.
 */
export function fitMixture(values: Float64Array, options: MixtureOptions = {}): Mixture {
	const rounds = mixtureRounds(values, options);
	for (;;) {
		const { done, value } = rounds.next();
		if (done) return value;
	}
}

/** `fitMixture`, a round at a time. */
export function* mixtureRounds(values: Float64Array, options: MixtureOptions = {}): Generator<void, Mixture, void> {
	const { components = 10, leastWeight = 0.005, rounds = 50 } = options;
	const n = values.length;
	const mean = values.reduce((sum, x) => sum + x, 0) / Math.max(1, n);
	const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / Math.max(1, n));
	if (!(deviation > 0)) {
		return { weights: Float64Array.of(1), means: Float64Array.of(mean), deviations: Float64Array.of(1) };
	}
	let mixture = startAtQuantiles(values, Math.max(1, Math.min(components, n)), deviation);
	const least = LEAST_DEVIATION * deviation;
	for (;;) {
		for (let round = 0; round < rounds; round++) {
			yield;
			mixture = improve(values, mixture, least);
		}
		const kept = keepOnly(mixture, leastWeight);
		if (kept.weights.length === mixture.weights.length || n >= FEW_VALUES) return kept;
		// Of few values the components that are left must reach what those that went stood for.
		mixture = widened(values, kept);
	}
}

/** The mixture with each component as wide as the values nearest to it. */
function widened(values: Float64Array, { weights, means }: Mixture): Mixture {
	const deviations = Float64Array.from(means, (mean) => {
		const own = values.filter((x) => means.every((other) => Math.abs(x - mean) <= Math.abs(x - other)));
		return Math.sqrt(own.reduce((sum, x) => sum + (x - mean) ** 2, 0) / Math.max(1, own.length)) || 1;
	});
	return { weights, means, deviations };
}

/** One round of expectation and maximisation. */
function improve(values: Float64Array, mixture: Mixture, leastDeviation: number): Mixture {
	const K = mixture.weights.length;
	const [counts, sums, squares] = [new Float64Array(K), new Float64Array(K), new Float64Array(K)];
	const r = new Float64Array(K);
	for (const x of values) {
		responsibilities(mixture, x, r);
		for (let k = 0; k < K; k++) {
			const from = x - mixture.means[k]!;
			counts[k]! += r[k]!;
			sums[k]! += r[k]! * from;
			squares[k]! += r[k]! * from * from;
		}
	}
	const needed = counts.map((count) => Math.max(0, count - 1));
	const total = needed.reduce((sum, w) => sum + w, 0);
	if (total === 0) return mixture;
	const shifts = sums.map((sum, k) => sum / Math.max(counts[k]!, 1e-12));
	const next = {
		weights: needed.map((w) => w / total),
		means: mixture.means.map((mean, k) => mean + shifts[k]!),
		deviations: squares.map((square, k) =>
			Math.max(leastDeviation, Math.sqrt(Math.max(0, square / Math.max(counts[k]!, 1e-12) - shifts[k]! ** 2))),
		),
	};
	return keepOnly(next, Number.MIN_VALUE);
}
