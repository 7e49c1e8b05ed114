import { DivergedError } from "../errors";
import type { Run } from "../worker/run";
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
} from "./adamw";
import { assertBackend, type Backend } from "./backend";
import { continueTraining, type Kept, type ReachedAt } from "./continue-training";
import { forget } from "./lost-device";
import { type ParameterLayout, viewParameters } from "./parameters";
import type { Batches } from "./placed";
import { concat, dispose, reshape, type Scalar, type Tensor, tensor1d, tidy, valueAndGrads } from "./tf";
import { createWatch, judge, type Verdict, type WatchPlace } from "./watch";

export interface TrainOptions extends AdamWOptions {
	/** Names and shapes of the network's parameters. */
	layout: ParameterLayout;
	/** Starting values, flat, in the layout's order. */
	start: Float32Array;
	/** Steps to take; every one sees a batch of the same shape, or the GPU's buffer pool grows without end. */
	steps: number;
	/** Learning rate of a step, 0 … steps − 1. */
	learningRate(step: number): number;
	/**
	 * Mean loss of the next batch as a function of the parameters, in the layout's order. Runs inside `tidy`, under the
	 * tape; calls with the same step after a restart should draw a new batch.
	 */
	loss(parameters: Tensor[], step: number): Scalar;
	/** Steps between two readings of the loss, which on a GPU wait for it. Default 25. */
	readEvery?: number;
	/** Name of the phase in progress reports. Default `"train"`. */
	phase?: string;
	/** Restarts from the last good state, each with half the learning rate, before giving up. Default 3. */
	restarts?: number;
	/**
	 * What the batches are drawn from, and who looks on: a checkpoint keeps where they stand. With it, training is judged in the
	 * end: the same batches are asked before and after.
	 */
	batches?: Batches;
	/** Called after every reading with the mean loss since the one before; true ends training. */
	onRead?(step: number, loss: number, state: Readonly<AdamWState>): boolean | Promise<boolean>;
}

/** What is trained towards. */
export type Objective = Required<Pick<TrainOptions, "loss" | "batches">>;

export interface Trained {
	/** Running average of the parameters, flat. */
	parameters: Float32Array;
	/** Steps taken. */
	steps: number;
	/** Mean of the last readings' losses; NaN where no step was taken. */
	loss: number;
	/** How often training had to go back. */
	restarts: number;
	/** What went wrong or brought nothing, in words for whoever asked for the training. */
	warning?: string;
	/** Why it ended. */
	stopped: "steps" | "asked" | "early";
	/** Where it ended, if the device was lost on the way. */
	backend?: Backend;
}

/** Batches by which training is judged in the end. */
const JUDGED_BY = 8;

/** The linear decay to 0 over all steps. */
export function linearDecay(learningRate: number, steps: number): (step: number) => number {
	return (step) => learningRate * (1 - step / steps);
}

/** How far training has come: a checkpoint. Plain data. */
interface Reached extends ReachedAt {
	readonly state: AdamWCheckpoint;
	readonly watch: WatchPlace;
	readonly reading: number;
	/** Whether training has begun anew because it had made the network worse. */
	readonly again: boolean;
}

/**
 * Trains parameters by AdamW. One step is one synchronous piece of work; the loss is read every `readEvery` steps, and
 * where it is no longer finite, training goes back to the state before and on with half the rate. Every few seconds a
 * checkpoint is kept under the phase's name; where there is one, training continues from it, on one backend to the very same
 * parameters. So it does where the device is lost: on a new one or, where that is lost too, on wasm. Where it ends worse than it
 * began, it is done again once with half the rate.
 *
 * @throws DivergedError after `restarts` restarts; StoppedError when the run is stopped; BackendError where every device was lost.
 */
export async function train(options: TrainOptions, run: Run): Promise<Trained> {
	const { phase = "train", batches } = options;
	return continueTraining(phase, batches, run, (from: Reached | undefined, own, replaced) =>
		trainFrom(from, options, own, replaced),
	);
}

async function trainFrom(
	from: Reached | undefined,
	options: TrainOptions,
	run: Run,
	replaced: Backend | undefined,
): Promise<Trained> {
	const { layout, steps, readEvery = 25, phase = "train", restarts, batches } = options;
	const state = from ? restoreAdamW(from.state) : startAdamW(options.start);
	let good = cloneAdamW(state);
	let views = viewParameters(layout, state.p);
	let pending: Scalar | undefined;
	let { reading, again } = from ?? { reading: Number.NaN, again: false };
	const watch = createWatch({ learningRate: options.learningRate(0), restarts });
	if (from) watch.moveTo(from.watch);
	let stopped: Trained["stopped"] = "steps";
	const gradients = valueAndGrads((...p: Tensor[]) => options.loss(p, state.step));

	/** Loss of the step just taken; the tensor is kept for reading. */
	const step = (): Scalar => {
		const eta = watch.rate * options.learningRate(state.step);
		const { value, g } = tidy(() => {
			const { value, grads } = gradients(views);
			return { value: value as Scalar, g: concat(grads.map((grad) => reshape(grad, [grad.size]))) };
		});
		stepAdamW(state, g, eta, options);
		g.dispose();
		dispose(views);
		views = viewParameters(layout, state.p);
		return value;
	};

	const setTo = (next: AdamWState): void => {
		disposeAdamW(state);
		Object.assign(state, next);
		dispose(views);
		views = viewParameters(layout, state.p);
	};

	const prepare = async () => {
		for (const _ of batches?.prepare?.() ?? []) await run.step({ phase, step: state.step, steps });
	};

	/** Mean losses of the next batches under flat parameters. */
	const losses = async (parameters: Tensor): Promise<number[]> => {
		const own = viewParameters(layout, parameters);
		const found: number[] = [];
		try {
			for (let i = 0; i < JUDGED_BY; i++) {
				await prepare();
				const value = tidy(() => options.loss(own, state.step));
				found.push((await value.data())[0]!);
				value.dispose();
				await run.step({ phase, step: state.step, steps, loss: reading });
			}
		} finally {
			forget(() => dispose(own));
		}
		return found;
	};

	/** Whether the averaged parameters are better than those at the start, by the same batches. */
	const verdict = async (): Promise<Verdict> => {
		if (!batches || state.step === 0) return "learned";
		const place = batches.place();
		const after = await losses(state.ema);
		batches.moveTo(place);
		const start = tensor1d(options.start);
		try {
			return judge(await losses(start), after);
		} finally {
			forget(() => start.dispose());
		}
	};

	/** One step, and what is due after it; true where training is to end. */
	const advance = async (): Promise<boolean> => {
		await prepare();
		pending?.dispose();
		pending = step();
		const keeping = state.step > 1 && run.checkpoints.due(phase);
		// Read early once, so that the first report has a loss; and at the end, so that the last does.
		if (state.step % readEvery === 0 || state.step === 2 || state.step === steps || keeping) {
			assertBackend();
			const loss = (await pending.data())[0] as number;
			if (watch.diverged(loss)) {
				watch.restart(state.step, loss);
				setTo(cloneAdamW(good));
			} else {
				reading = loss;
				disposeAdamW(good);
				good = cloneAdamW(state);
				if (await options.onRead?.(state.step, loss, state)) return true;
				if (keeping && state.step < steps) {
					const reached = {
						state: await readAdamW(state),
						place: batches?.place(),
						watch: watch.place(),
						reading,
						again,
					};
					run.checkpoints.keep(phase, { reached } satisfies Kept<Reached, Trained>);
				}
			}
		}
		await run.step({ phase, step: state.step, steps, loss: Number.isNaN(reading) ? undefined : reading });
		return false;
	};

	const toTheEnd = async (): Promise<Verdict> => {
		while (state.step < steps && stopped === "steps") {
			if (run.finishEarly?.() && state.step > 0) stopped = "asked";
			else if (await advance()) stopped = "early";
		}
		return verdict();
	};

	try {
		await run.step({ phase, step: state.step, steps, ...(replaced && { device: replaced }) });
		let found = await toTheEnd();
		if (found === "worse" && stopped === "steps" && !again) {
			again = true;
			watch.restart(state.step, reading);
			setTo(startAdamW(options.start));
			disposeAdamW(good);
			good = cloneAdamW(state);
			found = await toTheEnd();
		}
		const warning = watch.warning(found);
		const parameters = ((await state.ema.data()) as Float32Array).slice();
		assertBackend();
		if (!parameters.every(Number.isFinite)) {
			throw new DivergedError("The trained parameters are not finite; set a lower learning rate.", {
				step: state.step,
			});
		}
		return {
			parameters,
			steps: state.step,
			loss: reading,
			restarts: watch.restarts,
			stopped,
			...(warning && { warning }),
		};
	} finally {
		forget(() => pending?.dispose());
		forget(() => dispose(views));
		for (const old of [state, good]) forget(() => disposeAdamW(old));
	}
}
