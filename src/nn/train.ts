import { DivergedError, StoppedError } from "../errors";
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
import { assertBackend, type Backend, backendLoss, replaceBackend } from "./backend";
import { type ParameterLayout, viewParameters } from "./parameters";
import { concat, dispose, reshape, type Scalar, type Tensor, tidy, valueAndGrads } from "./tf";

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
	/** Milliseconds between copies of the state off a device that may be lost. Default 3,000. */
	checkpointMs?: number;
	/** Called after every reading with the mean loss since the one before; true ends training. */
	onRead?(step: number, loss: number, state: Readonly<AdamWState>): boolean | Promise<boolean>;
}

export interface Trained {
	/** Running average of the parameters, flat. */
	parameters: Float32Array;
	/** Steps taken. */
	steps: number;
	/** Mean of the last readings' losses; NaN where no step was taken. */
	loss: number;
	/** How often training had to go back. */
	restarts: number;
	/** Why it ended. */
	stopped: "steps" | "asked" | "early";
	/** Where it ended, if the device was lost on the way. */
	backend?: Backend;
}

/** Losses of a device that are survived: a new one is tried once, then wasm. */
const MOST_LOSSES = 2;

/** Loss beyond this multiple of the first reading (or of 1) counts as diverged. */
const BLOW_UP = 20;

/** The linear decay to 0 over all steps. */
export function linearDecay(learningRate: number, steps: number): (step: number) => number {
	return (step) => learningRate * (1 - step / steps);
}

/** Frees what lay on a device that is gone; freeing itself may fail there. */
function forget(free: () => void): void {
	try {
		free();
	} catch {
		// It went with the device.
	}
}

/**
 * Trains parameters by AdamW. Where the device is lost, training goes on from the last copy of its state, on a new device
 * or, where that is lost too, on wasm. One step is one synchronous piece of work; the loss is read every `readEvery` steps, and
 * where it is no longer finite, training goes back to the state before and on with half the rate.
 *
 * @throws DivergedError after `restarts` restarts; StoppedError when the run is stopped.
 */
export async function train(options: TrainOptions, run: Run): Promise<Trained> {
	const { layout, steps, readEvery = 25, phase = "train", restarts: allowed = 3, checkpointMs = 3000 } = options;
	const state = startAdamW(options.start);
	let good = cloneAdamW(state);
	let views = viewParameters(layout, state.p);
	let pending: Scalar | undefined;
	let [restarts, rate, reading, first] = [0, 1, Number.NaN, Number.NaN];
	let stopped: Trained["stopped"] = "steps";
	let backend: Backend | undefined;
	let losses = 0;
	const zeros = new Float32Array(options.start.length);
	let checkpoint: AdamWCheckpoint = { p: options.start, m: zeros, v: zeros, ema: options.start, step: 0 };
	let checkedAt = performance.now();
	const gradients = valueAndGrads((...p: Tensor[]) => options.loss(p, state.step));

	/** Loss of the step just taken; the tensor is kept for reading. */
	const step = (): Scalar => {
		const eta = rate * options.learningRate(state.step);
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

	const goBack = (loss: number): void => {
		if (restarts++ >= allowed) {
			throw new DivergedError(
				`Training diverged (loss ${loss}) at step ${state.step} and again after ${allowed} restarts; set a lower learningRate than ${options.learningRate(0)}.`,
				{ step: state.step, loss, restarts: allowed },
			);
		}
		rate /= 2;
		disposeAdamW(state);
		Object.assign(state, cloneAdamW(good));
		dispose(views);
		views = viewParameters(layout, state.p);
	};

	/** Goes on from the checkpoint on another backend, where it was the device that failed. */
	const recover = async (error: unknown): Promise<void> => {
		const loss = error instanceof StoppedError || error instanceof DivergedError ? undefined : await backendLoss();
		if (!loss) throw error;
		if (++losses > MOST_LOSSES) throw loss;
		forget(() => pending?.dispose());
		pending = undefined;
		forget(() => dispose(views));
		for (const old of [state, good]) forget(() => disposeAdamW(old));
		backend = await replaceBackend(loss, losses, run.wasmUrl);
		Object.assign(state, restoreAdamW(checkpoint));
		good = cloneAdamW(state);
		views = viewParameters(layout, state.p);
		await run.step({ phase, step: state.step, steps, device: backend });
	};

	/** One step, and what is due after it; true where training is to end. */
	const advance = async (): Promise<boolean> => {
		pending?.dispose();
		pending = step();
		// Read early once, so that the first report has a loss; and at the end, so that the last does.
		if (state.step % readEvery === 0 || state.step === 2 || state.step === steps) {
			assertBackend();
			const loss = (await pending.data())[0] as number;
			if (Number.isNaN(first) && Number.isFinite(loss)) first = loss;
			if (!Number.isFinite(loss) || Math.abs(loss) > BLOW_UP * Math.max(1, Math.abs(first))) goBack(loss);
			else {
				reading = loss;
				disposeAdamW(good);
				good = cloneAdamW(state);
				if (performance.now() - checkedAt >= checkpointMs) {
					checkpoint = await readAdamW(state);
					checkedAt = performance.now();
				}
				if (await options.onRead?.(state.step, loss, state)) return true;
			}
		}
		await run.step({ phase, step: state.step, steps, loss: Number.isNaN(reading) ? undefined : reading });
		return false;
	};

	try {
		await run.step({ phase, step: 0, steps });
		let parameters: Float32Array | undefined;
		while (!parameters) {
			try {
				while (state.step < steps && stopped === "steps") {
					if (run.finishEarly?.() && state.step > 0) stopped = "asked";
					else if (await advance()) stopped = "early";
				}
				parameters = (await state.ema.data()) as Float32Array;
				assertBackend();
			} catch (error) {
				parameters = undefined;
				await recover(error);
			}
		}
		if (!parameters.every(Number.isFinite)) {
			throw new DivergedError("The trained parameters are not finite; set a lower learningRate.", { step: state.step });
		}
		const found = { parameters: parameters.slice(), steps: state.step, loss: reading, restarts, stopped };
		return backend ? { ...found, backend } : found;
	} finally {
		forget(() => pending?.dispose());
		forget(() => dispose(views));
		for (const old of [state, good]) forget(() => disposeAdamW(old));
	}
}
