/** More workers of the kind that this code runs in: work that can run in parallel uses several cores. */
import { proxy } from "comlink";
import { WorkerError } from "../errors";
import type { Call, GeneratorHost } from "../wire/api";
import { attach, READY_TIMEOUT_MS, startAt } from "../wire/attach";
import type { PoolWorker, Progress } from "./run";

/** Each worker holds memory of its own. */
const MOST_WORKERS = 8;

/**
 * How many workers may compute at once, this one among them: one core is left to the page where there are more than two.
 *
 * @param asked how many the caller wants; absent where that is left to the machine.
 */
export function workersAtOnce(asked?: number): number {
	if (typeof Worker === "undefined") return 1;
	if (asked !== undefined) return asked;
	const cores = globalThis.navigator?.hardwareConcurrency ?? 1;
	return Math.min(MOST_WORKERS, cores > 2 ? cores - 1 : cores);
}

/**
 * Starts up to n workers, from this worker's own file, and prepares each for parts of a generator's work.
 *
 * @param file URL of this worker's entry; what a bundler makes of it matters only where the worker was started by a blob.
 * @param setup what all parts need, as the generator's `prepareWorker` takes it.
 * @param call the call that they help with.
 * @returns those that started; a page may refuse workers that workers start.
 */
export async function startWorkers(
	n: number,
	file: string,
	name: string,
	setup: unknown,
	call: Call,
): Promise<readonly PoolWorker[]> {
	const { href, protocol } = globalThis.location;
	const url = protocol === "blob:" ? file : href;
	const failedToStart = (why: string) => new WorkerError(`A further worker did not start: ${why}`, { url });
	const start = async (): Promise<PoolWorker> => {
		const worker = startAt(url);
		const role = "pool";
		const host = await attach<GeneratorHost>(worker, { role, url, readyTimeoutMs: READY_TIMEOUT_MS, failedToStart });
		try {
			await host.call((remote) => remote.prepare(name, setup));
		} catch (error) {
			host.dispose();
			throw error;
		}
		let parts = 0;
		return {
			doPart<T>(part: unknown, onProgress: (progress: Progress) => void) {
				const own = { ...call, id: ++parts, previews: false };
				return host.call((remote) => remote.doPart(part, own, proxy(onProgress)) as Promise<T>);
			},
			dispose: host.dispose,
		};
	};
	const started = await Promise.allSettled(Array.from({ length: n }, start));
	return started.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
}
