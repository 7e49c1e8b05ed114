/** Noise levels and preconditioning of Karras, Aittala, Aila and Laine, "Elucidating the Design Space of Diffusion-Based Generative Models" (NeurIPS 2022). */
// σ noise level, σ_d deviation of the data (1: data is standardised)
import type { Random } from "../../random";
import { normalQuantile } from "../../statistics/normal";

/** Least and most noise. */
export const [SIGMA_LEAST, SIGMA_MOST] = [0.02, 20];
/** Mean and deviation of ln σ in training: around where levels and numbers become known. */
const [LOG_MEAN, LOG_DEVIATION] = [-0.4, 1.4];
/** How levels crowd towards the least, eq. 5. */
const RHO = 7;

/** The factors of Table 1: D(x; σ) = c_skip x + c_out F(c_in x). */
export function factors(sigma: number): { skip: number; out: number; in: number } {
	const both = Math.sqrt(sigma * sigma + 1);
	return { skip: 1 / (both * both), out: sigma / both, in: 1 / both };
}

/** A noise level for each row of a batch, spread evenly over their distribution. */
export function trainingLevels(B: number, random: Random): Float64Array {
	const u = random.uniform();
	return Float64Array.from({ length: B }, (_, i) => {
		const q = Math.min(1 - 1e-6, Math.max(1e-6, (u + i / B) % 1));
		const sigma = Math.exp(LOG_MEAN + LOG_DEVIATION * normalQuantile(q));
		return Math.min(SIGMA_MOST, Math.max(SIGMA_LEAST, sigma));
	});
}

/** The levels of `steps` sampling steps, from the most noise to the least, eq. 5. */
export function samplingLevels(steps: number): Float64Array {
	const [high, low] = [SIGMA_MOST ** (1 / RHO), SIGMA_LEAST ** (1 / RHO)];
	return Float64Array.from({ length: steps }, (_, i) => (high + (i / Math.max(1, steps - 1)) * (low - high)) ** RHO);
}

/** Width of the embedding of a level. */
export const TIME_WIDTH = 64;

/** Writes sinusoids of ln σ / 4, which is c_noise, to `out` from `at` on. */
export function writeTime(sigma: number, out: Float32Array, at: number): void {
	const half = TIME_WIDTH / 2;
	for (let i = 0; i < half; i++) {
		const angle = (Math.log(sigma) / 4) * 100 ** (i / (half - 1));
		out[at + i] = Math.cos(angle);
		out[at + half + i] = Math.sin(angle);
	}
}
