/**
 * The private trainings of small networks as mechanisms to audit, and the same with faults that libraries have had. The
 * attacker sees every step's noisy gradient, knows all rows but one, and looks along that row's own gradient.
 */
import { gaussianSigma } from "../../src/dp/analytic-gaussian";
import { noiseBeside } from "../../src/dp/sampled-gaussian";
import type { SecureRandom } from "../../src/dp/secure-random";
import { partsOf, sizeOf } from "../../src/generators/diffusion/private/network";
import { trainPrivately } from "../../src/generators/diffusion/private/train";
import { createPrivateCritic } from "../../src/generators/dpgan/critic";
import { trainDpgan } from "../../src/generators/dpgan/train";
import { generatorLayout } from "../../src/generators/noise-network";
import { createPrivateStep, type PrivateStep } from "../../src/generators/private-step";
import { layOut, type Shape } from "../../src/nn/mlp/layout";
import { startParameters as startMasked } from "../../src/nn/mlp/start";
import { startParameters } from "../../src/nn/parameters";
import { ones, type Tensor1D } from "../../src/nn/tf";
import { createRandom, type Random } from "../../src/random";
import type { TokenColumn } from "../../src/tokens/tokens";
import { createRun } from "../../src/worker/run";
import { DELTA } from "./mechanisms";

const UNITS = 40;
/** Far below any gradient's norm, so that every unit adds as much as it may. */
const BOUND = 0.02;
const COPIES = 2;

const token = (column: number, states: number): TokenColumn => {
	return { column, states, bins: 0, number: -1, code: column, divisor: 1, remainder: false };
};
const shape: Shape<TokenColumn> = { tokens: [token(0, 3), token(1, 3)], width: 8, layers: 1, pieces: 4 };
/** Rows of two alike columns; the last, where it is there, has states of its own. */
function tableOf(others: number, here: boolean) {
	const rows = others + (here ? 1 : 0);
	const states = shape.tokens.map(() => Uint16Array.from({ length: rows }, (_, r) => (r === others ? 2 : r % 2)));
	return { rows, tokens: shape.tokens, states, scores: [undefined, undefined] };
}

const run = () => createRun({ random: createRandom("run") });

/** What is trained, at a learning rate of 0, so that the row's gradient stays what the attacker takes it for. */
interface Trainer {
	/** Parameters. */
	readonly length: number;
	/** The noisy sum of every step. */
	gradients(
		others: number,
		here: boolean,
		step: PrivateStep,
		schedule: { readonly steps: number; readonly copies: number; readonly random: Random },
	): Promise<Float64Array[]>;
}

const counts = [
	[20, 19, 1],
	[20, 19, 1],
];

function maskedNetwork(): Trainer {
	const layout = layOut(shape);
	const start = startMasked(shape, layout, counts, createRandom("start"));
	return {
		length: sizeOf(partsOf(shape, layout)),
		async gradients(others, here, step, { steps, copies, random: masks }) {
			const seen: Float64Array[] = [];
			const unitRows = (unit: number) => [unit];
			const training = { steps, copies, batchUnits: 1, learningRate: 0, unitsAtOnce: UNITS, unitRows, masks };
			await trainPrivately(tableOf(others, here), shape, start, step, training, run(), (sum) => void seen.push(sum));
			return seen;
		},
	};
}

function dpganCritic(): Trainer {
	const states = shape.tokens.reduce((sum, token) => sum + token.states, 0);
	const critic = createPrivateCritic(states, shape.width);
	const layout = generatorLayout(states, new Float32Array(states));
	const random = createRandom("start");
	const start = {
		layout,
		generator: startParameters(layout, random),
		critic: startParameters(critic.layout, random.stream("critic")),
	};
	return {
		length: critic.length,
		async gradients(others, here, step, { steps, random }) {
			const seen: Float64Array[] = [];
			const rowOf = (unit: number) => unit;
			const training = { steps, criticSteps: 1, batchUnits: UNITS, learningRate: 0, rowOf, random };
			await trainDpgan(tableOf(others, here), start, critic, step, training, run(), (sum) => void seen.push(sum));
			return seen;
		},
	};
}

const unclipped = (squaredNorms: Tensor1D) => ones([squaredNorms.shape[0]]) as Tensor1D;

const trainers = { masked: maskedNetwork(), critic: dpganCritic() };

const known = new Map<Trainer, Promise<Float64Array>>();
/** The direction of the row's gradient, mean over many masks. */
function direction(trainer: Trainer): Promise<Float64Array> {
	const found =
		known.get(trainer) ??
		(async () => {
			const exact: PrivateStep = {
				batch: () => Int32Array.of(0),
				weigh: unclipped,
				noisy: (sum) => Float64Array.from(sum),
			};
			const schedule = { steps: 1, copies: 64, random: createRandom("direction") };
			const [sum] = await trainer.gradients(0, true, exact, schedule);
			const norm = Math.sqrt(sum!.reduce((s, x) => s + x * x, 0));
			return sum!.map((x) => x / norm);
		})();
	known.set(trainer, found);
	return found;
}

/** How long is trained: in one step on all rows, or over ten epochs of 32 batches. */
const ONCE = { rate: 1, steps: 1 };
const EPOCHS = { rate: 1 / 32, steps: 320 };

const noises = new Map<string, number>();
function noiseOf(schedule: typeof ONCE, epsilon: number): number {
	const key = `${schedule.steps} ${epsilon}`;
	// Of one step the noise is known exactly: an auditor sees what bounds leave room for.
	const noise =
		noises.get(key) ?? (schedule === ONCE ? gaussianSigma(epsilon, DELTA) : noiseBeside(0, schedule, epsilon, DELTA));
	noises.set(key, noise);
	return noise;
}

/** What a fault may need to know. */
interface Alteration {
	readonly epsilon: number;
	readonly units: number;
	/** Parameters. */
	readonly length: number;
	readonly random: SecureRandom;
}

export interface TrainingMechanism {
	readonly name: string;
	/** Default: the masked network of `diffusion`. */
	readonly trained?: keyof typeof trainers;
	readonly schedule: typeof ONCE;
	/** What is done otherwise than it should be. */
	alter?(step: PrivateStep, more: Alteration): PrivateStep;
	/** Which steps the attacker looks at; absent: all. */
	looks?(step: number): boolean;
}

export const honestTrainings: readonly TrainingMechanism[] = [
	{ name: "one step of private training", schedule: ONCE },
	{ name: "private training", schedule: EPOCHS },
	{ name: "one step of a private critic", trained: "critic", schedule: ONCE },
];

const halfTheNoise = (_: PrivateStep, { epsilon, units, length, random }: Alteration) =>
	createPrivateStep({ ...ONCE, noise: noiseOf(ONCE, epsilon) / 2 }, { units, bound: BOUND, length }, random);

/** Each breaks the promise in one way. */
export const faultyTrainings: readonly TrainingMechanism[] = [
	{ name: "training without clipping", schedule: ONCE, alter: (step) => ({ ...step, weigh: unclipped }) },
	{
		name: "training that clips after the mean",
		schedule: ONCE,
		alter: (step) => ({
			...step,
			weigh: unclipped,
			noisy(sum) {
				const norm = Math.sqrt(Array.from(sum).reduce((s, x) => s + x * x, 0)) / UNITS;
				// The mean is clipped, and its noise is that of a sum of clipped gradients, divided.
				return step.noisy(Float64Array.from(sum, (x) => x * Math.min(1, BOUND / norm)));
			},
		}),
	},
	{ name: "training with half the noise", schedule: ONCE, alter: halfTheNoise },
	{
		name: "a critic without clipping",
		trained: "critic",
		schedule: ONCE,
		alter: (step) => ({ ...step, weigh: unclipped }),
	},
	{ name: "a critic with half the noise", trained: "critic", schedule: ONCE, alter: halfTheNoise },
	{
		name: "training on shuffled batches, accounted as Poisson ones",
		schedule: EPOCHS,
		alter(step, { units }) {
			let t = 0;
			const epoch = 1 / EPOCHS.rate;
			// The row is in the first batch of each epoch, whose place is known.
			const place = (unit: number) => (unit === UNITS - 1 ? 0 : unit % epoch);
			const batch = () => {
				const now = t++ % epoch;
				return Int32Array.from(Array.from({ length: units }, (_, u) => u).filter((u) => place(u) === now));
			};
			return { ...step, batch };
		},
		looks: (step) => step % (1 / EPOCHS.rate) === 0,
	},
];

/** The attacker's number: how far the noisy gradients went along the row's own. */
export async function auditTraining(
	{ trained = "masked", schedule, alter, looks = () => true }: TrainingMechanism,
	here: boolean,
	epsilon: number,
	random: SecureRandom,
	masks: Random,
): Promise<number> {
	const trainer = trainers[trained];
	const { length } = trainer;
	const along = await direction(trainer);
	const units = here ? UNITS : UNITS - 1;
	const training = { ...schedule, noise: noiseOf(schedule, epsilon) };
	const honest = createPrivateStep(training, { units, bound: BOUND, length }, random);
	const step = alter ? alter(honest, { epsilon, units, length, random }) : honest;
	const seen = await trainer.gradients(UNITS - 1, here, step, { steps: schedule.steps, copies: COPIES, random: masks });
	return seen
		.filter((_, t) => looks(t))
		.reduce((total, sum) => total + sum.reduce((s, x, i) => s + x * along[i]!, 0), 0);
}
