/** Starts the page's workers, wherever their files are. */

import { WorkerError } from "../errors";
import type { Host } from "../wire/api";
import { attach, READY_TIMEOUT_MS, type Spawned, startAcross, startAt } from "../wire/attach";
import { keepErrorsWhole } from "../wire/wire";
import type { SpawnOptions } from "./spawn-options";

export type Role = "generator" | "prior" | "report" | "inspect";

/** File of each role beside the built entry. */
const FILES = {
	generator: "worker.js",
	prior: "worker-prior.js",
	report: "worker-report.js",
	inspect: "worker-inspect.js",
} as const;

/** Each expression is written out, for bundlers find workers by this very form. */
function startBeside(role: Role): Worker {
	switch (role) {
		case "generator":
			return new Worker(new URL("../../workers/generator.ts", import.meta.url), { type: "module" });
		case "prior":
			return new Worker(new URL("../../workers/prior.ts", import.meta.url), { type: "module" });
		case "report":
			return new Worker(new URL("../../workers/report.ts", import.meta.url), { type: "module" });
		case "inspect":
			return new Worker(new URL("../../workers/inspect.ts", import.meta.url), { type: "module" });
	}
}

function start(role: Role, workerUrl: string | URL | undefined): { worker: Worker; url: string } {
	const page = globalThis.location?.href;
	if (workerUrl !== undefined) {
		const url = new URL(workerUrl, page).href;
		return { worker: startAt(url), url };
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

/** Whether workers can be modules: a browser that knows of it reads the option, before it looks at the address. */
function startsModules(): boolean {
	let known = false;
	const options = {
		get type() {
			known = true;
			return "module" as const;
		},
	};
	try {
		new Worker("blob://none", options).terminate();
	} catch {
		// No worker was wanted.
	}
	return known;
}

function failedToStart(
	role: Role,
	where: string,
	url: string,
	why: string,
	directive: string | undefined,
): WorkerError {
	if (typeof Worker === "undefined") {
		return new WorkerError(
			`The ${role} worker did not start: there are no web workers here, as there are none in Node, and this function computes in one. Call it in a browser, or run the command "standin", which does the same in Node's threads.`,
			{ url, role, directive: null },
		);
	}
	if (!startsModules()) {
		return new WorkerError(
			`This browser is too old: its workers cannot load modules, so the ${role} worker did not start. Use Chrome or Edge 123, Firefox 120, Safari 17.5, or a later one.`,
			{ url, role, directive: null },
		);
	}
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
		if (!startsModules()) throw failedToStart(role, "", String(workerUrl), "", undefined);
		throw new WorkerError(
			`The ${role} worker cannot be started: ${(cause as Error).message} Its URL was ${String(workerUrl)}.`,
			{ url: String(workerUrl), role },
			cause,
		);
	}

	const where = place(role, url, workerUrl !== undefined);
	try {
		return await attach<Api>(worker, {
			role,
			url,
			readyTimeoutMs,
			failedToStart: (why) => failedToStart(role, where, url, why, directive),
		});
	} finally {
		globalThis.removeEventListener?.("securitypolicyviolation", noteViolation);
	}
}
