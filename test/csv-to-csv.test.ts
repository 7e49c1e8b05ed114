import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { diffusion } from "../src/generators/diffusion";
import { meta } from "../src/generators/diffusion/meta";
import { createRandom } from "../src/random";
import { parseCsv } from "../src/table/csv";
import { formatCsv } from "../src/table/format-csv";
import { createRun } from "../src/worker/run";

/** Text in, text of as many synthetic rows out, nothing set by hand but a short training. */
async function standIn(text: string): Promise<[string, string]> {
	const run = createRun({ random: createRandom(1), device: "wasm" });
	const table = await parseCsv(text);
	const model = await diffusion.fit(table, { ...meta.defaults, steps: 10, batchRows: 64, width: 16 }, run);
	return [formatCsv(table), formatCsv(await model.sample({ rows: table.rows }, run))];
}

async function expectStandIn(text: string) {
	const [real, made] = (await standIn(text)).map((csv) => csv.trimEnd().split(/\r?\n/));
	expect(made![0]).toBe(real![0]);
	expect(made!.length).toBe(real!.length);
}

for (const name of ["adult", "california", "churn", "insurance", "penguins"]) {
	const path = `../shared/data/${name}.train.csv`;
	test.skipIf(!existsSync(path))(`${name} goes from CSV to CSV as it is`, () =>
		expectStandIn(readFileSync(path, "utf8")),
	);
}

test("a table of one row goes from CSV to CSV", () => expectStandIn("age,sex,seen\n41,Female,2024-03-01\n"));
