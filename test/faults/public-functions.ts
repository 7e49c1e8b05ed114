/** Every public function, to be called with anything at all. */
import { causalModel } from "../../src/causal";
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
} from "../../src/index";
import { generatorHandle } from "../../src/page/handle";
import { createPortal, deposit, provenanceNote } from "../../src/portals";
import { formatHtml, formatMarkdown } from "../../src/report";
import { packModel } from "../../src/wire/saved";

export const table: Table = { rows: 2, columns: [{ name: "x", kind: "number", values: Float64Array.of(1, 2) }] };
export const model = causalModel({ x: "normal(0, 1)" });
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
export const functions: Record<string, [(bag: Bag) => unknown, object]> = {
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
	fit: [
		(bag) => handle.fit(table, bag),
		{ seed: Number.NaN, onPreview: 1, constraints: {}, keepHours: 0, maxTrainingRows: 0 },
	],
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

const FORESEEN = ["The worker was asked.", "Something was given."];

/** What of a call is no answer: an error that no caller could foresee. */
export async function raw(act: () => unknown): Promise<string | undefined> {
	try {
		await act();
		return undefined;
	} catch (error) {
		const foreseen = error instanceof StandinError || FORESEEN.includes((error as Error).message);
		return foreseen ? undefined : String((error as Error).stack);
	}
}

/** Functions whose arguments are no bag of options, each called with one argument that may be anything. */
export const positional: Record<string, (value: never) => unknown> = {
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
