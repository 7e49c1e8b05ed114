import { describe, expect, test } from "vitest";
import { causalModel } from "../src/causal";
import {
	chooseGenerator,
	compare,
	createGenerator,
	createPrior,
	formatCsv,
	formatCsvChunks,
	generatorMetas,
	inspect,
	loadGenerator,
	OptionError,
	parseCsv,
	splitRows,
	synthesize,
	type Table,
	toParquet,
} from "../src/index";
import { generatorHandle } from "../src/page/handle";
import { packModel } from "../src/wire/saved";

const table: Table = { rows: 2, columns: [{ name: "x", kind: "number", values: Float64Array.of(1, 2) }] };
const model = causalModel({ x: "normal(0, 1)" });
const bytes = packModel({ generator: "independent", version: 1, saved: {} });
// Nothing may reach the worker: whatever is asked of it fails the test.
const unreached = { call: () => Promise.reject(new Error("The worker was asked.")), tell() {}, dispose() {} };
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
	fit: [(bag) => handle.fit(table, bag), { seed: Number.NaN, onPreview: 1, constraints: {} }],
	sample: [(bag) => handle.sample(1, bag), { given: [], signal: "stop", onProgress: {} }],
	sampleStream: [(bag) => drain(handle.sampleStream(1, bag)), { chunkRows: 0 }],
	complete: [(bag) => handle.complete(table, bag), { seed: {} }],
	compare: [(bag) => compare({ real: table, synthetic: table }, bag), { target: 1, seed: Number.POSITIVE_INFINITY }],
	"compare's tables": [(bag) => compare(bag), { seed: null }],
	chooseGenerator: [(bag) => chooseGenerator(table, bag), { trialRows: 0, trialSeconds: "10", candidates: "all" }],
	synthesize: [(bag) => synthesize(table, bag), { rows: 1.5, holdout: 0.9, kinds: 1, options: [] }],
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

test("splitRows refuses a share and a seed that are none", async () => {
	for (const share of [-0.1, 1.1, Number.NaN, "half"]) await refusal(() => splitRows(table, share as never, 1));
	await refusal(() => splitRows(table, 0.5, Number.NaN));
});
