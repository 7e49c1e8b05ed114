import { DivergedError } from "../../errors";
import type { Run } from "../../worker/run";
import {
	type AdamWCheckpoint,
	type AdamWOptions,
	type AdamWState,
	cloneAdamW,
	disposeAdamW,
	readAdamW,
	restoreAdamW,
	startAdamW,
	stepAdamW,
} from "../adamw";
import { assertBackend, type Backend } from "../backend";
import { continueTraining, type Kept, type ReachedAt } from "../continue-training";
import { forget } from "../lost-device";
import { type ParameterLayout, viewParameters } from "../parameters";
import type { Batches } from "../placed";
import { concat, dispose, reshape, type Scalar, type Tensor, tidy, valueAndGrads } from "../tf";
import { createWatch, type WatchPlace } from "../watch";

/** One of two networks that train against each other. */
export interface Player {
	readonly layout: ParameterLayout;
	/** Starting values, flat, in the layout's order. */
	readonly start: Float32Array;
	/** What step `step` computes before gradients are taken: batches, the other's answers. Runs inside `tidy`. */
	prepare(own: readonly Tensor[], other: readonly Tensor[], step: number): Tensor[];
	/** Loss as a function of its own parameters. Runs inside `tidy`, under the tape. */
	loss(own: readonly Tensor[], other: readonly Tensor[], prepared: readonly Tensor[]): Scalar;
}

export interface AdversarialOptions extends AdamWOptions {
	readonly generator: Player;
	readonly critic: Player;
	/** Steps of the generator. */
	readonly steps: number;
	/** Steps of the critic before each of them. Default 1. */
	readonly criticSteps?: number;
	/** Learning rate of a step, 0 … steps − 1, of both. */
	learningRate(step: number): number;
	/** Steps between two readings of the losses, which on a GPU wait for it. Default 25. */
	readonly readEvery?: number;
	/** What the players draw from, and who looks on: a checkpoint keeps where they stand. */
	readonly batches?: Batches;
	/** Called after every reading with the generator's state; what it measured is told, and it may end training. */
	onRead?(step: number, generator: Readonly<AdamWState>): Promise<Look>;
}

/** What somebody found who looked on. */
export interface Look {
	readonly heldOut?: number;
	/** Whether training has brought enough. */
	readonly enough: boolean;
}

/** What adversarial training found. */
export interface TrainedPair {
	/** Running average of the generator's parameters, flat. */
	readonly parameters: Float32Array;
	readonly steps: number;
	/** The critic's last loss: minus how far it holds real and sampled rows apart. */
	readonly loss: number;
	/** How often training had to go back. */
	readonly restarts: number;
	/** What went wrong, in words for whoever asked for the training. */
	readonly warning?: string;
	readonly stopped: "steps" | "asked" | "early";
	/** Where it ended, if the device was lost on the way. */
	readonly backend?: Backend;
}

/** How far training has come: a checkpoint. Plain data. */
interface Reached extends ReachedAt {
	readonly generator: AdamWCheckpoint;
	readonly critic: AdamWCheckpoint;
	readonly step: number;
	readonly loss: number;
	readonly watch: WatchPlace;
}

/** A critic's loss moves more than others: only beyond this multiple of the first reading has it exploded. */
const BLOW_UP = 100;

/** Under which checkpoints are kept. */
const NAME = "train";

/** A player's parameters, their views, and one step. */
function createSeat(player: Player, options: AdamWOptions, from: AdamWCheckpoint | undefined) {
	const state = from ? restoreAdamW(from) : startAdamW(player.start);
	let good = cloneAdamW(state);
	let views = viewParameters(player.layout, state.p);
	return {
		state,
		views: () => views,
		step(other: readonly Tensor[], eta: number, step: number): Scalar {
			const prepared = tidy(() => player.prepare(views, other, step));
			const { value, g } = tidy(() => {
				const { value, grads } = valueAndGrads((...own: Tensor[]) => player.loss(own, other, prepared))(views);
				return { value: value as Scalar, g: concat(grads.map((grad) => reshape(grad, [grad.size]))) };
			});
			stepAdamW(state, g, eta, options);
			dispose([g, ...prepared, ...views]);
			views = viewParameters(player.layout, state.p);
			return value;
		},
		/** Makes what there is the state to go back to. */
		keepGood() {
			disposeAdamW(good);
			good = cloneAdamW(state);
		},
		goBack() {
			disposeAdamW(state);
			Object.assign(state, cloneAdamW(good));
			dispose(views);
			views = viewParameters(player.layout, state.p);
		},
		dispose() {
			dispose(views);
			for (const old of [state, good]) disposeAdamW(old);
		},
	};
}

/**
 * Trains generator and critic in turns (Goodfellow et al. 2014, algorithm 1, with k = `criticSteps`). Every few seconds a
 * checkpoint is kept; where there is one, training continues from it, as where the device is lost. Where the critic's loss leaves
 * the finite numbers or explodes, both go back to where they were good and on with half the rate.
 *
 * @throws DivergedError after three restarts; StoppedError when the run is stopped; BackendError where every
 * device was lost.
 */
export async function trainAdversarially(options: AdversarialOptions, run: Run): Promise<TrainedPair> {
	return continueTraining(NAME, options.batches, run, (from: Reached | undefined, own, replaced) =>
		trainFrom(from, options, own, replaced),
	);
}

async function trainFrom(
	from: Reached | undefined,
	options: AdversarialOptions,
	run: Run,
	replaced: Backend | undefined,
): Promise<TrainedPair> {
	const { steps, criticSteps = 1, readEvery = 25, batches } = options;
	const generator = createSeat(options.generator, options, from?.generator);
	const critic = createSeat(options.critic, options, from?.critic);
	let stopped: TrainedPair["stopped"] = "steps";
	let loss = from?.loss ?? Number.NaN;
	let step = from?.step ?? 0;
	const watch = createWatch({ learningRate: options.learningRate(0), blowUp: BLOW_UP });
	if (from) watch.moveTo(from.watch);
	let heldOut: number | undefined;
	try {
		await run.step({ phase: "train", step, steps, ...(replaced && { device: replaced }) });
		while (step < steps) {
			if (run.finishEarly?.() && step > 0) {
				stopped = "asked";
				break;
			}
			const eta = watch.rate * options.learningRate(step);
			const pause = () => run.step({ phase: "train", step, steps, ...(Number.isFinite(loss) && { loss }) });
			const prepare = async () => {
				for (const _ of batches?.prepare?.() ?? []) await pause();
			};
			await prepare();
			let value = critic.step(generator.views(), eta, step);
			await pause();
			for (let k = 1; k < criticSteps; k++) {
				value.dispose();
				await prepare();
				value = critic.step(generator.views(), eta, step);
				await pause();
			}
			generator.step(critic.views(), eta, step).dispose();
			step++;
			try {
				const keeping = step > 1 && run.checkpoints.due(NAME);
				if (step % readEvery === 0 || step === 2 || step === steps || keeping) {
					assertBackend();
					const read = (await value.data())[0]!;
					if (watch.diverged(read)) {
						watch.restart(step, read);
						for (const seat of [generator, critic]) seat.goBack();
						step = generator.state.step;
						continue;
					}
					loss = read;
					for (const seat of [generator, critic]) seat.keepGood();
					const look = await options.onRead?.(step, generator.state);
					heldOut = look?.heldOut;
					if (look?.enough) {
						stopped = "early";
						break;
					}
					if (keeping && step < steps) {
						const [own, other] = [await readAdamW(generator.state), await readAdamW(critic.state)];
						const reached = {
							generator: own,
							critic: other,
							place: batches?.place(),
							step,
							loss,
							watch: watch.place(),
						};
						run.checkpoints.keep(NAME, { reached } satisfies Kept<Reached, TrainedPair>);
					}
				}
			} finally {
				value.dispose();
			}
			const told = { ...(Number.isFinite(loss) && { loss }), ...(heldOut !== undefined && { heldOut }) };
			heldOut = undefined;
			await run.step({ phase: "train", step, steps, ...told });
		}
		const parameters = ((await generator.state.ema.data()) as Float32Array).slice();
		assertBackend();
		if (!parameters.every(Number.isFinite)) {
			throw new DivergedError("The trained parameters are not finite; set a lower learning rate.", { step });
		}
		const warning = watch.warning();
		return { parameters, steps: step, loss, stopped, restarts: watch.restarts, ...(warning && { warning }) };
	} finally {
		// What lay on a lost device went with it.
		for (const seat of [generator, critic]) forget(seat.dispose);
	}
}
