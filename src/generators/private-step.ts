/** What a private training does to the data, in one place, so that an audit can plant faults into it. */
import type { Budget } from "../dp/budget";
import { createNoisySum } from "../dp/noisy-sum";
import { exactRate, poissonBatch } from "../dp/poisson-batch";
import { noiseBeside, type SampledGaussian } from "../dp/sampled-gaussian";
import type { SecureRandom } from "../dp/secure-random";
import { OptionError } from "../errors";
import { add, div, minimum, sqrt, type Tensor1D } from "../nn/tf";

/** Most of the units that a batch is expected to hold. */
const MOST_RATE = 0.25;
/** Length of the noise, in norms that gradients are clipped to, that the grid of `createNoisySum` holds. */
const MOST_NOISE = 2 ** 19;

/** A training that is to be booked. */
export interface TrainingPlan {
	readonly unit: "row" | "subject";
	/** About how many units there are, as far as may be told. */
	readonly units: number;
	/** How many of them a batch is to hold. */
	readonly batchUnits: number;
	readonly steps: number;
	/** Parameters. */
	readonly length: number;
}

/**
 * Spends all that is left on the steps, with the least noise that the budget then holds.
 *
 * @throws OptionError where that noise would be beyond all measure.
 */
export function bookTraining(
	{ ledger, promised, note }: Budget,
	{ unit, units, batchUnits, steps, length }: TrainingPlan,
): SampledGaussian {
	const rate = exactRate(Math.min(MOST_RATE, batchUnits / units));
	const noise = noiseBeside(ledger.spent(), { rate, steps }, promised.epsilon, promised.delta / 2) * (1 + 1e-9);
	if (!(noise * Math.sqrt(length) < MOST_NOISE)) {
		throw new OptionError(
			`${steps.toLocaleString("en")} steps would need noise of ${noise.toPrecision(3)} times what a ${unit} may add; ask for fewer steps, or raise privacy.epsilon.`,
			{ option: "steps", value: steps },
		);
	}
	const training = { rate, noise, steps };
	ledger.spendTraining(
		`Training: ${steps} steps on batches that hold each ${unit} with chance ${rate.toPrecision(3)}, noise ${noise.toPrecision(3)} times the norm that gradients are clipped to`,
		training,
	);
	note(
		"Sums of gradients are in single precision; the noise allows half a percent of a row's share for their rounding, which is an allowance and no proof.",
	);
	return training;
}

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
