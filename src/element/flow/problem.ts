/** Whether an error only says that the person stopped something. */
export function isAbort(error: unknown): boolean {
	return error instanceof Error && (error.name === "AbortError" || error.name === "StoppedError");
}
