import { expect, test } from "vitest";
import { OptionError, SchemaError } from "../src/errors";
import { checkCount, checkDevice, checkSeed, checkTable, choose, completeOptions } from "../src/page/options";
import type { Table } from "../src/table/table";

const defaults = { steps: 2000, layers: [256, 256], width: "auto", schedule: "cosine", protect: true };
const complete = (given: Record<string, unknown>) => completeOptions("tabddpm", given as never, defaults);

function messageOf(act: () => unknown): string {
	try {
		act();
	} catch (error) {
		expect(error).toBeInstanceOf(OptionError);
		return (error as Error).message;
	}
	throw new Error("Nothing was thrown.");
}

test("what is not given, or given as undefined, takes its default", () => {
	expect(complete({ steps: 10, protect: undefined })).toEqual({ ...defaults, steps: 10 });
	expect(completeOptions("tabddpm", undefined, defaults)).toEqual(defaults);
});

test("an option that does not exist is refused with the one that was probably meant", () => {
	expect(messageOf(() => complete({ step: 10 }))).toContain('did you mean "steps"?');
	expect(messageOf(() => complete({ Steps: 10 }))).toContain('did you mean "steps"?');
	expect(messageOf(() => complete({ temperature: 1 }))).not.toContain("did you mean");
	expect(messageOf(() => complete({ temperature: 1 }))).toContain("steps, layers, width, schedule, protect");
	expect(messageOf(() => complete({ toString: 1 }))).toContain("toString");
});

test("a value of the wrong type is refused with the value and what it must be", () => {
	expect(messageOf(() => complete({ steps: "10" }))).toBe(
		'The option steps of "tabddpm" is "10"; it must be a finite number. Its default is 2000.',
	);
	for (const steps of [Number.NaN, Number.POSITIVE_INFINITY, null, [1]]) messageOf(() => complete({ steps }));
	for (const layers of [256, "256", [256, "x"], null]) messageOf(() => complete({ layers }));
	messageOf(() => complete({ protect: 1 }));
	messageOf(() => complete({ schedule: 3 }));
});

test('an option that follows from the data by "auto" also takes a number', () => {
	expect(complete({ width: 128 }).width).toBe(128);
	expect(complete({ width: "auto" }).width).toBe("auto");
	messageOf(() => complete({ width: true }));
});

test("a generator that does not exist is refused with the nearest name", () => {
	const metas = { independent: 1, tabddpm: 2 };
	expect(choose(metas, "generator", "tabddpm")).toBe(2);
	expect(messageOf(() => choose(metas, "generator", "TabDDPM"))).toContain('did you mean "tabddpm"?');
	expect(messageOf(() => choose(metas, "generator", "constructor"))).toContain("independent, tabddpm");
});

test("devices, seeds and counts are checked", () => {
	expect(checkDevice(undefined)).toBe("auto");
	expect(messageOf(() => checkDevice("gpu" as never))).toContain("webgpu");
	expect(checkSeed(7)).toBe(7);
	expect(checkSeed("spring")).toBe("spring");
	expect(Number.isSafeInteger(checkSeed(undefined))).toBe(true);
	messageOf(() => checkSeed(Number.NaN));
	expect(checkCount("rows", 3)).toBe(3);
	for (const rows of [0, -1, 1.5, "3", undefined])
		expect(messageOf(() => checkCount("rows", rows))).toContain("rows is");
});

test("a table must be one: columns of one length, each name once", () => {
	const column = (name: string, length: number) =>
		({ name, kind: "number", values: new Float64Array(length) }) as const;
	const table = (...columns: Table["columns"]): Table => ({ rows: 2, columns });
	expect(checkTable(table(column("a", 2)))).toBeDefined();
	expect(() => checkTable(table(column("a", 3)))).toThrow(SchemaError);
	expect(() => checkTable(table(column("a", 2), column("a", 2)))).toThrow(/two columns called "a"/);
	for (const wrong of [null, undefined, "a,b", [], {}]) expect(() => checkTable(wrong as never)).toThrow(SchemaError);
});
