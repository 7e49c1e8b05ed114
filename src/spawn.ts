/**
 * Starts workers: the only `new Worker` there is. A worker is ready before it is handed out, and its death
 * settles every open call.
 */
import { type Remote, wrap } from "comlink";
import type { Host } from "./api";
import { WorkerError } from "./errors";
import { keepErrorsWhole } from "./wire";

export type Role = "generator" | "prior" | "report";

export interface SpawnOptions {
	/**
	 * URL of the worker's file, for pages that host it themselves; relative to the page. Default: beside this module.
	 * From another origin it is started through a `blob:` URL.
	 */
	workerUrl?: string | URL;
	/** Milliseconds to wait for the worker's first answer. Default 30,000. */
	readyTimeoutMs?: number;
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
	/** Ends the worker; open calls reject with `WorkerError`. Harmless when repeated. */
	dispose(): void;
}

/** File of each role beside the built entry. */
const FILES = { generator: "worker.js", prior: "worker-prior.js", report: "worker-report.js" } as const;
const READY_TIMEOUT_MS = 30_000;

/** Each expression is written out, for bundlers find workers by this very form. */
function startBeside(role: Role): Worker {
	switch (role) {
		case "generator":
			return new Worker(new URL("../workers/generator.ts", import.meta.url), { type: "module" });
		case "prior":
			return new Worker(new URL("../workers/prior.ts", import.meta.url), { type: "module" });
		case "report":
			return new Worker(new URL("../workers/report.ts", import.meta.url), { type: "module" });
	}
}

/**
 * Starts a worker of another origin. The import is static: messages wait until the module has run.
 */
function startAcross(url: string): Worker {
	const blob = URL.createObjectURL(new Blob([`import ${JSON.stringify(url)};`], { type: "text/javascript" }));
	try {
		return new Worker(blob, { type: "module" });
	} finally {
		// The fetch has begun with the constructor; the URL itself is no longer needed after the task.
		setTimeout(() => URL.revokeObjectURL(blob), READY_TIMEOUT_MS);
	}
}

function start(role: Role, workerUrl: string | URL | undefined): { worker: Worker; url: string } {
	const page = globalThis.location?.href;
	if (workerUrl !== undefined) {
		const url = new URL(workerUrl, page).href;
		const near = url.startsWith("blob:") || new URL(url).origin === new URL(page).origin;
		return { worker: near ? new Worker(url, { type: "module" }) : startAcross(url), url };
	}
	// In variables: a bundler that saw this as one expression would look for the file at build time.
	const here = import.meta.url;
	const file = `./${FILES[role]}`;
	const url = new URL(file, here).href;
	try {
		return { worker: startBeside(role), url };
	} catch {
		return { worker: startAcross(url), url };
	}
}

/** Where the worker's file is, for people: a bundler may have moved the one that was not named. */
function place(role: Role, url: string, named: boolean): string {
	return named ? `at ${url}` : `(${FILES[role]}; without a bundler it lies at ${url})`;
}

function failedToStart(
	role: Role,
	where: string,
	url: string,
	why: string,
	directive: string | undefined,
): WorkerError {
	const policy = directive
		? `The page's Content-Security-Policy blocked it by its directive ${directive}`
		: "The page's Content-Security-Policy must allow it (worker-src 'self', or blob: and the other origin where the file comes from one)";
	return new WorkerError(
		`The ${role} worker ${where} did not start: ${why} ${policy}; ` +
			`the file must be served there as JavaScript, or name its place by workerUrl.`,
		{ url, role, directive: directive ?? null },
	);
}

/**
 * Starts the worker of a role and waits until it answers.
 * @internal
 */
export async function spawn<Api extends Host>(
	role: Role,
	{ workerUrl, readyTimeoutMs = READY_TIMEOUT_MS }: SpawnOptions = {},
): Promise<Spawned<Api>> {
	keepErrorsWhole();
	let directive: string | undefined;
	const noteViolation = (event: Event) => {
		directive ??= (event as SecurityPolicyViolationEvent).effectiveDirective;
	};
	globalThis.addEventListener?.("securitypolicyviolation", noteViolation);

	let worker: Worker;
	let url: string;
	try {
		({ worker, url } = start(role, workerUrl));
	} catch (cause) {
		globalThis.removeEventListener?.("securitypolicyviolation", noteViolation);
		throw new WorkerError(
			`The ${role} worker cannot be started: ${(cause as Error).message} Its URL was ${String(workerUrl)}.`,
			{ url: String(workerUrl), role },
			cause,
		);
	}

	const where = place(role, url, workerUrl !== undefined);
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

	let ready = false;
	worker.addEventListener("error", (event) => {
		event.preventDefault();
		const why = event.message ? `it raised "${event.message}".` : "the browser could not load or run it.";
		die(
			ready
				? new WorkerError(`The ${role} worker died: ${why} Start a new one.`, { url, role })
				: failedToStart(role, where, url, why, directive),
		);
	});
	worker.addEventListener("messageerror", () => {
		die(new WorkerError(`The ${role} worker sent what this page cannot read. Start a new one.`, { url, role }));
	});

	const lock = `standin-${crypto.getRandomValues(new Uint32Array(4)).join("-")}`;
	const timer = setTimeout(() => {
		die(failedToStart(role, where, url, `it gave no answer within ${readyTimeoutMs / 1000} s.`, directive));
	}, readyTimeoutMs);
	try {
		await call((remote) => (remote as unknown as Remote<Host>).ping(lock));
	} finally {
		clearTimeout(timer);
		globalThis.removeEventListener?.("securitypolicyviolation", noteViolation);
	}
	ready = true;
	// Granted only once the worker's own hold on it is gone: it closed itself or the browser killed it.
	globalThis.navigator?.locks
		?.request(lock, { signal: watching.signal }, () => {
			die(new WorkerError(`The ${role} worker was ended, perhaps for want of memory. Start a new one.`, { url, role }));
		})
		.catch(() => {});

	return {
		call,
		tell(use) {
			if (!death) void use(remote).catch(() => {});
		},
		dispose() {
			die(new WorkerError(`The ${role} worker was disposed; create a new handle to go on.`, { url, role }));
		},
	};
}
