import { describe, expect, test } from "vitest";
import { causalModel } from "../src/causal";
import {
	chooseGenerator,
	coarsenPreview,
	compare,
	createGenerator,
	createPrior,
	formatCsv,
	formatCsvChunks,
	formatTable,
	formulasIn,
	generatorMetas,
	inferSchema,
	inspect,
	loadGenerator,
	OptionError,
	optionText,
	parseCsv,
	protectionPreview,
	readOption,
	readTable,
	resumeGenerator,
	StandinError,
	splitRows,
	synthesize,
	type Table,
	tableFromMarginals,
	toParquet,
	withKinds,
} from "../src/index";
import { generatorHandle } from "../src/page/handle";
import { createPortal, deposit, provenanceNote } from "../src/portals";
import { formatHtml, formatMarkdown } from "../src/report";
import { packModel } from "../src/wire/saved";
import { WILD } from "./faults/wild-values";

const table: Table = { rows: 2, columns: [{ name: "x", kind: "number", values: Float64Array.of(1, 2) }] };
const model = causalModel({ x: "normal(0, 1)" });
const bytes = packModel({ generator: "independent", version: 1, saved: {} });
// Nothing may reach the worker: whatever is asked of it fails the test.
const unreached = {
	call: () => Promise.reject(new Error("The worker was asked.")),
	tell() {},
	died: () => false,
	stop() {},
	keep() {},
	dispose() {},
};
const handle = generatorHandle("independent", generatorMetas.independent, {}, unreached, {});

async function drain(items: AsyncIterable<unknown> | Iterable<unknown>): Promise<void> {
	for await (const _ of items) throw new Error("Something was given.");
}

type Bag = never;
/** Every public function that takes a bag of options, with values that one of them must not have. */
const functions: Record<string, [(bag: Bag) => unknown, object]> = {
	parseCsv: [(bag) => parseCsv("a\n1\n", bag), { maxBytes: Number.NaN, decimal: ";", signal: {}, kinds: [] }],
	formatCsv: [(bag) => formatCsv(table, bag), { bom: "yes", newline: "\t", missing: 0, delimiter: 1 }],
	formatCsvChunks: [(bag) => drain(formatCsvChunks(table, bag)), { defuseFormulas: 1 }],
	causalModel: [(bag) => causalModel({ x: "1" }, bag), { undefinedValues: "none", constraints: "x > 0" }],
	"causalModel().sample": [(bag) => model.sample(bag), { rows: -1, offset: 1.5, seed: Number.NaN, do: 1 }],
	"causalModel().counterfactual": [
		(bag) => model.counterfactual({ evidence: table, ...(bag as object) } as never),
		{ do: 1 },
	],
	"causalModel().effect": [(bag) => model.effect(bag), { rows: 0, versus: [], on: 3 }],
	createGenerator: [(bag) => createGenerator("independent", bag), { protect: 0 }],
	"createGenerator's worker": [
		(bag) => createGenerator("independent", {}, bag),
		{ workers: 0, device: "gpu", wasmUrl: 1 },
	],
	inspect: [(bag) => inspect(table, bag), { detect: 1, signal: 1 }],
	loadGenerator: [(bag) => loadGenerator(bytes, bag), { readyTimeoutMs: 0, workerUrl: {} }],
	fit: [(bag) => handle.fit(table, bag), { seed: Number.NaN, onPreview: 1, constraints: {}, keepHours: 0 }],
	resumeGenerator: [(bag) => resumeGenerator(table, bag), { device: "gpu", onProgress: 1, workers: 0 }],
	sample: [(bag) => handle.sample(1, bag), { given: [], signal: "stop", onProgress: {} }],
	sampleStream: [(bag) => drain(handle.sampleStream(1, bag)), { chunkRows: 0 }],
	complete: [(bag) => handle.complete(table, bag), { seed: {} }],
	augment: [(bag) => handle.augment(table, 1, bag), { mark: 1, seed: Number.NaN }],
	readTable: [(bag) => readTable("a\n1\n", bag), { sheet: 1, entry: 1, maxBytes: 0 }],
	formatTable: [(bag) => formatTable(table, "csv", bag), { quote: "some" }],
	protectionPreview: [(bag) => protectionPreview(table, bag), { protect: 0 }],
	formatHtml: [(bag) => formatHtml({} as never, bag), { title: 1, appendix: "yes" }],
	formatMarkdown: [(bag) => formatMarkdown({} as never, bag), { title: 1, appendix: "yes" }],
	createPortal: [(bag) => createPortal("ckan", bag), { token: 1 }],
	compare: [(bag) => compare({ real: table, synthetic: table }, bag), { target: 1, seed: Number.POSITIVE_INFINITY }],
	"compare's tables": [(bag) => compare(bag), { seed: null }],
	chooseGenerator: [(bag) => chooseGenerator(table, bag), { trialRows: 0, trialSeconds: "10", candidates: "all" }],
	synthesize: [(bag) => synthesize(table, bag), { rows: 1.5, holdout: 0.9, kinds: 1, options: [] }],
	tableFromMarginals: [(bag) => tableFromMarginals("x,count\n1,1\n", bag), { rows: 0, seed: {}, scenario: 1 }],
	createPrior: [(bag) => createPrior("mlp-scm", bag), { classes: 1, filter: 1, noise: "some" }],
	"createPrior's worker": [(bag) => createPrior("mlp-scm", {}, bag), { workers: 1.5 }],
	toParquet: [(bag) => drain(toParquet([], bag)), { features: 0, onGroundTruth: "log" }],
};

async function refusal(act: () => unknown): Promise<OptionError> {
	try {
		await act();
	} catch (error) {
		expect(error).toBeInstanceOf(OptionError);
		return error as OptionError;
	}
	throw new Error("Nothing was refused.");
}

describe.each(Object.entries(functions))("%s", (_, [call, wrong]) => {
	const asked = (bag: unknown) => refusal(() => call(bag as Bag));

	test("refuses an option that it does not know, and names those it knows", async () => {
		expect((await asked({ rowz: 1 })).message).toMatch(/rowz.*There are: /);
	});

	test.each(Object.entries(wrong))("refuses a wrong %s by its name", async (name, value) => {
		expect((await asked({ [name]: value })).message).toContain(name);
	});
});

test("what would take more memory than there is says so before it begins", async () => {
	const chain = model.sample.bind(model);
	expect((await refusal(() => chain({ rows: 1e9 }))).message).toContain("offset");
	expect((await refusal(() => model.effect({ do: { x: 1 }, on: "x", rows: 1e12 }))).message).toContain("1000000000000");
	expect((await refusal(() => createPrior("mlp-scm", {}, { workers: 150 }))).message).toContain("64");
	const terms = (n: number, joint: string) => causalModel({ x: new Array(n).fill("1").join(joint) });
	for (const joint of [" + ", " and "]) expect(terms(100_000, joint).sample({ rows: 1 }).rows).toBe(1);
	expect(() => terms(200_000, " + ")).toThrow(/joins more than 100000 terms/);
	const listed = (n: number) => Array.from({ length: n }, (_, i) => `"c${i}": 1`).join();
	const many = (n: number) =>
		causalModel({ x: `categorical(${listed(n)})`, y: `max(${new Array(n).fill("1").join()})` });
	expect(many(100_000).sample({ rows: 1 }).rows).toBe(1);
	expect(() => many(200_000)).toThrow(/lists more than 100000 values/);
});

test("splitRows refuses a share and a seed that are none", async () => {
	for (const share of [-0.1, 1.1, Number.NaN, "half"]) await refusal(() => splitRows(table, share as never, 1));
	await refusal(() => splitRows(table, 0.5, Number.NaN));
});

const FORESEEN = ["The worker was asked.", "Something was given."];

/** What of a call is no answer: an error that no caller could foresee. */
async function raw(act: () => unknown): Promise<string | undefined> {
	try {
		await act();
		return undefined;
	} catch (error) {
		const foreseen = error instanceof StandinError || FORESEEN.includes((error as Error).message);
		return foreseen ? undefined : String((error as Error).stack);
	}
}

describe.each(Object.entries(functions))("%s, given anything at all,", (_, [call]) => {
	test("answers or refuses with an error of its own", async () => {
		const { names } = (await refusal(() => call({ rowz: 1 } as Bag))).details as { names: string[] };
		for (const [what, value] of Object.entries(WILD)) {
			if (what !== "an empty object") expect(await raw(() => call(value as Bag)), what).toBeUndefined();
			for (const name of names)
				expect(await raw(() => call({ [name]: value } as Bag)), `${name}: ${what}`).toBeUndefined();
		}
	});
});

/** Functions whose arguments are no bag of options, each called with one argument that may be anything. */
const positional: Record<string, (value: never) => unknown> = {
	"causalModel(definition)": (value) => causalModel(value),
	"causalModel({ variable })": (value) => causalModel({ x: value }),
	"causalModel().sample({ do })": (value) => model.sample({ rows: 2, do: { x: value } }),
	"causalModel().sample({ do: { set } })": (value) => model.sample({ rows: 2, do: { x: { set: value } } }),
	"coarsenPreview(table)": (value) => coarsenPreview(value, "x", { coarsen: { band: 1 } }),
	"coarsenPreview(column)": (value) => coarsenPreview(table, value, { coarsen: { band: 1 } }),
	"coarsenPreview(treatment)": (value) => coarsenPreview(table, "x", value),
	"coarsenPreview(coarsen)": (value) => coarsenPreview(table, "x", { coarsen: value }),
	"compare({ real })": (value) => compare({ real: value, synthetic: table }),
	"createGenerator(name)": (value) => createGenerator(value),
	"createPrior(name)": (value) => createPrior(value),
	"createPortal(name)": (value) => createPortal(value, { url: "https://a.org", hosts: ["a.org"] }),
	"deposit(handOver)": (value) => deposit({} as never, value, { into: { title: "x" } as never }),
	"deposit(options)": (value) => deposit({} as never, {} as never, value),
	"fit(table)": (value) => handle.fit(value),
	"fit({ columns })": (value) => handle.fit({ rows: 1, columns: [value] }),
	"formatCsv(table)": (value) => formatCsv(value),
	"formatCsv({ columns })": (value) => formatCsv({ rows: 1, columns: value }),
	"formatHtml(report)": (value) => formatHtml(value),
	"formatMarkdown(report)": (value) => formatMarkdown(value),
	"formatTable(format)": (value) => formatTable(table, value),
	"formulasIn(table)": (value) => formulasIn(value),
	"inferSchema(table)": (value) => inferSchema(value),
	"loadGenerator(bytes)": (value) => loadGenerator(value),
	"optionText(value)": (value) => optionText(value),
	"parseCsv(source)": (value) => parseCsv(value),
	"provenanceNote(made)": (value) => provenanceNote(value),
	"readOption(text)": (value) => readOption(value, { type: "number" }),
	"readTable(source)": (value) => readTable(value),
	"sample(rows)": (value) => handle.sample(value),
	"splitRows(table)": (value) => splitRows(value, 0.5, 1),
	"synthesize(source)": (value) => synthesize(value),
	"withKinds(kinds)": (value) => withKinds(table, value),
	"withKinds({ column })": (value) => withKinds(table, { x: value }),
};

describe.each(Object.entries(positional))("%s, given anything at all,", (_, call) => {
	test("answers or refuses with an error of its own", async () => {
		for (const [what, value] of Object.entries(WILD)) {
			expect(await raw(() => call(value as never)), what).toBeUndefined();
		}
	});
});
