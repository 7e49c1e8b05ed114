/** An error as a sentence for people; library errors already are one. `fileMessage` is for a file that cannot be read. */
export function problemText(error: unknown, fileMessage: string): string {
	if (!(error instanceof Error)) return String(error);
	if (error.name === "NotReadableError" || error.name === "NotFoundError") return fileMessage;
	// The option's name, before what is wrong with it, is for programs.
	const message = error.message.replace(/^given: (.)/, (_, first: string) => first.toUpperCase());
	return message || error.name;
}

/** Whether an error only says that the person stopped something. */
export function isAbort(error: unknown): boolean {
	return error instanceof Error && (error.name === "AbortError" || error.name === "StoppedError");
}
