import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { ThreadWorker } from "./thread-worker";

/** Reads a file of the package as a page would fetch it. Nothing else is ever fetched: a command line makes no request. */
async function fetchFile(resource: string | URL): Promise<Response> {
	const url = new URL(resource);
	if (url.protocol !== "file:") throw new TypeError(`${url.protocol} is not read: the command line makes no request.`);
	return new Response(new Uint8Array(await readFile(fileURLToPath(url))));
}

/**
 * Gives this thread what the package's files expect of a page or a web worker: its address, `Worker`, a `fetch` that reads
 * files, the number of cores.
 *
 * @param href address of the page or the worker's file.
 */
export function becomePage(href: string): void {
	const { protocol, origin } = new URL(href);
	const define = (name: string, value: unknown) =>
		Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
	define("location", { href, protocol, origin });
	define("Worker", ThreadWorker);
	define("fetch", fetchFile);
	// Node has one of its own from version 21 on.
	if (globalThis.navigator === undefined) define("navigator", { hardwareConcurrency: availableParallelism() });
}
