/**
 * Does balancing help to predict a class of 2 %? `node bench/run.mjs rebalance [GENERATOR] [JSON options] [seeds]`. Of Adult a part is
 * taken in which 2 % earn more than 50,000; boosted trees learn from it as it is, and from it with as many rows of that
 * class added as there are others: by SMOTE, and by the generator under that condition. Average precision (the area under
 * precision over recall, summed by steps) on held-out rows with 2 % of that class; means over seeds with 95 % intervals.
 */
import { writeFileSync } from "node:fs";
import { rebalance } from "../src/constraints/rebalance";
import { constraints } from "../src/constraints/stage";
import { generators } from "../src/generators";
import type { Generator } from "../src/generators/generator";
import { type GeneratorName, generatorMetas } from "../src/generators/metas";
import { createRandom } from "../src/random";
import { boost, predictScores } from "../src/statistics/trees/boost";
import type { Feature } from "../src/statistics/trees/features";
import { appendRows } from "../src/table/append-rows";
import { isNumeric, type LevelColumn, type Table, takeRows } from "../src/table/table";
import { createRun } from "../src/worker/run";
import { nodeWasmUrl } from "../test/nn/node-backend";
import { benchTable } from "./tables";

const TARGET = "outcome";
const POSITIVE = ">50K";
const ROWS = 6000;
const SHARE = 0.02;

const isPositive = (table: Table) => {
	const column = table.columns.find(({ name }) => name === TARGET) as LevelColumn;
	return Uint8Array.from(column.codes, (code) => Number(column.levels[code] === POSITIVE));
};

/** `rows` rows of which `SHARE` are positive. */
function rarePart(table: Table, rows: number, seed: string): Table {
	const positive = isPositive(table);
	const order = createRandom(seed).shuffle(Int32Array.from({ length: table.rows }, (_, row) => row));
	const few = order.filter((row) => positive[row] === 1).slice(0, Math.round(rows * SHARE));
	const many = order.filter((row) => positive[row] === 0).slice(0, Math.round(rows * (1 - SHARE)));
	return takeRows(table, [...few, ...many]);
}

function averagePrecision(scores: Float64Array, positive: Uint8Array): number {
	const order = Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!);
	const total = positive.reduce((a, b) => a + b, 0);
	let [hits, sum] = [0, 0];
	order.forEach((row, i) => {
		if (positive[row] === 0) return;
		hits++;
		sum += hits / (i + 1);
	});
	return sum / total;
}

/** Average precision on `test` of trees that learned from `training`. */
function score(training: Table, test: Table): number {
	const both = appendRows([training, test]);
	const features = (from: number, to: number): Feature[] =>
		both.columns
			.filter(({ name }) => name !== TARGET)
			.map((column) =>
				isNumeric(column) ? { values: column.values.slice(from, to) } : { codes: column.codes.slice(from, to) },
			);
	const codes = Int32Array.from(isPositive(training));
	const work = boost(features(0, training.rows), { kind: "class", codes, classes: 2 });
	for (;;) {
		const { done, value } = work.next();
		if (done) return averagePrecision(predictScores(value, features(training.rows, both.rows)), isPositive(test));
	}
}

async function model(table: Table, name: GeneratorName, options: object, seed: string) {
	const run = (purpose: string) =>
		createRun({ random: createRandom(seed).stream(purpose), device: "wasm", wasmUrl: nodeWasmUrl() });
	const balanced = await rebalance.fit(table);
	const around = await constraints.fit(table, {}, run("constraints"));
	const generator = (await generators[name]()) as unknown as Generator<object, unknown>;
	const all = { ...generatorMetas[name].defaults, ...options };
	const own = await generator.fit(around?.table ?? table, all, run("fit"));
	const whole = balanced.wrap(around ? around.wrap(own) : own);
	return { sample: (request: object) => whole.sample(request as never, run("sample")), dispose: () => own.dispose() };
}

export async function run([name = "diffusion", json = "{}", seeds = "1,2,3,4,5"]: string[]): Promise<void> {
	const { training, holdout } = await benchTable("adult");
	const results: Record<string, number[]> = { "as it is": [], SMOTE: [], [name]: [] };
	for (const seed of seeds.split(",")) {
		const real = rarePart(training, ROWS, `train ${seed}`);
		const test = rarePart(holdout, holdout.rows / 2, `test ${seed}`);
		const positive = isPositive(real);
		const few = takeRows(
			real,
			Array.from(positive.keys()).filter((row) => positive[row] === 1),
		);
		const missing = real.rows - 2 * few.rows;
		const smote = await model(few, "smote", {}, seed);
		const generator = await model(real, name as GeneratorName, JSON.parse(json), seed);
		const made = await smote.sample({ rows: missing });
		const sampled = await generator.sample({ rows: missing, given: { [TARGET]: POSITIVE } });
		generator.dispose();
		results["as it is"]!.push(score(real, test));
		results.SMOTE!.push(score(appendRows([real, made]), test));
		results[name]!.push(score(appendRows([real, sampled]), test));
		console.log(
			`seed ${seed}:`,
			Object.entries(results)
				.map(([k, v]) => `${k} ${v.at(-1)!.toFixed(3)}`)
				.join(", "),
		);
	}
	const lines = Object.entries(results).map(([key, values]) => {
		const mean = values.reduce((a, b) => a + b, 0) / values.length;
		const sd = Math.sqrt(values.reduce((s, v) => s + (v - mean) ** 2, 0) / Math.max(1, values.length - 1));
		// Student's t at 97.5 % with four degrees of freedom.
		const half = (2.776 * sd) / Math.sqrt(values.length);
		return `| ${key} | ${mean.toFixed(3)} | ${(mean - half).toFixed(3)} … ${(mean + half).toFixed(3)} |`;
	});
	const text = `# rebalance\n\n\`npm run bench -- rebalance ${name} '${json}' ${seeds}\`: Adult with 2 % of the rows positive, ${ROWS} training rows, balanced to one half by added rows; average precision of boosted trees on held-out rows, mean and 95 % interval over seeds.\n\n| rows added by | average precision | interval |\n|---|---|---|\n${lines.join("\n")}\n`;
	console.log(text);
	writeFileSync("bench/results/rebalance.md", text);
}
