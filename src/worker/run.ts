import type { Budget } from "../dp/budget";
import { StoppedError } from "../errors";
import { PROGRESS_MS, WORKER_YIELD_MS } from "../pace";
import type { Random } from "../random";
import { type Checkpoints, createCheckpoints } from "./checkpoints";
import { yieldToMessages } from "./yield-to-messages";

/** Where a long computation stands. Plain data; reaches the page at most ten times a second. */
export interface Progress {
	/** What is being done now, a short English word or two: "train", "refine", "sample" … */
	phase: string;
	/** Steps of this phase done, 0 … steps. */
	step: number;
	/** Steps this phase has in all; an estimate where early stopping may end it sooner. */
	steps: number;
	/** Training loss, where there is one. */
	loss?: number;
	/** Held-out loss, where it was measured at this step. */
	heldOut?: number;
	/** Seconds this phase still needs, or the whole call where `done` is given; once there is ground for a guess. */
	secondsLeft?: number;
	/** Share of the whole call's work that is done, 0 … 1, where its phases are known beforehand. */
	done?: number;
	/** The backend that computes and why, one sentence: told once, as soon as it is chosen. */
	device?: { readonly name: string; readonly reason: string };
	/** Bytes of memory the training will hold besides the table, where it can tell: told once, with `device`. */
	bytes?: number;
	/** Bytes that a fit takes besides the table, from the least to the most: told once, before it begins. */
	memory?: { readonly least: number; readonly most: number };
	/** Why an unfinished fit cannot be kept although `keepHours` asked for it: told once, as soon as it is known. */
	notKept?: string;
	/** A small synthetic table drawn while training (plain data), where the generator offers one. */
	preview?: unknown;
}

/** Where to compute: `"auto"` takes the faster of WebGPU on real hardware and wasm, else the CPU. */
export type Device = "auto" | "webgpu" | "wasm" | "cpu";

/** Another worker, prepared to do parts of a computation. */
export interface PoolWorker {
	/**
	 * Does a part. Plain data in and out, `onProgress` as the part tells it.
	 *
	 * @throws what the part throws; WorkerError where the worker dies.
	 */
	doPart<T>(part: unknown, onProgress: (progress: Progress) => void): Promise<T>;
	/** Ends the worker. */
	dispose(): void;
}

/**
 * What every long computation is given. It owns no randomness, clock or stop button of its own:
 * it draws from `random` and calls `step` often.
 */
export interface Run {
	/** The seeded stream of this run; take `random.stream("purpose")` for each purpose. */
	readonly random: Random;
	/** Device the caller asked for; absent is `"auto"`. */
	readonly device?: Device;
	/** URL of `tfjs-backend-wasm-simd.wasm` where it does not lie beside the worker. */
	readonly wasmUrl?: string;
	/** Whether somebody looks at `Progress.preview`; without it no preview need be drawn. */
	readonly previews?: boolean;
	/**
	 * Reports progress, lets messages in, and rejects with `StoppedError` once the run was aborted.
	 * Cheap enough for an inner loop: it yields only when 30 ms have passed since the last yield.
	 */
	step(progress: Progress): Promise<void>;
	/** Workers that may compute at once, this one among them; absent where it is the only one. */
	readonly workers?: number;
	/** Starts up to n further workers, prepared with `setup`; resolves to those that could be started. */
	startWorkers?(n: number, setup: unknown): Promise<readonly PoolWorker[]>;
	/** The promise of differential privacy that this run keeps, where there is one: no touch of the data but by its ledger. */
	readonly privacy?: Budget;
	/** Where training puts its state, and finds that of the run that this one continues. */
	readonly checkpoints: Checkpoints;
	/** Told of a value that rows were asked to have and that lies far from the range that was learned; in the model's numbers. */
	beyondLearned?(column: string, value: number, learned: readonly [number, number]): void;
	/** True once the user asked to keep what there is: training ends early and `fit` still succeeds. */
	finishEarly?(): boolean;
}

export interface RunOptions extends Pick<Run, "workers" | "startWorkers" | "privacy"> {
	random: Random;
	device?: Device;
	wasmUrl?: string;
	previews?: boolean;
	/** Receives progress at most ten times a second, plus the first and last of each phase. */
	onProgress?: (progress: Progress) => void;
	/** Asked after every yield. */
	isStopped?: () => boolean;
	finishEarly?: () => boolean;
	/** Default: none are kept from before, and all end with the run. */
	checkpoints?: Checkpoints;
}

/** A run for trials, whose steps nobody sees and of which nothing is kept. */
export function quietRun(run: Run): Run {
	return { ...run, step: async () => {}, checkpoints: createCheckpoints() };
}

export function createRun({ onProgress, isStopped, checkpoints = createCheckpoints(), ...given }: RunOptions): Run {
	let yieldedAt = performance.now();
	let reportedAt = Number.NEGATIVE_INFINITY;
	let phase = "";
	let phaseStartedAt = 0;
	let phaseStartStep = 0;
	return {
		...given,
		checkpoints,
		async step(progress) {
			const now = performance.now();
			if (progress.phase !== phase) {
				phase = progress.phase;
				phaseStartedAt = now;
				phaseStartStep = progress.step;
				reportedAt = Number.NEGATIVE_INFINITY;
			}
			const last = progress.step >= progress.steps;
			if (onProgress && (last || progress.preview !== undefined || now - reportedAt >= PROGRESS_MS)) {
				reportedAt = now;
				const done = progress.step - phaseStartStep;
				// Who tells of the whole call knows its pace; a phase's own would not be the same thing.
				const secondsLeft =
					progress.secondsLeft ??
					(done > 0 && progress.done === undefined
						? ((now - phaseStartedAt) / 1000 / done) * (progress.steps - progress.step)
						: undefined);
				onProgress(secondsLeft === undefined ? progress : { ...progress, secondsLeft });
			}
			if (now - yieldedAt >= WORKER_YIELD_MS) {
				await yieldToMessages();
				yieldedAt = performance.now();
			}
			if (isStopped?.()) throw new StoppedError("The computation was stopped.");
		},
	};
}
