/** What every trained generator says of a training that goes wrong, as one body of tests. */
import { beforeAll, describe, expect, test } from "vitest";
import { makeTable } from "../../bench/browser/made-table";
import { StandinError } from "../../src/errors";
import { generators } from "../../src/generators";
import type { Generator, GeneratorMeta, Model } from "../../src/generators/generator";
import { generatorMetas } from "../../src/generators/metas";
import { memory } from "../../src/nn/tf";
import { createRandom } from "../../src/random";
import type { Table } from "../../src/table/table";
import { fitWatched } from "../../src/worker/fit-watched";
import { createRun } from "../../src/worker/run";
import { numeric, tableOf, times, worded } from "../encode/tables";
import { quick } from "../generators/quick";
import { startNodeBackend } from "../nn/node-backend";

type AnyGenerator = Generator<never, unknown>;

const trained = (Object.entries(generatorMetas) as [string, GeneratorMeta][]).filter(
	// Under a promise nobody looks: that would touch the rows beside the ledger.
	([, { options, private: promises }]) => "steps" in options && "learningRate" in options && !promises,
);
const loaders = generators as unknown as Record<string, () => Promise<AnyGenerator>>;

const run = () => createRun({ random: createRandom(1), device: "wasm" });
const table = makeTable(400, 4, 4);

/** The warning of a fit, or its error. */
async function told(name: string, meta: GeneratorMeta, learned: Table, options: object): Promise<string> {
	try {
		const model = await fitWatched(await loaders[name]!(), learned, { ...quick(meta), steps: 40, ...options }, run());
		model.dispose();
		return String(model.diagnostics?.warning ?? "");
	} catch (error) {
		expect(error).toBeInstanceOf(StandinError);
		expect((error as StandinError).code).toBe("diverged");
		return (error as Error).message;
	}
}

beforeAll(() => startNodeBackend("wasm"));

describe.each(trained)("%s", (name, meta) => {
	test("an absurd learning rate is said, with the remedy", async () => {
		const before = memory().numTensors;
		expect(await told(name, meta, table, { learningRate: 1 })).toMatch(/learning ?rate/i);
		expect(memory().numTensors).toBe(before);
	});

	test("fewer rows than columns are said", async () => {
		expect(await told(name, meta, makeTable(22, 24), { steps: 3 })).toContain("22 rows are fewer than the 24 columns");
	});

	test("constant columns are no failure of the training", async () => {
		const columns = [
			numeric(
				"x",
				times(80, () => 7),
			),
			worded(
				"c",
				times(80, () => "same"),
			),
			worded(
				"y",
				times(80, (i) => (i % 2 ? "a" : "b")),
			),
		];
		expect(await told(name, meta, tableOf(...columns), {})).not.toMatch(/alike|distribution of [^:]*\b[xc]\b/);
	});
});

/** Gives rows that are all alike, as a network that has collapsed does, for as long as the rate is `until` or more. */
const collapsing = (until: number, rates: number[]): AnyGenerator => ({
	version: 1,
	load: async () => {
		throw new Error("not loaded");
	},
	async fit(_, options) {
		const { learningRate } = options as { learningRate: number };
		rates.push(learningRate);
		const rows = learningRate < until ? [...Array(256).keys()] : Array<number>(256).fill(0);
		const model: Model<unknown> = {
			async sample() {
				const columns = table.columns.map((column) =>
					"values" in column
						? { ...column, values: Float64Array.from(rows, (row) => column.values[row]!) }
						: { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]!) },
				);
				return { rows: 256, columns };
			},
			save: async () => ({}),
			dispose() {},
			diagnostics: { steps: 10 },
		};
		return model;
	},
});

test("rows that are all alike are answered by half the learning rate, once", async () => {
	const rates: number[] = [];
	const model = await fitWatched(collapsing(0.3, rates), table, { learningRate: 0.4 }, run());
	expect(rates).toEqual([0.4, 0.2]);
	expect(model.diagnostics?.warning).toContain("all alike");
	const never = fitWatched(collapsing(0, rates), table, { learningRate: 0.4 }, run());
	await expect(never).rejects.toMatchObject({ code: "diverged", details: { value: 0.4 } });
	expect(rates).toEqual([0.4, 0.2, 0.4, 0.2]);
});

test("a table that is sorted is looked at from end to end", async () => {
	const sorted = tableOf(
		numeric(
			"day",
			times(60_000, (row) => row),
		),
	);
	const learned: AnyGenerator = {
		...collapsing(0, []),
		fit: async () => ({
			sample: async () =>
				tableOf(
					numeric(
						"day",
						times(256, (row) => row * 234),
					),
				),
			save: async () => ({}),
			dispose() {},
			diagnostics: { steps: 10 },
		}),
	};
	const model = await fitWatched(learned, sorted, {}, run());
	expect(model.diagnostics?.warning).toBeUndefined();
});
