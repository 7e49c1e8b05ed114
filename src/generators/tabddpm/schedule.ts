// T steps, t = 0 … T − 1; β noise added at a step, α = 1 − β, ᾱ product of α up to t
import type { TabDdpmOptions } from "./meta";

/** Everything about noise that depends on the step alone; one entry a step, in double precision. */
export interface Schedule {
	readonly T: number;
	readonly beta: Float64Array;
	readonly alpha: Float64Array;
	/** ᾱ_t = α_0 … α_t. */
	readonly alphaBar: Float64Array;
	/** ᾱ_{t−1}, with ᾱ_{−1} = 1. */
	readonly alphaBarBefore: Float64Array;
}

/** β of Nichol and Dhariwal (2021) eq. 17: ᾱ follows cos² from 1 to 0, shifted by s = 0.008, β at most 0.999. */
export function cosineBetas(T: number): Float64Array {
	const alphaBar = (u: number) => Math.cos((((u + 0.008) / 1.008) * Math.PI) / 2) ** 2;
	return Float64Array.from({ length: T }, (_, i) => Math.min(1 - alphaBar((i + 1) / T) / alphaBar(i / T), 0.999));
}

/** β of Ho et al. (2020) §4: from 1e-4 to 0.02 at T = 1,000, scaled so that other T add as much noise in all. */
export function linearBetas(T: number): Float64Array {
	const scale = 1000 / T;
	const step = T > 1 ? (0.02 - 1e-4) / (T - 1) : 0;
	return Float64Array.from({ length: T }, (_, i) => Math.min(scale * (1e-4 + i * step), 0.999));
}

/** The schedule of a name. */
export function createSchedule(name: Required<TabDdpmOptions>["schedule"], T: number): Schedule {
	const beta = name === "cosine" ? cosineBetas(T) : linearBetas(T);
	const alpha = beta.map((b) => 1 - b);
	const alphaBar = new Float64Array(T);
	const alphaBarBefore = new Float64Array(T);
	let product = 1;
	for (let t = 0; t < T; t++) {
		alphaBarBefore[t] = product;
		product *= alpha[t]!;
		alphaBar[t] = product;
	}
	return { T, beta, alpha, alphaBar, alphaBarBefore };
}
