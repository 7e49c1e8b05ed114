/** What the engine raises, said in words that tell what to do. */
import { BackendError } from "../errors";

/** An allocation that failed, said as such; engines call it a RangeError. */
export function asMemoryError(cause: unknown): unknown {
	if (!(cause instanceof RangeError && /allocat|array length|string length|out of memory/i.test(cause.message)))
		return cause;
	const message = "There is not enough memory in this tab for what was asked; take fewer rows, or a smaller network.";
	return new BackendError(message, {}, cause);
}

/**
 * What a GPU that is gone breaks is raised as the browser names it, an aborted read as AbortError: nobody's abort, for a
 * caller's is answered on the page.
 */
export function asDeviceError(cause: unknown): unknown {
	if (!(typeof DOMException !== "undefined" && cause instanceof DOMException)) return asMemoryError(cause);
	const message = `The GPU broke the computation off (${cause.message.replace(/\.$/, "")}); start again, with a smaller batch or on wasm.`;
	return new BackendError(message, {}, cause);
}
