import type { AcceptedOptions } from "../options/option";

/** Where a worker's file lies, and how long it may take to start. */
export interface SpawnOptions {
	/**
	 * URL of the worker's file, for pages that host it themselves; relative to the page. Default: beside this module.
	 * From another origin it is started through a `blob:` URL.
	 */
	workerUrl?: string | URL;
	/** Milliseconds to wait for the worker's first answer. Default 30,000. */
	readyTimeoutMs?: number;
}

export const SPAWN: AcceptedOptions<SpawnOptions> = {
	workerUrl: { type: "url" },
	readyTimeoutMs: { type: "number", above: 0 },
};
