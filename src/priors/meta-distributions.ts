/**
 * Two-level distributions of TabPFN's prior: the parameters of a distribution are drawn first, then its value.
 *
 * Source: Hollmann, Müller, Eggensperger, Hutter, "TabPFN" (ICLR 2023), appendix C, with the ranges of the released
 * configuration; the same building blocks serve TabICL (Qu et al., ICML 2025). Tables of one group share `meta` and
 * differ in `random`.
 */
import type { Random } from "../random";
import { beta, logUniform, softmax, truncatedNormal, uniform } from "./draws";

/** The two streams of a meta-distribution: parameters from `meta`, the value from `random`. */
export interface MetaStreams {
	readonly meta: Random;
	readonly random: Random;
}

/** The streams of one hyper-parameter. */
export function metaStreams(streams: MetaStreams, name: string): MetaStreams {
	return { meta: streams.meta.stream(name), random: streams.random.stream(name) };
}

/**
 * lower + TN(μ, μ r), with μ log-uniform in [minMean, maxMean] and r log-uniform in [0.01, 1]; TN is a normal
 * truncated to [0, 1e6]. `round` rounds the truncated normal before adding `lower`.
 */
export function metaTruncatedNormal(
	{ meta, random }: MetaStreams,
	minMean: number,
	maxMean: number,
	lower = 0,
	round = false,
): number {
	const mean = logUniform(meta, minMean, maxMean);
	const x = truncatedNormal(random, mean, mean * logUniform(meta, 0.01, 1));
	return lower + (round ? Math.round(x) : x);
}

/** scale · Beta(b, k), b and k uniform in [min, max]. */
export function metaBeta({ meta, random }: MetaStreams, scale: number, min: number, max: number): number {
	const b = uniform(meta, min, max);
	return scale * beta(random, b, uniform(meta, min, max));
}

/** Softmax weights of [1, U(low, high), …]: the first choice has a fixed logit, so the choice is not uniform. */
export function metaWeights({ meta }: MetaStreams, count: number, low: number, high: number): Float64Array {
	const logits = new Float64Array(count);
	logits[0] = 1;
	for (let i = 1; i < count; i++) logits[i] = uniform(meta, low, high);
	return softmax(logits);
}

/** One of `values`, drawn once for the whole group with logits [1, U(−3, 5), …]. */
export function metaChoice<T>(streams: MetaStreams, values: readonly T[]): T {
	const weights = metaWeights(streams, values.length, -3, 5);
	let left = streams.meta.uniform();
	for (let i = 0; i < values.length - 1; i++) {
		left -= weights[i]!;
		if (left < 0) return values[i]!;
	}
	return values[values.length - 1]!;
}
