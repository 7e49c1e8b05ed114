/**
 * The starter's end of a worker: calls that settle whatever becomes of it. A worker is ready before it is handed out,
 * and its death settles every open call.
 */
import { type Remote, wrap } from "comlink";
import { WorkerError } from "../errors";
import { newHold, whenLost } from "./alive";
import type { Host } from "./api";

/** Milliseconds to wait for a worker's first answer. */
export const READY_TIMEOUT_MS = 30_000;

/** Longer than any single piece of work takes. */
const SILENT_MS = 30_000;

/**
 * Starts a worker of another origin. The import is static: messages wait until the module has run.
 */
export function startAcross(url: string): Worker {
	const blob = URL.createObjectURL(new Blob([`import ${JSON.stringify(url)};`], { type: "text/javascript" }));
	const revoke = () => URL.revokeObjectURL(blob);
	try {
		const worker = new Worker(blob, { type: "module" });
		// Its first word, or that there will be none.
		for (const event of ["message", "error"]) worker.addEventListener(event, revoke, { once: true });
		return worker;
	} finally {
		setTimeout(revoke, READY_TIMEOUT_MS);
	}
}

/** Starts the worker whose file lies at `url`, of whichever origin. */
export function startAt(url: string): Worker {
	const near = url.startsWith("blob:") || new URL(url).origin === new URL(globalThis.location.href).origin;
	return near ? new Worker(url, { type: "module" }) : startAcross(url);
}

/**
 * A running worker.
 * @internal
 */
export interface Spawned<Api extends Host> {
	/**
	 * Calls the worker. Rejects with `WorkerError` if it dies before the answer, and with `signal.reason` as soon as
	 * `signal` aborts, however busy the worker is.
	 */
	call<T>(use: (remote: Remote<Api>) => Promise<T>, signal?: AbortSignal): Promise<T>;
	/** Sends a message and does not wait. */
	tell(use: (remote: Remote<Api>) => Promise<unknown>): void;
	/** Whether the worker died or was ended. */
	isDead(): boolean;
	/** Ends the worker; open calls reject with `WorkerError`. Harmless when repeated. */
	dispose(): void;
}

/** What is said of a worker in errors, and how long it may take to answer. */
export interface Attached {
	/** What it is for, e.g. "generator". */
	readonly role: string;
	readonly url: string;
	/** Milliseconds to wait for its first answer. */
	readonly readyTimeoutMs: number;
	/** Milliseconds without an answer from which it counts as dead where it can hold nothing. Default 30,000. */
	readonly silentMs?: number;
	/** What is raised where it does not start. */
	failedToStart(why: string): WorkerError;
}

/**
 * Waits until a worker that was just started answers.
 *
 * @throws WorkerError where it does not start.
 * @internal
 */
export async function attach<Api extends Host>(
	worker: Worker,
	{ role, url, readyTimeoutMs, silentMs = SILENT_MS, failedToStart }: Attached,
): Promise<Spawned<Api>> {
	const remote = wrap<Api>(worker);
	const open = new Set<(reason: unknown) => void>();
	const watching = new AbortController();
	let death: WorkerError | undefined;

	function die(reason: WorkerError): void {
		if (death) return;
		death = reason;
		watching.abort();
		worker.terminate();
		for (const reject of open) reject(reason);
		open.clear();
	}

	function call<T>(use: (remote: Remote<Api>) => Promise<T>, signal?: AbortSignal): Promise<T> {
		return new Promise<T>((resolve, reject) => {
			if (death) return reject(death);
			if (signal?.aborted) return reject(signal.reason);
			const aborted = () => settle(() => reject((signal as AbortSignal).reason));
			const failed = (reason: unknown) => settle(() => reject(reason));
			const settle = (then: () => void) => {
				open.delete(failed);
				signal?.removeEventListener("abort", aborted);
				then();
			};
			open.add(failed);
			signal?.addEventListener("abort", aborted);
			use(remote).then((value) => settle(() => resolve(value)), failed);
		});
	}

	const remedy = role === "generator" ? "The next call starts a new one." : "Start a new one.";
	const ended = () =>
		new WorkerError(`The ${role} worker was terminated, possibly out of memory. ${remedy}`, { url, role });

	let ready = false;
	worker.addEventListener("error", (event) => {
		event.preventDefault();
		const why = event.message ? `it raised "${event.message}".` : "the browser could not load or run it.";
		die(ready ? new WorkerError(`The ${role} worker died: ${why} ${remedy}`, { url, role }) : failedToStart(why));
	});
	worker.addEventListener("messageerror", () => {
		die(new WorkerError(`The ${role} worker sent a message that this page cannot read. ${remedy}`, { url, role }));
	});

	/** Where it can hold nothing, as in a frame without an origin: a worker that answers nothing for long is taken to be dead. */
	function watchBySilence(): void {
		const most = 10;
		let unanswered = 0;
		// Counted in ticks and not in time: a page that slept has not been waiting.
		const timer = setInterval(() => {
			if (open.size === 0) unanswered = 0;
			else if (unanswered++ === 0) {
				// There is no such call: the answer is all that is wanted.
				(remote as unknown as Remote<Host>).stop(-1).then(() => {
					unanswered = 0;
				}, die);
			} else if (unanswered > most) {
				const why = `answered nothing for ${(silentMs / 1000).toFixed(0)} s and is taken to be dead`;
				die(new WorkerError(`The ${role} worker ${why}. ${remedy}`, { url, role }));
			}
		}, silentMs / most);
		watching.signal.addEventListener("abort", () => clearInterval(timer));
	}

	const name = newHold();
	const timer = setTimeout(() => {
		die(failedToStart(`it gave no answer within ${readyTimeoutMs / 1000} s.`));
	}, readyTimeoutMs);
	try {
		const held = await call((remote) => (remote as unknown as Remote<Host>).ping(name));
		// Lost only once it closed itself or the browser killed it.
		whenLost(name, held, watching.signal, () => die(ended()), watchBySilence);
	} finally {
		clearTimeout(timer);
	}
	ready = true;

	return {
		call,
		isDead: () => death !== undefined,
		tell(use) {
			if (!death) void use(remote).catch(() => {});
		},
		dispose() {
			die(new WorkerError(`The ${role} worker was disposed; create a new handle to go on.`, { url, role }));
		},
	};
}
