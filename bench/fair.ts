/**
 * A fair target on a shared table: `npm run bench -- fair [TABLE] [GENERATOR] [GROUPS] [TARGET]`. Prints, for each aim and strength, the difference in the
 * table, and the accuracy and both differences of trees trained on it and judged on held-out real rows, beside trees trained on the real rows.
 */
import { appendFileSync, mkdirSync } from "node:fs";
import type { Fair } from "../src/constraints/fair/fair";
import { fair as stage } from "../src/constraints/fair/stage";
import { generators } from "../src/generators";
import type { Generator } from "../src/generators/generator";
import { type GeneratorName, generatorMetas } from "../src/generators/metas";
import { createRandom } from "../src/random";
import { align } from "../src/report/align";
import { type Differences, type Fairness, fairness } from "../src/report/fairness";
import { createRun } from "../src/worker/run";
import { nodeWasmUrl } from "../test/nn/node-backend";
import { benchTable } from "./tables";

const OUT = "bench/results/fair.md";

const number = (value: number | null | undefined) => (value ?? Number.NaN).toFixed(3);

function lineOf(
	name: string,
	outcome: Fairness["outcome"]["real"],
	{ parity, opportunity, accuracy }: Differences,
): string {
	const interval = parity.interval?.map(number).join(" to ") ?? "";
	return `| ${name} | ${number(outcome.value)} | ${number(accuracy.value)} | ${number(parity.value)} (${interval}) | ${number(opportunity.value)} |`;
}

export async function run([
	name = "adult",
	method = "bayesian-network",
	groups = "sex",
	given,
]: string[]): Promise<void> {
	const { training: real, holdout, target: usual } = await benchTable(name);
	const target = given ?? usual!;
	const asked: Fair = { target, groups: groups.includes(",") ? groups.split(",") : groups };
	const generator = (await generators[method as GeneratorName]()) as unknown as Generator<object, unknown>;
	const context = (purpose: string) =>
		createRun({ random: createRandom(1).stream(purpose), device: "wasm", wasmUrl: nodeWasmUrl() });
	const model = await generator.fit(real, generatorMetas[method as GeneratorName].defaults as never, context("fit"));
	const lines: string[] = [];
	const add = (line: string) => {
		lines.push(line);
		console.log(line);
	};
	add(
		`| ${name}, ${method}, groups of ${groups}, target ${target} | difference in the table | accuracy | parity difference (95 %) | difference in true-positive rates |`,
	);
	add("|---|---|---|---|---|");
	for (const [aim, strength] of [
		["parity", 0],
		["parity", 0.5],
		["parity", 1],
		["equal-opportunity", 1],
	] as const) {
		const fair = { ...asked, aim, strength };
		const around = (await stage.fit(real, { fair }, context("fair")))!;
		await around.finish(model, context("fair"));
		const synthetic = await around.wrap(model).sample({ rows: real.rows }, context("sample"));
		const tables = { real, synthetic, holdout };
		const aligned = align([real, synthetic, holdout]);
		const { outcome, predictions } = await fairness(aligned, tables, fair, createRandom("judge"), context("judge"));
		if ("reason" in predictions) throw new Error(predictions.reason);
		if (strength === 0) add(lineOf("real rows", outcome.real, predictions.real));
		add(
			lineOf(
				strength === 0 ? "target sampled anew" : `${aim}, strength ${strength}`,
				outcome.synthetic,
				predictions.synthetic,
			),
		);
		console.log(JSON.stringify(around.diagnostics));
	}
	mkdirSync("bench/results", { recursive: true });
	appendFileSync(OUT, `${lines.join("\n")}\n\n`);
}
