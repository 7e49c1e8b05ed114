import { basename, dirname } from "node:path";

/** Exit codes: what each means. Those of errors go by the error's `code`. */
export const EXIT_CODES: Readonly<Record<number, string>> = {
	0: "done",
	1: "an error that is none of those below: a fault in Standin",
	2: "a command, an option or an argument that cannot be used",
	3: "a table that cannot be read",
	4: "a column whose values do not fit its kind, or a table that does not fit the model",
	5: "a constraint that cannot be read or met",
	6: "a file that is no saved model, or one that this version cannot read",
	7: "no device that could compute, or training that left the finite numbers",
	8: "a thread that did not start or died, for example for lack of memory",
	9: "a causal model whose text or structure is wrong",
	10: "a file that cannot be opened, read or written",
	20: "the report says that something must be mended before the table is shared",
	130: "stopped by Ctrl-C (SIGINT)",
	141: "whoever read the output has closed it",
	143: "stopped by SIGTERM",
};

const BY_CODE: Readonly<Record<string, number>> = {
	option: 2,
	table: 3,
	schema: 4,
	constraint: 5,
	"saved-model": 6,
	backend: 7,
	diverged: 7,
	worker: 8,
	"causal-model": 9,
};

/** Something must be mended, says the report. */
export const MEND = 20;

/** The run was stopped by a signal of this name. */
export class Interrupted extends Error {
	override name = "Interrupted";

	constructor(readonly signal: "SIGINT" | "SIGTERM") {
		super(signal === "SIGINT" ? "Stopped by Ctrl-C." : "Stopped by SIGTERM.");
	}
}

/** The exit code that an error stands for. */
export function exitCodeOf(error: unknown): number {
	if (error instanceof Interrupted) return error.signal === "SIGINT" ? 130 : 143;
	if (!(error instanceof Error)) return 1;
	const { code } = error as { code?: unknown };
	if (code === "EPIPE") return 141;
	// Errors of the system are known by the call that failed.
	if ("syscall" in error) return 10;
	return (typeof code === "string" && BY_CODE[code]) || 1;
}

const SYSTEM: Readonly<Record<string, (path: string) => string>> = {
	ENOENT: (path) => `There is no file or folder “${path}”.`,
	EISDIR: (path) => `“${path}” is a folder; name a file.`,
	ENOTDIR: (path) => `“${path}” lies below something that is no folder.`,
	EACCES: (path) => `“${path}” may not be opened by this user.`,
	EPERM: (path) => `“${path}” may not be opened by this user.`,
	EROFS: (path) => `“${path}” lies where nothing may be written.`,
	ENOSPC: (path) => `There is no space left to write “${path}”.`,
};

/** What went wrong, in a sentence for a person. The stack belongs to faults of our own. */
export function problemText(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const { code, path, dest, output } = error as NodeJS.ErrnoException & { dest?: string; output?: boolean };
	const says = code !== undefined && Object.hasOwn(SYSTEM, code) ? SYSTEM[code] : undefined;
	const part = /\.[0-9a-f]{8}\.part$/;
	const place = dest ?? path ?? "standard output";
	if (code === "ENOENT" && (output || part.test(place))) {
		return `There is no folder “${dirname(place)}” to write “${basename(place).replace(part, "")}” to; make it first.`;
	}
	if (says) return says(place.replace(part, ""));
	return exitCodeOf(error) === 1 ? (error.stack ?? error.message) : error.message;
}
