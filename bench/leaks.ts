import { readFileSync, writeFileSync } from "node:fs";
import { generators } from "../src/generators";
import { generatorMetas } from "../src/generators/metas";
import { parseCsv } from "../src/table/csv";
import { createGeneratorHost } from "../src/worker/host";
import { stages } from "../src/worker/stages";
import { CASES } from "./leaks/cases";
import { type Leaks, measure } from "./leaks/measure";

const CASES_FOLDER = "../shared/cases/people";
const call = { id: 1, seed: "leaks", device: "cpu" as const };

interface Row extends Leaks {
	readonly table: string;
	readonly generator: string;
	readonly seconds: number;
	readonly facts: string;
}

/** Fits a generator with its defaults and the stages around it, as a page's worker does. */
async function judge(file: string, generator: string): Promise<Row> {
	const one = CASES.find((c) => c.file === file)!;
	const real = await parseCsv(readFileSync(`${CASES_FOLDER}/${file}`, "utf8"));
	const host = createGeneratorHost(generators as never, "", stages);
	const started = performance.now();
	const summary = await host.fit(
		generator,
		real,
		generatorMetas[generator as keyof typeof generatorMetas].defaults,
		{},
		call,
	);
	const synthetic = await host.sample({ rows: Math.max(500, real.rows) }, call);
	const facts = ["replaced", "coarsened", "dropped", "subject"]
		.flatMap((name) => (summary[name] ? [`${name}: ${summary[name]}`] : []))
		.join("; ");
	return {
		table: file,
		generator,
		seconds: (performance.now() - started) / 1000,
		facts,
		...measure(real, synthetic, one),
	};
}

export async function run([only, ...files]: string[]): Promise<void> {
	const names = only && only !== "all" ? only.split(",") : Object.keys(generatorMetas);
	const rows: Row[] = [];
	for (const name of names) {
		for (const { file } of CASES) {
			if (files.length > 0 && !files.includes(file)) continue;
			const row = await judge(file, name);
			rows.push(row);
			console.log(JSON.stringify(row));
		}
	}
	void writeFileSync;
}
