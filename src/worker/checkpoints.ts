/** Milliseconds between checkpoints: what an accident costs at most, beside the start of another worker or device. */
const EVERY_MS = 3000;

/** How far a computation has come, kept where an accident that ends it does not reach. */
export interface Checkpoints {
	/** What was kept last under this name, by this computation or by the one that it continues; to be read only. */
	recall<T>(name: string): T | undefined;
	/** Whether it is time for the next of this name: the first at once, others every three seconds. */
	due(name: string): boolean;
	/** Keeps plain data, in place of what was kept under this name. */
	keep(name: string, state: unknown): void;
}

/** By name, what a computation kept. */
export type Kept = ReadonlyMap<string, unknown>;

/**
 * @param from what the computation that is continued had kept.
 * @param onKeep told of everything that is kept.
 */
export function createCheckpoints(
	from?: Kept,
	onKeep?: (name: string, state: unknown) => void,
	everyMs = EVERY_MS,
): Checkpoints {
	const kept = new Map(from);
	const keptAt = new Map<string, number>();
	return {
		recall: <T>(name: string) => kept.get(name) as T | undefined,
		due: (name) => performance.now() - (keptAt.get(name) ?? Number.NEGATIVE_INFINITY) >= everyMs,
		keep(name, state) {
			kept.set(name, state);
			keptAt.set(name, performance.now());
			onKeep?.(name, state);
		},
	};
}

/** Sends checkpoints to a page that may be busy: one at a time, and then the latest of each name. */
export function sendLatest(
	onKeep: (name: string, state: unknown) => void | Promise<void>,
): (name: string, state: unknown) => void {
	const waiting = new Map<string, unknown>();
	let sending = false;
	const send = async () => {
		for (const [name, state] of waiting) {
			waiting.delete(name);
			await onKeep(name, state);
		}
	};
	return (name, state) => {
		waiting.set(name, state);
		if (sending) return;
		sending = true;
		void send()
			.catch(() => {})
			.finally(() => {
				sending = false;
			});
	};
}
