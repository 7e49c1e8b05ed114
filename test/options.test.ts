import { expect, test } from "vitest";
import { OptionError, SchemaError } from "../src/errors";
import { checkCount, checkOptions, completeOptions } from "../src/options/check";
import { choose } from "../src/options/choose";
import type { Options } from "../src/options/option";
import { optionText, readOption } from "../src/options/read-option";
import { checkDevice, checkSeed } from "../src/page/options";
import { checkTable } from "../src/table/check-table";
import type { Table } from "../src/table/table";

const options = {
	steps: { type: "number", default: 2000, min: 1, max: 1e6, whole: true, help: "" },
	rate: { type: "number", default: 0.1, above: 0, max: 1, help: "" },
	bins: { type: "number", default: 0, min: 2, whole: true, auto: 0, help: "" },
	layers: { type: "numbers", default: [256, 256], each: { type: "number", min: 1, whole: true }, help: "" },
	width: { type: "number", default: "auto", auto: "auto", help: "" },
	schedule: { type: "choice", default: "cosine", choices: ["cosine", "linear"], help: "" },
	functions: { type: "choices", default: ["a", "b"], choices: ["a", "b", "c"], help: "" },
	filter: { type: "boolean", default: true, help: "" },
	target: { type: "text", default: "", help: "" },
	weights: { type: "weights", default: { a: 1 }, help: "" },
} as const satisfies Options;
const defaults = Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.default]));
const complete = (given: unknown) => completeOptions('"tabddpm"', given, options);

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
	expect(complete({ steps: 10, filter: undefined })).toEqual({ ...defaults, steps: 10 });
	expect(complete(undefined)).toEqual(defaults);
});

test("an option that does not exist is refused with the one that was probably meant", () => {
	expect(messageOf(() => complete({ step: 10 }))).toContain('did you mean "steps"?');
	expect(messageOf(() => complete({ Steps: 10 }))).toContain('did you mean "steps"?');
	expect(messageOf(() => complete({ temperature: 1 }))).not.toContain("did you mean");
	expect(messageOf(() => complete({ temperature: 1 }))).toContain("steps, rate, bins, layers, width, schedule");
	expect(messageOf(() => complete({ toString: 1 }))).toContain("toString");
});

test("what is no bag of options is refused", () => {
	for (const bag of [null, 1, "steps", [1], () => 1]) expect(messageOf(() => complete(bag))).toContain("are an object");
});

test.each<[keyof typeof options, unknown[], unknown[], string]>([
	["steps", [1, 1e6], ["10", Number.NaN, Infinity, null, [1], 0, 1.5, 1e6 + 1, -1], "a whole number from 1 to 1000000"],
	["rate", [1e-9, 1], [0, -1, 1.1, Number.NaN], "a finite number above 0 and of at most 1"],
	["bins", [0, 2, 99], [1, -2, 2.5, "auto"], "a whole number of at least 2, or 0 to follow from the data"],
	["layers", [[1], [8, 8]], [256, "256", [256, "x"], null, [], [0]], "a list of numbers, each a whole number"],
	["width", [128, "auto"], [true, "wide", Number.NaN], 'a finite number, or "auto" to follow from the data'],
	["schedule", ["linear"], [3, "cosin", null], '"cosine" or "linear"'],
	["functions", [["c"], ["a", "b"]], [[], "a", ["d"], null], 'a list of at least one of "a", "b" or "c"'],
	["filter", [false], [1, "true", null], "true or false"],
	["target", ["", "age"], [1, null], "a text"],
	["weights", [{ a: 0, b: 2 }], [{}, { a: 0 }, { a: -1 }, { a: Number.NaN }, [1], null], "numbers of at least 0"],
])("%s takes what its description accepts and nothing else", (name, right, wrong, words) => {
	for (const value of right) expect(complete({ [name]: value })).toEqual({ ...defaults, [name]: value });
	for (const value of wrong) {
		const message = messageOf(() => complete({ [name]: value }));
		expect(message).toContain(`The option ${name} of "tabddpm" is `);
		expect(message).toContain(words);
		expect(message).toContain("Its default is");
	}
});

test("seeds, URLs, signals and functions are told from what is none", () => {
	const accepted = {
		seed: { type: "seed" },
		at: { type: "url" },
		signal: { type: "signal" },
		onProgress: { type: "function" },
	} as const;
	const check = (given: object) => checkOptions("fit", given, accepted);
	const right = {
		seed: "s",
		at: new URL("https://example.org"),
		signal: new AbortController().signal,
		onProgress() {},
	};
	check(right);
	for (const name of Object.keys(right)) {
		for (const value of [null, Number.NaN, {}, []]) {
			expect(messageOf(() => check({ [name]: value }))).toContain(`The option ${name} of fit is `);
		}
	}
});

test("what a person types is read as the option describes it, and every default reads back as itself", () => {
	for (const option of Object.values(options))
		expect(readOption(optionText(option.default), option)).toEqual(option.default);
	expect(readOption("1,024", options.steps)).toBe(1024);
	expect(readOption(" 64 32 ", options.layers)).toEqual([64, 32]);
	expect(readOption("no", options.filter)).toBe(false);
	const edges = ["blood pressure -> stay", "age -> stay"];
	for (const text of [edges.join(", "), JSON.stringify(edges)]) {
		expect(readOption(text, { type: "list" })).toEqual(edges);
	}
	expect(readOption(" ", { type: "list" })).toEqual([]);
	expect(messageOf(() => readOption("1.5", options.steps))).toContain("a whole number from 1 to 1000000");
	for (const [text, name] of [
		["", "steps"],
		["x", "layers"],
		["maybe", "filter"],
		["{", "weights"],
	] as const) {
		expect(messageOf(() => readOption(text, options[name]))).toContain(`“${text}” cannot be used here`);
	}
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
