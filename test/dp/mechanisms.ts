/**
 * Small mechanisms, and the same with a fault that libraries have had: what an auditor must not refute, and must. Each gives
 * one number, the statistic of an attacker who knows all rows but one.
 */
import { gaussianSigma } from "../../src/dp/analytic-gaussian";
import { noisyCounts, stableHistogram } from "../../src/dp/histogram";
import { epsilonOfRdp } from "../../src/dp/rdp";
import type { SecureRandom } from "../../src/dp/secure-random";
import { rhoOf } from "../../src/dp/zcdp";
import { createRandom, type Random } from "../../src/random";

/** Large, so that a few hundred runs tell a fault from the honest: at 1e-9 it would show in one of millions. */
export const DELTA = 0.05;

export interface Mechanism {
	readonly name: string;
	/** @param here Whether the row that is looked for is there. */
	run(here: boolean, epsilon: number, chance: Random): number;
}

/** A source of single words: the library's own fetches 16,384 at a time, which would be most of a run. */
function noise(chance: Random): SecureRandom {
	const below = (n: bigint): bigint => {
		const length = 4 * n.toString(16).length;
		for (;;) {
			let value = 0n;
			for (let bits = 0; bits < length; bits += 32) value = (value << 32n) | BigInt(chance.uint32());
			value &= (1n << BigInt(length)) - 1n;
			if (value < n) return value;
		}
	};
	return {
		secure: false,
		below: (n) => (n === 1n ? 0n : below(n)),
		coin: () => chance.uint32() % 2 === 1,
		word: () => chance.uint32(),
	};
}

const varianceOf = (epsilon: number) => gaussianSigma(epsilon, DELTA) ** 2;
/** Twenty rows, of which the one looked for is the last. */
const count = (here: boolean) => (here ? 20 : 19);

function clippedSum(here: boolean, epsilon: number, chance: Random, clip: (value: number) => number): number {
	const sigma = gaussianSigma(epsilon, DELTA);
	let sum = 0;
	for (let i = 0; i < count(here); i++) sum += clip(i === 19 ? 1000 : (i % 5) / 5);
	return sum + sigma * chance.normal();
}

/** σ of Poisson batches of rate q over so many steps. */
const sigmas = new Map<number, number>();
const [RATE, STEPS] = [0.01, 1000];
function batchSigma(epsilon: number): number {
	const known = sigmas.get(epsilon);
	if (known !== undefined) return known;
	let [low, high] = [0.3, 40];
	for (let i = 0; i < 30; i++) {
		const middle = (low + high) / 2;
		if (epsilonOfRdp(RATE, middle, STEPS, DELTA).epsilon <= epsilon) high = middle;
		else low = middle;
	}
	sigmas.set(epsilon, high);
	return high;
}

/** The sum of noisy gradients over so many steps; the row's own is 1 and all others are 0. */
const sumOf = (batches: number, steps: number, epsilon: number, chance: Random) =>
	batches + Math.sqrt(steps) * batchSigma(epsilon) * chance.normal();

export const honest: readonly Mechanism[] = [
	{
		name: "a count with discrete Gaussian noise",
		run: (here, epsilon, chance) => noisyCounts([count(here)], varianceOf(epsilon), noise(chance))[0]!,
	},
	{
		name: "a sum of clipped values",
		run: (here, epsilon, chance) => clippedSum(here, epsilon, chance, (value) => Math.min(1, value)),
	},
	{
		name: "steps on Poisson batches",
		run(here, epsilon, chance) {
			let batches = 0;
			for (let step = 0; here && step < STEPS; step++) if (chance.uniform() < RATE) batches++;
			return sumOf(batches, STEPS, epsilon, chance);
		},
	},
	{
		name: "names that enough rows have",
		run(here, epsilon, chance) {
			const variance = 1 / (2 * rhoOf(epsilon, DELTA / 2));
			const counts = new Map([["smith", 19], ...(here ? [["astronaut", 1] as const] : [])]);
			return stableHistogram(counts, { variance, delta: DELTA / 2, random: noise(chance) }).has("astronaut") ? 1 : 0;
		},
	},
];

/** Each breaks the promise of its `honest` like in one way. */
export const faulty: readonly Mechanism[] = [
	{
		name: "half the noise",
		run: (here, epsilon, chance) => noisyCounts([count(here)], varianceOf(epsilon) / 4, noise(chance))[0]!,
	},
	{
		name: "no clipping",
		run: (here, epsilon, chance) => clippedSum(here, epsilon, chance, (value) => value),
	},
	{
		name: "clipping after the mean",
		run(here, epsilon, chance) {
			const sigma = gaussianSigma(epsilon, DELTA);
			let sum = 0;
			for (let i = 0; i < count(here); i++) sum += i === 19 ? 1000 : (i % 5) / 5;
			// The noise is scaled to a mean of clipped values; what is clipped is the mean.
			return Math.min(1, sum / 20) + (sigma / 20) * chance.normal();
		},
	},
	{
		name: "batches of one shuffle, accounted as Poisson ones",
		run(here, epsilon, chance) {
			// Every epoch the row is in the same batch, whose place the attacker knows: only those steps are summed.
			const epochs = STEPS * RATE;
			return sumOf(here ? epochs : 0, epochs, epsilon, chance);
		},
	},
	{
		name: "exact extremes",
		run: (here, epsilon, chance) =>
			(here ? 1000 : 0.8) + 0 * noisyCounts([count(here)], varianceOf(epsilon), noise(chance))[0]!,
	},
	{
		name: "names of one row",
		run(here, epsilon, chance) {
			// Laplace-like noise on the names there are, and whatever is above one half is told.
			const counts = here ? [19, 1] : [19];
			const told = noisyCounts(counts, varianceOf(epsilon), noise(chance)).filter((n) => n > 0);
			return told.length;
		},
	},
	{
		name: "noise from a seed",
		run(here, epsilon) {
			const random = () => noise(createRandom("42"));
			const told = noisyCounts([count(here)], varianceOf(epsilon), random())[0]!;
			return told - noisyCounts([0], varianceOf(epsilon), random())[0]!;
		},
	},
	{
		name: "stopping early by an exact loss",
		run(here, epsilon, chance) {
			// The steps are private, when they end is not: the loss is taken on the rows themselves.
			let steps = 0;
			let model = 0;
			while (steps < 50 && count(here) - model > 0.5) {
				model += 1;
				steps++;
			}
			return steps + 0 * clippedSum(here, epsilon, chance, (value) => Math.min(1, value));
		},
	},
];
