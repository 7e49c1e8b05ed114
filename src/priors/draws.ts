/**
 * Scalar draws of the distributions the priors are made of, exact functions of a stream's bits in every engine
 * (see `elementary.ts`).
 */

import type { Random } from "../random";
import { normalQuantile } from "../statistics/quantile/normal";
import { truncatedNormalQuantile } from "../statistics/quantile/truncated-normal";
import { exp, log, sin } from "./elementary";

/** Uniform in (low, high). */
export function uniform(random: Random, low: number, high: number): number {
	return low + (high - low) * random.uniform();
}

/** Uniform integer in low … high, both included. */
export function uniformInt(random: Random, low: number, high: number): number {
	return low + random.int(high - low + 1);
}

/** True with probability p. */
export function bernoulli(random: Random, p: number): boolean {
	return random.uniform() < p;
}

/** e^U with U uniform between the logarithms of low and high. */
export function logUniform(random: Random, low: number, high: number): number {
	return exp(uniform(random, log(low), log(high)));
}

/** Integer in low … high, both included: the floor of a log-uniform number between low and high + 1. */
export function logUniformInt(random: Random, low: number, high: number): number {
	return Math.min(high, Math.max(low, Math.floor(logUniform(random, low, high + 1))));
}

/** Standard normal. */
export function normal(random: Random): number {
	return normalQuantile(random.uniform());
}

/** Normal(mean, deviation) truncated to [0, 1e6], by rejection; after 1,000 rejections, in a far tail, by its inverse. */
export function truncatedNormal(random: Random, mean: number, deviation: number): number {
	for (let i = 0; i < 1000; i++) {
		const x = mean + deviation * normal(random);
		if (x >= 0 && x <= 1e6) return x;
	}
	const z = truncatedNormalQuantile(random.uniform(), -mean / deviation, (1e6 - mean) / deviation);
	return Math.min(1e6, Math.max(0, mean + deviation * z));
}

/** Exponential with the given mean. */
export function exponential(random: Random, mean: number): number {
	return -mean * log(random.uniform());
}

/** Standard Cauchy: the quotient of sine and cosine of a uniform angle. */
export function cauchy(random: Random): number {
	const angle = Math.PI * (random.uniform() - 0.5);
	return sin(angle) / sin(angle + Math.PI / 2);
}

/**
 * Logarithm of a Gamma(shape, 1) variate: Marsaglia and Tsang, "A simple method for generating gamma variables"
 * (2000); shapes below 1 through their equation for shape + 1, in logarithms so that shapes near 0 do not vanish.
 */
export function logGamma(random: Random, shape: number): number {
	if (shape < 1) return logGamma(random, shape + 1) + log(random.uniform()) / shape;
	const d = shape - 1 / 3;
	const c = 1 / Math.sqrt(9 * d);
	for (;;) {
		const x = normal(random);
		const t = 1 + c * x;
		const u = random.uniform();
		if (t <= 0) continue;
		const v = t * t * t;
		if (log(u) < 0.5 * x * x + d - d * v + d * log(v)) return log(d * v);
	}
}

/** Gamma(shape, scale); mean shape · scale. */
export function gamma(random: Random, shape: number, scale: number): number {
	return scale * exp(logGamma(random, shape));
}

/** Beta(a, b). */
export function beta(random: Random, a: number, b: number): number {
	return 1 / (1 + exp(logGamma(random, b) - logGamma(random, a)));
}

/** Index drawn with probability proportional to `weights`. */
export function choose(random: Random, weights: ArrayLike<number>): number {
	return chosenBy(random.uniform() * sum(weights), weights);
}

/** The sum of numbers, in their order. */
export function sum(x: ArrayLike<number>): number {
	let total = 0;
	for (let i = 0; i < x.length; i++) total += x[i]!;
	return total;
}

/** The index that a number between 0 and the weights' sum chooses so. */
export function chosenBy(place: number, weights: ArrayLike<number>): number {
	let left = place;
	for (let i = 0; i < weights.length - 1; i++) {
		left -= weights[i]!;
		if (left < 0) return i;
	}
	return weights.length - 1;
}

/** Softmax of `logits`. */
export function softmax(logits: ArrayLike<number>): Float64Array {
	let top = Number.NEGATIVE_INFINITY;
	for (let i = 0; i < logits.length; i++) top = Math.max(top, logits[i]!);
	const weights = new Float64Array(logits.length);
	let total = 0;
	for (let i = 0; i < weights.length; i++) {
		weights[i] = exp(logits[i]! - top);
		total += weights[i]!;
	}
	for (let i = 0; i < weights.length; i++) weights[i]! /= total;
	return weights;
}

/** 0 … n−1 in random order. */
export function permutation(random: Random, n: number): Int32Array {
	const order = new Int32Array(n);
	for (let i = 0; i < n; i++) order[i] = i;
	return random.shuffle(order);
}
