import { PAGE_YIELD_MS } from "../pace";
import { yieldToMessages } from "../worker/yield-to-messages";

/**
 * Called between small pieces of work, at most a few milliseconds apart. Yields once enough time has passed,
 * and rejects with the signal's reason once the signal was aborted.
 */
export type Pause = () => Promise<void> | undefined;

/** A `Pause` for one long piece of reading; it returns `undefined`, to spare the `await`, where nothing is due. */
export function createPause(signal?: AbortSignal): Pause {
	let yieldedAt = performance.now();
	return () => {
		if (performance.now() - yieldedAt < PAGE_YIELD_MS) return undefined;
		return yieldToMessages().then(() => {
			signal?.throwIfAborted();
			yieldedAt = performance.now();
		});
	};
}

/**
 * A long computation that stops for breath every few milliseconds: drained at once by a synchronous caller
 * (`finish`), with messages let in between by an asynchronous one (`paced`).
 */
export type Steps<T> = Generator<void, T, void>;

/** Runs the computation to its end at once. */
export function finish<T>(steps: Steps<T>): T {
	for (;;) {
		const { done, value } = steps.next();
		if (done) return value;
	}
}

/** Runs the computation to its end, letting messages in. */
export async function paced<T>(steps: Steps<T>, pause: Pause): Promise<T> {
	for (;;) {
		const { done, value } = steps.next();
		if (done) return value;
		await pause();
	}
}
