/**
 * The errors Standin raises, distinguished by `code` (stable, for programs) and `name` (for people).
 * Every message names the value, the place and the remedy.
 */

/** What every Standin error is: a sentence, a stable code, and plain-data details for programs. */
export class StandinError extends Error {
	// Given as text, here and below: a class's own name does not outlive a minifier.
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

/** How each class below is made: the code comes with the class. */
export type StandinErrorClass = new (
	message: string,
	details?: Record<string, unknown>,
	cause?: unknown,
) => StandinError;

const byCode = new Map<string, StandinErrorClass>();

function defineError(name: string, code: string): StandinErrorClass {
	const Defined = class extends StandinError {
		override name = name;

		constructor(message: string, details?: Record<string, unknown>, cause?: unknown) {
			super(message, code, details, cause);
		}
	};
	Object.defineProperty(Defined, "name", { value: name });
	byCode.set(code, Defined);
	return Defined;
}

/**
 * Every class by its code.
 * @internal
 */
export const errorsByCode: ReadonlyMap<string, StandinErrorClass> = byCode;

/** An argument or option that cannot be used. */
export const OptionError = defineError("OptionError", "option");
export type OptionError = StandinError;

/** A table, or the text it should come from, that cannot be read as one. */
export const TableError = defineError("TableError", "table");
export type TableError = StandinError;

/** A column whose values do not fit the kind asked for, or a table that does not fit the model. */
export const SchemaError = defineError("SchemaError", "schema");
export type SchemaError = StandinError;

/** No backend could be started, or the device was lost. */
export const BackendError = defineError("BackendError", "backend");
export type BackendError = StandinError;

/** Training left the finite numbers and could not be brought back. */
export const DivergedError = defineError("DivergedError", "diverged");
export type DivergedError = StandinError;

/** A worker that did not start, died, or was disposed while a call was open. */
export const WorkerError = defineError("WorkerError", "worker");
export type WorkerError = StandinError;

/** Bytes that are not a saved model, or are one of a version this build cannot read. */
export const SavedModelError = defineError("SavedModelError", "saved-model");
export type SavedModelError = StandinError;

/** A constraint that cannot be read, or that cannot be met; `details.constraint` holds it. */
export const ConstraintError = defineError("ConstraintError", "constraint");
export type ConstraintError = StandinError;

/** A causal model whose text or structure is wrong; `details.position` points at the character. */
export const CausalModelError = defineError("CausalModelError", "causal-model");
export type CausalModelError = StandinError;

/**
 * A portal that refused or did not answer, e.g. a wrong token or a full quota. `details` holds `host`, `status` (null
 * without an answer), `reason` and, where something could not be removed again, `leftover`.
 */
export const PortalError = defineError("PortalError", "portal");
export type PortalError = StandinError;

/** A computation stopped by its `AbortSignal` inside the worker; the page rejects with the signal's own reason. */
export const StoppedError = defineError("StoppedError", "stopped");
export type StoppedError = StandinError;
