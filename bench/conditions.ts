/**
 * Ten conditions on adult, ranges among them, against the held-out rows that satisfy them: `node bench/run.mjs conditions [GENERATOR] [JSON]`.
 * Prints the shape error of each in per cent, beside that of as many training rows, and what a row takes beside an unconditioned one.
 */
import { generators } from "../src/generators";
import type { Generator, Given } from "../src/generators/generator";
import { type GeneratorName, generatorMetas } from "../src/generators/metas";
import { createRandom } from "../src/random";
import { shape } from "../src/report/fidelity/shape";
import { isNumeric, type Table, takeRows } from "../src/table/table";
import { createRun } from "../src/worker/run";
import { nodeWasmUrl } from "../test/nn/node-backend";
import { processorSeconds } from "./fit";
import { benchTable } from "./tables";

const CONDITIONS: readonly Given[] = [
	{ sex: "Female" },
	{ outcome: ">50K" },
	{ education: "Bachelors", sex: "Male" },
	{ race: "Black" },
	{ workclass: ["Federal-gov", "State-gov"] },
	{ age: { min: 30, max: 40 } },
	{ age: { min: 65 } },
	{ "hours-per-week": { max: 30 } },
	{ "education-num": { min: 13 }, age: { max: 35 } },
	{ "marital-status": "Divorced", "hours-per-week": { min: 40, max: 50 } },
];

/** The rows that satisfy a condition. */
function rowsWhere(table: Table, given: Given): Table {
	const tests = Object.entries(given).map(([name, wanted]) => {
		const column = table.columns.find((c) => c.name === name)!;
		if (isNumeric(column)) {
			const { min = -Infinity, max = Infinity } = wanted as { min?: number; max?: number };
			return (row: number) => column.values[row]! >= min && column.values[row]! <= max;
		}
		const levels = new Set([wanted].flat() as string[]);
		return (row: number) => levels.has(column.levels[column.codes[row]!]!);
	});
	const rows = Array.from({ length: table.rows }, (_, row) => row).filter((row) => tests.every((test) => test(row)));
	return takeRows(table, rows);
}

const off = (real: Table, other: Table) => 100 * (1 - (shape(real, other).score ?? 0));

export async function run([method = "diffusion", json = "{}"]: string[]): Promise<void> {
	const { training, holdout } = await benchTable("adult");
	const generator = (await generators[method as GeneratorName]()) as unknown as Generator<object, unknown>;
	const context = (purpose: string) =>
		createRun({ random: createRandom(1).stream(purpose), device: "wasm", wasmUrl: nodeWasmUrl() });
	const options = { ...generatorMetas[method as GeneratorName].defaults, ...JSON.parse(json) };
	const model = await generator.fit(training, options as never, context("fit"));
	const started = processorSeconds();
	await model.sample({ rows: 10_000 }, context("plain"));
	const plain = (processorSeconds() - started) / 10_000;
	for (const given of CONDITIONS) {
		const real = rowsWhere(holdout!, given);
		const begun = processorSeconds();
		const rows = await model.sample({ rows: real.rows, given }, context("given"));
		const pace = (processorSeconds() - begun) / real.rows / plain;
		const broken = rows.rows - rowsWhere(rows, given).rows;
		console.log(
			`${JSON.stringify(given)}: ${real.rows} held-out rows, ${broken} disobey, shape error ${off(real, rows).toFixed(2)} % (training rows ${off(real, rowsWhere(training, given)).toFixed(2)}), a row ${pace.toFixed(2)} times`,
		);
	}
}
