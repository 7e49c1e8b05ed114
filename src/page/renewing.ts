import type { GeneratorHost } from "../wire/api";
import type { Spawned } from "../wire/attach";

/** Milliseconds in which a worker must answer that it was told to stop; one that does not is in the midst of a long loop. */
const PATIENCE_MS = 150;

/** A generator's worker that is replaced where it died or does not stop; the new one has the same model. */
export interface RenewingWorker extends Pick<Spawned<GeneratorHost>, "call" | "tell" | "dispose"> {
	/** Stops a call whose caller has been answered already; a worker that computes on all the same is replaced. */
	stop(id: number): void;
	/** Whether it died, and the next call starts another. */
	died(): boolean;
	/** What a new worker is to load: the model as bytes. */
	keep(model: Uint8Array): void;
}

/** `promise`, or the reason of `signal` as soon as it aborts. */
function orAborted(promise: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
	if (!signal) return promise;
	return new Promise((resolve, reject) => {
		const aborted = () => reject(signal.reason);
		if (signal.aborted) return aborted();
		signal.addEventListener("abort", aborted, { once: true });
		promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", aborted));
	});
}

/** @param start starts another worker of the kind of `first`. */
export function renewing(first: Spawned<GeneratorHost>, start: () => Promise<Spawned<GeneratorHost>>): RenewingWorker {
	let current = first;
	let kept: Uint8Array | undefined;
	let disposed = false;
	/** Calls that somebody waits for. */
	let open = 0;
	let renewal: Promise<void> | undefined;
	let stopping: Promise<void> | undefined;

	async function replace(): Promise<void> {
		const next = await start();
		const model = kept;
		try {
			if (model) await next.call((remote) => remote.load(model));
		} catch (error) {
			next.dispose();
			throw error;
		}
		if (disposed) next.dispose();
		current = next;
	}

	function renew(): Promise<void> {
		renewal ??= replace().finally(() => {
			renewal = undefined;
		});
		return renewal;
	}

	async function stopOrEnd(id: number): Promise<void> {
		const asked = current;
		const answered = asked.call(async (remote) => {
			await remote.stop(id);
			return true;
		});
		const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), PATIENCE_MS));
		// A dead worker has stopped too.
		const stopped = await Promise.race([answered, late]).catch(() => true);
		// Others wait for this worker: they lose more by its end than by waiting.
		if (!stopped && open === 0 && !disposed) asked.dispose();
	}

	return {
		async call(use, signal) {
			// Before anything is awaited: calls leave in the order in which they were made.
			while (!disposed && (stopping || current.isDead())) await orAborted(stopping ?? renew(), signal);
			open++;
			try {
				return await current.call(use, signal);
			} finally {
				open--;
			}
		},
		tell: (use) => current.tell(use),
		stop(id) {
			const own = stopOrEnd(id).finally(() => {
				if (stopping === own) stopping = undefined;
			});
			stopping = own;
		},
		died: () => !disposed && current.isDead(),
		keep(model) {
			kept = model;
		},
		dispose() {
			disposed = true;
			current.dispose();
		},
	};
}
