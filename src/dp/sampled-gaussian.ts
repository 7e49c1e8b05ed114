// q sampling rate, σ noise multiplier, T steps, α order, ρ of what is told beside the steps
import { ORDERS, rdpOfStep } from "./rdp";
import { epsilonOf, rhoOf } from "./zcdp";

/** Steps of the Poisson-subsampled Gaussian mechanism: DP-SGD (Abadi et al. 2016). */
export interface SampledGaussian {
	/** Chance that a unit is in a batch, by itself. */
	readonly rate: number;
	/** Deviation of the noise, as a multiple of the most that a unit adds. */
	readonly noise: number;
	readonly steps: number;
}

/** What all orders' divergences together come to; of each training once, since the sums are costly. */
function rdpOf(trainings: readonly SampledGaussian[]): (order: number) => number {
	const sums = ORDERS.map((order) =>
		trainings.reduce((sum, { rate, noise, steps }) => sum + steps * rdpOfStep(rate, noise, order), 0),
	);
	return (i) => sums[i]!;
}

function epsilonAt(rho: number, delta: number, rdp: (i: number) => number): number {
	let best = Number.POSITIVE_INFINITY;
	ORDERS.forEach((order, i) => {
		const divergence = rdp(i) + order * rho;
		const epsilon = divergence - (Math.log(delta) + Math.log(order)) / (order - 1) + Math.log1p(-1 / order);
		best = Math.min(best, Math.max(0, epsilon));
	});
	return best;
}

/** ε at δ of ρ-zCDP queries and such trainings together: their Rényi divergences add up. Rounded up. */
export function epsilonOfAll(rho: number, trainings: readonly SampledGaussian[], delta: number): number {
	return trainings.length === 0 ? epsilonOf(rho, delta) : epsilonAt(rho, delta, rdpOf(trainings));
}

/** Largest ρ that (ε, δ) holds beside such trainings, rounded down; below 0 where it does not hold even these. */
export function rhoBeside(trainings: readonly SampledGaussian[], epsilon: number, delta: number): number {
	const rdp = rdpOf(trainings);
	if (epsilonAt(0, delta, rdp) > epsilon) return -1;
	let [low, high] = [0, rhoOf(epsilon, delta)];
	for (let i = 0; i < 60; i++) {
		const middle = (low + high) / 2;
		if (epsilonAt(middle, delta, rdp) <= epsilon) low = middle;
		else high = middle;
	}
	return low;
}

/** Least noise multiplier of so many steps that (ε, δ) holds beside ρ, rounded up; infinite where it holds none. */
export function noiseBeside(
	rho: number,
	{ rate, steps }: Omit<SampledGaussian, "noise">,
	epsilon: number,
	delta: number,
): number {
	const fits = (noise: number) => epsilonOfAll(rho, [{ rate, noise, steps }], delta) <= epsilon;
	let high = 0.5;
	while (!fits(high)) {
		if (high > 1e6) return Number.POSITIVE_INFINITY;
		high *= 2;
	}
	let low = high / 2;
	// To a millionth, on the safe side: every step sums all orders anew.
	for (let i = 0; i < 20; i++) {
		const middle = (low + high) / 2;
		if (fits(middle)) high = middle;
		else low = middle;
	}
	return high;
}
