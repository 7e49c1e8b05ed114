/**
 * The private training of a small network as a mechanism to audit, and the same with faults that libraries have had. The
 * attacker sees every step's noisy gradient, knows all rows but one, and looks along that row's own gradient.
 */
import { gaussianSigma } from "../../src/dp/analytic-gaussian";
import { noiseBeside } from "../../src/dp/sampled-gaussian";
import type { SecureRandom } from "../../src/dp/secure-random";
import { partsOf, sizeOf } from "../../src/generators/diffusion/private/network";
import { trainPrivately } from "../../src/generators/diffusion/private/train";
import { createPrivateStep, type PrivateStep } from "../../src/generators/private-step";
import { layOut, type Shape } from "../../src/nn/mlp/layout";
import { startParameters } from "../../src/nn/mlp/start";
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
const layout = layOut(shape);
const length = sizeOf(partsOf(shape, layout));
const start = startParameters(
	shape,
	layout,
	[
		[20, 19, 1],
		[20, 19, 1],
	],
	createRandom("start"),
);

/** Rows of two alike columns; the last, where it is there, has states of its own. */
function tableOf(others: number, here: boolean) {
	const rows = others + (here ? 1 : 0);
	const states = shape.tokens.map(() => Uint16Array.from({ length: rows }, (_, r) => (r === others ? 2 : r % 2)));
	return { rows, tokens: shape.tokens, states, scores: [undefined, undefined] };
}

const run = () => createRun({ random: createRandom("run") });

/** Trains at a learning rate of 0, so that the row's gradient stays what the attacker takes it for. */
async function gradients(
	others: number,
	here: boolean,
	step: PrivateStep,
	steps: number,
	copies: number,
	masks: Random,
) {
	const seen: Float64Array[] = [];
	const unitRows = (unit: number) => [unit];
	const training = { steps, copies, batchUnits: 1, learningRate: 0, unitsAtOnce: UNITS, unitRows, masks };
	await trainPrivately(tableOf(others, here), shape, start, step, training, run(), (sum) => void seen.push(sum));
	return seen;
}

const unclipped = () => ones([UNITS]) as Tensor1D;

let known: Promise<Float64Array> | undefined;
/** The direction of the row's gradient, mean over many masks. */
function direction(): Promise<Float64Array> {
	known ??= (async () => {
		const exact: PrivateStep = {
			batch: () => Int32Array.of(0),
			weigh: unclipped,
			noisy: (sum) => Float64Array.from(sum),
		};
		const [sum] = await gradients(0, true, exact, 1, 64, createRandom("direction"));
		const norm = Math.sqrt(sum!.reduce((s, x) => s + x * x, 0));
		return sum!.map((x) => x / norm);
	})();
	return known;
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

export interface TrainingMechanism {
	readonly name: string;
	readonly schedule: typeof ONCE;
	/** What is done otherwise than it should be. */
	alter?(step: PrivateStep, epsilon: number, units: number, random: SecureRandom): PrivateStep;
	/** Which steps the attacker looks at; absent: all. */
	looks?(step: number): boolean;
}

export const honestTrainings: readonly TrainingMechanism[] = [
	{ name: "one step of private training", schedule: ONCE },
	{ name: "private training", schedule: EPOCHS },
];

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
	{
		name: "training with half the noise",
		schedule: ONCE,
		alter: (_, epsilon, units, random) =>
			createPrivateStep({ ...ONCE, noise: noiseOf(ONCE, epsilon) / 2 }, { units, bound: BOUND, length }, random),
	},
	{
		name: "training on shuffled batches, accounted as Poisson ones",
		schedule: EPOCHS,
		alter(step, _epsilon, units) {
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
	{ schedule, alter, looks = () => true }: TrainingMechanism,
	here: boolean,
	epsilon: number,
	random: SecureRandom,
	masks: Random,
): Promise<number> {
	const along = await direction();
	const units = here ? UNITS : UNITS - 1;
	const training = { ...schedule, noise: noiseOf(schedule, epsilon) };
	const honest = createPrivateStep(training, { units, bound: BOUND, length }, random);
	const step = alter ? alter(honest, epsilon, units, random) : honest;
	const seen = await gradients(UNITS - 1, here, step, schedule.steps, COPIES, masks);
	return seen
		.filter((_, t) => looks(t))
		.reduce((total, sum) => total + sum.reduce((s, x, i) => s + x * along[i]!, 0), 0);
}
