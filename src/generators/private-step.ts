/** What a private training does to the data, in one place, so that an audit can plant faults into it. */
import { createNoisySum } from "../dp/noisy-sum";
import { poissonBatch } from "../dp/poisson-batch";
import type { SampledGaussian } from "../dp/sampled-gaussian";
import type { SecureRandom } from "../dp/secure-random";
import { add, div, minimum, sqrt, type Tensor1D } from "../nn/tf";

/** One step of DP-SGD (Abadi et al. 2016): a Poisson batch, gradients clipped one by one, noise on their sum. */
export interface PrivateStep {
	/** The units of the next batch. */
	batch(): Int32Array;
	/** What each unit's gradient is multiplied by, given its squared norm. */
	weigh(squaredNorms: Tensor1D): Tensor1D;
	/** The sum of a batch's clipped gradients with noise. */
	noisy(sum: ArrayLike<number>): Float64Array;
}

/**
 * @param bound Norm that a unit's gradient is clipped to.
 * @param length Parameters.
 */
export function createPrivateStep(
	training: SampledGaussian,
	{ units, bound, length }: { readonly units: number; readonly bound: number; readonly length: number },
	random: SecureRandom,
): PrivateStep {
	const noisy = createNoisySum({ bound, noise: training.noise, length }, random);
	return {
		batch: () => poissonBatch(units, training.rate, random),
		weigh: (squaredNorms) => minimum(1, div(bound, add(sqrt(squaredNorms), 1e-12))) as Tensor1D,
		noisy,
	};
}
