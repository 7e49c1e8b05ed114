import { BackendError } from "../errors";

/** An allocation that failed, said as such; engines call it a RangeError. Anything else as it is. */
export function asMemoryError(cause: unknown): unknown {
	if (
		!(
			cause instanceof RangeError &&
			/allocat|array length|string length|out of memory|too large for the implementation/i.test(cause.message)
		)
	)
		return cause;
	const message = "There is not enough memory in this tab for what was asked; take fewer rows, or a smaller network.";
	return new BackendError(message, {}, cause);
}
