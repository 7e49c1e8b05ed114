/**
 * The errors Standin raises, told apart by `code` (stable, for programs) and `name` (for people).
 * Every message names the value, the place and the remedy.
 */

/** What every Standin error is: a sentence, a stable code, and plain-data details for programs. */
export class StandinError extends Error {
	// Written out, here and below: a class's own name does not outlive a minifier.
	override name = "StandinError";
	/** Stable identifier, e.g. `"option"`, `"csv"`; the same on both sides of a worker. */
	readonly code: string;
	/** Plain data about the failure: row, column, option, value; crosses a worker unchanged. */
	readonly details: Readonly<Record<string, unknown>>;

	constructor(message: string, code: string, details: Record<string, unknown> = {}, cause?: unknown) {
		super(message, cause === undefined ? undefined : { cause });
		this.code = code;
		this.details = details;
	}
}

/** An argument or option that cannot be used. */
export class OptionError extends StandinError {
	override name = "OptionError";

	constructor(message: string, details?: Record<string, unknown>, cause?: unknown) {
		super(message, "option", details, cause);
	}
}

/** A table, or the text it should come from, that cannot be read as one. */
export class TableError extends StandinError {
	override name = "TableError";

	constructor(message: string, details?: Record<string, unknown>, cause?: unknown) {
		super(message, "table", details, cause);
	}
}

/** A column whose values do not fit the kind asked for, or a table that does not fit the model. */
export class SchemaError extends StandinError {
	override name = "SchemaError";

	constructor(message: string, details?: Record<string, unknown>, cause?: unknown) {
		super(message, "schema", details, cause);
	}
}

/** No backend could be started, or the device was lost. */
export class BackendError extends StandinError {
	override name = "BackendError";

	constructor(message: string, details?: Record<string, unknown>, cause?: unknown) {
		super(message, "backend", details, cause);
	}
}

/** Training left the finite numbers and could not be brought back. */
export class DivergedError extends StandinError {
	override name = "DivergedError";

	constructor(message: string, details?: Record<string, unknown>, cause?: unknown) {
		super(message, "diverged", details, cause);
	}
}

/** A worker that did not start, died, or was disposed while a call was open. */
export class WorkerError extends StandinError {
	override name = "WorkerError";

	constructor(message: string, details?: Record<string, unknown>, cause?: unknown) {
		super(message, "worker", details, cause);
	}
}

/** Bytes that are not a saved model, or are one of a version this build cannot read. */
export class SavedModelError extends StandinError {
	override name = "SavedModelError";

	constructor(message: string, details?: Record<string, unknown>, cause?: unknown) {
		super(message, "saved-model", details, cause);
	}
}

/** A causal model whose text or structure is wrong; `details.position` points at the character. */
export class CausalModelError extends StandinError {
	override name = "CausalModelError";

	constructor(message: string, details?: Record<string, unknown>, cause?: unknown) {
		super(message, "causal-model", details, cause);
	}
}

/** A computation stopped by its `AbortSignal` inside the worker; the page rejects with the signal's own reason. */
export class StoppedError extends StandinError {
	override name = "StoppedError";

	constructor(message = "The computation was stopped.", details?: Record<string, unknown>) {
		super(message, "stopped", details);
	}
}

/** A rule between columns that cannot be read, or that cannot be met; `details.constraint` holds it. */
export class ConstraintError extends StandinError {
	override name = "ConstraintError";

	constructor(message: string, details?: Record<string, unknown>, cause?: unknown) {
		super(message, "constraint", details, cause);
	}
}
