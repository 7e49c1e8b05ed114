/**
 * Fits a generator to a shared table, draws as many rows and judges them against the held-out ones, without the attacks:
 * `node bench/run.mjs judge TABLE GENERATOR [JSON options] [seeds] [FILE]`. Prints a line a seed, seconds on a processor.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { generators } from "../src/generators";
import type { Generator } from "../src/generators/generator";
import { type GeneratorName, generatorMetas } from "../src/generators/metas";
import { createRandom } from "../src/random";
import { align } from "../src/report/align";
import { detection } from "../src/report/fidelity/detection";
import { alignedShape } from "../src/report/fidelity/shape";
import { trend } from "../src/report/fidelity/trend";
import { closestRecord } from "../src/report/privacy/closest-record";
import { copies } from "../src/report/privacy/copies";
import { createSpace } from "../src/report/privacy/space";
import { utility } from "../src/report/utility";
import { createRun } from "../src/run";
import { parseCsv } from "../src/table/csv";
import { formatCsv } from "../src/table/format-csv";
import type { Table } from "../src/table/table";
import { nodeWasmUrl } from "../test/nn/node-backend";
import { targets } from "./browser/shared-tables";

const seconds = () => {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1e6;
};

/** The headline figures of `synthetic`, errors in per cent. */
async function judge(real: Table, synthetic: Table, holdout: Table, target: string) {
	const aligned = align([real, synthetic, holdout]);
	const tables = { real: 0, synthetic: 1, heldOut: 2 };
	const random = createRandom("judge");
	const run = createRun({ random });
	const told = await detection(aligned, 2, 1, random.stream("detection"), run);
	const useful = await utility(aligned, tables, target, random.stream("utility"), run);
	const closest = await closestRecord(createSpace(aligned, [0]), tables, random.stream("closest"), run);
	const copied = copies(aligned, 0, 1, 2);
	return {
		shape: 100 * (1 - alignedShape(aligned).score!),
		trend: 100 * (1 - trend(real, synthetic).score!),
		detection: told.auc ?? Number.NaN,
		utility: "measure" in useful ? useful.synthetic.value! : Number.NaN,
		ofReal: "measure" in useful ? useful.real.value! : Number.NaN,
		share: "share" in closest ? closest.share.value! : Number.NaN,
		copies: copied.exact.value ?? Number.NaN,
		near: copied.near.value ?? Number.NaN,
		heldOutNear: copied.heldOutNear.value ?? Number.NaN,
	};
}

const format = (line: Record<string, number>) =>
	Object.entries(line)
		.map(([key, value]) => `${key} ${value.toPrecision(4)}`)
		.join("  ");

export async function run([name = "adult", method = "diffusion", json = "{}", seeds = "1", file]: string[]) {
	const read = (part: string) => parseCsv(readFileSync(`../shared/data/${name}.${part}.csv`, "utf8"));
	const [real, holdout] = [await read("train"), await read("holdout")];
	const generator = (await generators[method as GeneratorName]()) as unknown as Generator<object, unknown>;
	const options = { ...generatorMetas[method as GeneratorName].defaults, ...JSON.parse(json) };
	const lines: Record<string, number>[] = [];
	for (const seed of seeds.split(",")) {
		const context = (purpose: string) =>
			createRun({
				random: createRandom(Number(seed)).stream(purpose),
				device: "wasm",
				wasmUrl: nodeWasmUrl(),
			});
		const start = seconds();
		const model = await generator.fit(real, options as never, context("fit"));
		const fitted = seconds();
		const synthetic = await model.sample({ rows: real.rows }, context("sample"));
		const sampled = seconds();
		lines.push({
			...(await judge(real, synthetic, holdout, targets[name as keyof typeof targets])),
			"fit s": fitted - start,
			"sample s": sampled - fitted,
			steps: Number(model.facts?.steps ?? 0),
			heldOut: Number(model.facts?.heldOut ?? Number.NaN),
		});
		console.log(name, method, json, "seed", seed, format(lines.at(-1)!));
		if (file) writeFileSync(file, formatCsv(synthetic));
	}
	const mean = Object.keys(lines[0]!).map((key) => [
		key,
		lines.reduce((sum, line) => sum + line[key]!, 0) / lines.length,
	]);
	if (lines.length > 1) console.log(name, method, json, "mean of", lines.length, format(Object.fromEntries(mean)));
}
