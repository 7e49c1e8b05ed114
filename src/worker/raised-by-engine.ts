/** What the engine raises, said in words that tell what to do. */
import { BackendError } from "../errors";
import { asMemoryError } from "../table/memory-error";

/** tfjs's wasm computes on with an address that it was not given, where its memory is full and cannot grow. */
function isFullWasm(cause: unknown): boolean {
	return (
		typeof WebAssembly !== "undefined" &&
		cause instanceof WebAssembly.RuntimeError &&
		/out of bounds|OOM/.test(cause.message)
	);
}

/**
 * What a GPU that is gone breaks is raised as the browser names it, an aborted read as AbortError: nobody's abort, for a
 * caller's is answered on the page.
 */
export function asDeviceError(cause: unknown): unknown {
	if (isFullWasm(cause)) {
		const message =
			"There is not enough memory for wasm in this tab; take a smaller network or batch, and a new generator for what comes next.";
		return new BackendError(message, {}, cause);
	}
	if (!(typeof DOMException !== "undefined" && cause instanceof DOMException)) return asMemoryError(cause);
	const message = `The GPU broke the computation off (${cause.message.replace(/\.$/, "")}); start again, with a smaller batch or on wasm.`;
	return new BackendError(message, {}, cause);
}
