/**
 * A scenario on a table whose target is two categories: `node bench/run.mjs scenario [TABLE] [GENERATOR] [SHARE]`. Prints the seconds, the
 * share reached, and how far every other column's distribution moved beside a plain sample.
 */
import { scenario } from "../src/constraints/scenario";
import { generators } from "../src/generators";
import type { Generator } from "../src/generators/generator";
import { type GeneratorName, generatorMetas } from "../src/generators/metas";
import { createRandom } from "../src/random";
import { compareTables } from "../src/report/compare";
import { isNumeric, type Table } from "../src/table/table";
import { createRun } from "../src/worker/run";
import { benchTable } from "./tables";

const share = (table: Table, name: string, level: string) => {
	const column = table.columns.find((c) => c.name === name)!;
	if (isNumeric(column)) return Number.NaN;
	const wanted = column.levels.indexOf(level);
	return column.codes.reduce((n, code) => n + (code === wanted ? 1 : 0), 0) / table.rows;
};

export async function run([name = "adult", method = "bayesian-network", wanted = "0.4"]: string[]): Promise<void> {
	const { training, target } = await benchTable(name);
	const generator = (await generators[method as GeneratorName]()) as unknown as Generator<object, unknown>;
	const context = (purpose: string) => createRun({ random: createRandom(1).stream(purpose), device: "wasm" });
	const model = await generator.fit(
		training,
		generatorMetas[method as GeneratorName].defaults as never,
		context("fit"),
	);
	const wrapped = (await scenario.fit(training)).wrap(model);
	const column = training.columns.find((c) => c.name === target)!;
	if (isNumeric(column)) throw new Error(`The target "${target}" of ${name} has no categories.`);
	const level = column.levels.toSorted((a, b) => share(training, target!, a) - share(training, target!, b))[0]!;
	const started = performance.now();
	const targets = [{ column: target!, levels: [level], share: Number(wanted) }];
	const moved = await wrapped.sample({ rows: 10_000, scenario: { targets } }, context("sample"));
	const seconds = (performance.now() - started) / 1000;
	const plain = await wrapped.sample({ rows: 10_000 }, context("plain"));
	console.log(
		`${target} = ${level}: real ${share(training, target!, level).toFixed(3)}, scenario ${share(moved, target!, level).toFixed(3)}, ${seconds.toFixed(1)} s`,
	);
	console.log(moved.warnings?.at(-1));
	const { fidelity } = await compareTables({ real: plain, synthetic: moved }, context("compare"));
	for (const { column, score } of fidelity.shape.columns)
		console.log(`${column}: ${(100 * (1 - (score ?? 0))).toFixed(2)} % moved`);
}
