import { PAGE_YIELD_MS } from "../../pace";

/**
 * A pace for long work on the page's thread: `await breathe()` between two pieces lets the page draw and answer where
 * the last chance was a while ago, and costs next to nothing where it was not. Rejects with the signal's reason once
 * that is aborted.
 */
export function createBreath(signal?: AbortSignal): () => Promise<void> {
	let since = performance.now();
	return async () => {
		if (performance.now() - since >= PAGE_YIELD_MS) {
			await new Promise((resolve) => setTimeout(resolve));
			since = performance.now();
		}
		signal?.throwIfAborted();
	};
}
