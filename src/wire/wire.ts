/**
 * Errors across a worker's edge. comlink keeps name, message and stack alone; this keeps the class, `code`,
 * `details` and the chain of causes too. Both sides call `keepErrorsWhole` once.
 */
import { transferHandlers } from "comlink";
import { errorsByCode, StandinError } from "../errors";

/** An error as plain data. */
interface WireError {
	name: string;
	message: string;
	stack?: string;
	code?: string;
	details?: Record<string, unknown>;
	cause?: Wire;
	/** Whether it was a DOMException, such as an AbortError. */
	dom?: boolean;
}

type Wire = { error: WireError } | { value: unknown };

/** comlink marks what was thrown by an own property with this description; the symbol itself is private. */
interface Thrown {
	value: unknown;
}

const NATIVE: Record<string, ErrorConstructor> = { TypeError, RangeError, SyntaxError, ReferenceError, EvalError };

/** `value` if it can be cloned, else its text. */
function cloneable(value: unknown): unknown {
	try {
		return structuredClone(value);
	} catch {
		return String(value);
	}
}

/** Causes deeper than this are cut: a chain may be a circle. */
const DEEPEST_CAUSE = 8;

export function toWire(thrown: unknown, depth = 0): Wire {
	if (!(thrown instanceof Error)) return { value: cloneable(thrown) };
	const { name, message, stack, cause } = thrown;
	const error: WireError = { name, message };
	if (stack !== undefined) error.stack = stack;
	if (thrown instanceof StandinError) {
		error.code = thrown.code;
		error.details = Object.fromEntries(Object.entries(thrown.details).map(([k, v]) => [k, cloneable(v)]));
	} else if (typeof DOMException !== "undefined" && thrown instanceof DOMException) {
		error.dom = true;
	}
	if (cause !== undefined && depth < DEEPEST_CAUSE) error.cause = toWire(cause, depth + 1);
	return { error };
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** What was thrown. A worker of another build may tell of it in other words: it becomes an error all the same. */
export function fromWire(wire: Wire): unknown {
	if (!isObject(wire)) return wire;
	if (!("error" in wire)) return wire.value;
	if (!isObject(wire.error)) return new Error(String(wire.error));
	const { name, message, stack, code, details, dom } = wire.error;
	if (dom) return new DOMException(message, name);
	const cause = wire.error.cause && fromWire(wire.error.cause);
	const error = rebuild(name, message, code, details, cause);
	if (error.name !== name) error.name = name;
	if (stack !== undefined) error.stack = stack;
	return error;
}

function rebuild(
	name: string,
	message: string,
	code: string | undefined,
	details: Record<string, unknown> | undefined,
	cause: unknown,
): Error {
	if (code !== undefined) {
		const Class = errorsByCode.get(code);
		const plain = isObject(details) ? details : {};
		return Class ? new Class(message, plain, cause) : new StandinError(message, code, plain, cause);
	}
	const Native = NATIVE[name] ?? Error;
	return new Native(message, cause === undefined ? undefined : { cause });
}

/** Replaces comlink's handler of thrown values; the copy of comlink is this package's own, no user's is changed. */
export function keepErrorsWhole(): void {
	const handler = transferHandlers.get("throw");
	if (!handler) return;
	transferHandlers.set("throw", {
		canHandle: handler.canHandle,
		serialize: (thrown: unknown) => [toWire((thrown as Thrown).value), []],
		deserialize: (wire: unknown): never => {
			throw fromWire(wire as Wire);
		},
	});
}
