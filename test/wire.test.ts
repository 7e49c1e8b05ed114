import { expect, test } from "vitest";
import * as errors from "../src/errors";
import { fromWire, toWire } from "../src/wire/wire";

/** There and back as a worker's message travels. */
const across = (thrown: unknown) => fromWire(structuredClone(toWire(thrown)));

const classes = [...errors.errorsByCode.values()];

test.each(classes.map((Class) => [Class.name, Class] as const))("%s arrives as itself", (name, Class) => {
	const back = across(new Class("Row 3 is odd.", { row: 3 })) as errors.StandinError;
	expect(back).toBeInstanceOf(Class);
	expect(back.name).toBe(name);
	expect(back.message).toBe("Row 3 is odd.");
	expect(back.details).toEqual({ row: 3 });
});

test("every class exported stands in the table by its own code", () => {
	const exported = Object.values(errors).filter(
		(value) => typeof value === "function" && value !== errors.StandinError,
	);
	expect(new Set(exported)).toEqual(new Set(classes));
	for (const [code, Class] of errors.errorsByCode) expect(new Class("").code).toBe(code);
});

test("causes travel along, native ones too", () => {
	const root = new RangeError("too deep");
	const back = across(
		new errors.BackendError("No device.", {}, new errors.OptionError("Bad option.", {}, root)),
	) as Error;
	expect(back.cause).toBeInstanceOf(errors.OptionError);
	expect((back.cause as Error).cause).toBeInstanceOf(RangeError);
	expect(((back.cause as Error).cause as Error).message).toBe("too deep");
});

test("a circle of causes ends", () => {
	const error = new Error("round");
	error.cause = error;
	expect((across(error) as Error).message).toBe("round");
});

test("an AbortError stays a DOMException", () => {
	const back = across(new DOMException("stop", "AbortError")) as DOMException;
	expect(back).toBeInstanceOf(DOMException);
	expect(back.name).toBe("AbortError");
});

test("what is no error arrives as it is, or as its text", () => {
	expect(across(7)).toBe(7);
	expect(across({ a: [1] })).toEqual({ a: [1] });
	expect(across(() => 1)).toContain("=>");
});

test("an unknown code keeps its code", () => {
	const back = across(new errors.StandinError("Odd.", "of-tomorrow", { a: 1 })) as errors.StandinError;
	expect(back).toBeInstanceOf(errors.StandinError);
	expect(back.code).toBe("of-tomorrow");
});

test.each([
	["nothing", undefined],
	["a text", "odd"],
	["an error that is none", { error: null }],
	["a cause that is a text", { error: { name: "Error", message: "Odd.", cause: "__proto__" } }],
	["details that are none", { error: { name: "TableError", message: "Odd.", code: "table", details: null } }],
	["a message that is none", { error: { name: [7], message: {}, stack: 1 } }],
])("%s of a worker of another build arrives as something", (_, wire) => {
	expect(() => fromWire(wire as never)).not.toThrow();
});
