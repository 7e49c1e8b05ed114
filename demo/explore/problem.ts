/** An error as a sentence for people; library errors already are one. */
export function problemText(error: unknown): string {
	if (error instanceof Error) {
		if (error.name === "NotReadableError" || error.name === "NotFoundError") {
			return "The file could not be read. It may have been moved or changed; choose it again.";
		}
		// The option's name, before what is wrong with it, is for programs.
		const message = error.message
			.replace(/^given: (.)/, (_, first: string) => first.toUpperCase())
			// What only a program can set.
			.replace(', or set undefinedValues to "missing"', "")
			.replace(" To replace its definition, write { expression: … }.", "");
		return message || error.name;
	}
	return String(error);
}

/** Whether an error only says that the user pressed Cancel. */
export function isAbort(error: unknown): boolean {
	return error instanceof Error && (error.name === "AbortError" || error.name === "StoppedError");
}
