import { expect, test } from "vitest";
import { generators } from "../../src/generators";
import type { GeneratorMeta } from "../../src/generators/generator";
import { generatorMetas } from "../../src/generators/metas";
import { parseCsv } from "../../src/table/csv";
import { formatCsv } from "../../src/table/format-csv";
import { isNumeric, type Table } from "../../src/table/table";
import { createGeneratorHost } from "../../src/worker/host";
import { stages } from "../../src/worker/stages";
import { quick } from "../generators/quick";
import { nodeWasmUrl } from "../nn/node-backend";
import { columns, fortyColumns } from "./forty-columns";

const ROWS = 6000;
const SAMPLED = 500;
const call = { id: 1, seed: 1, device: "wasm" as const, wasmUrl: nodeWasmUrl(), workers: 1 };
const text = fortyColumns(ROWS);

/** Cells by row and column name, read without any of the code under test. */
function cellsOf(csv: string): Record<string, string>[] {
	const [header, ...lines] = csv
		.replace(/^\ufeff/, "")
		.trimEnd()
		.split("\r\n");
	const names = header!.split(";");
	return lines.map((line) => Object.fromEntries(line.split(";").map((cell, c) => [names[c]!, cell])));
}

const kindsOf = (table: Table) =>
	table.columns.map((column) =>
		isNumeric(column) ? [column.name, column.kind, column.format, column.notation] : [column.name, column.kind],
	);

test("the file of every kind of column is written as it was found", async () => {
	expect(formatCsv(await parseCsv(text))).toBe(text);
});

/** All but the private ones: a budget over fifty columns leaves little of each. */
const entries = (Object.entries(generatorMetas) as unknown as [keyof typeof generators, GeneratorMeta][]).filter(
	([, meta]) => !meta.private,
);

test.each(entries)(
	"%s keeps every kind, format and rule of it from CSV to CSV",
	{ timeout: 300_000 },
	async (name, meta) => {
		const table = await parseCsv(text);
		const host = createGeneratorHost(generators, "", stages);
		// How often a cell is missing takes one network sixty steps to learn, and fifty column networks a minute.
		const options = name === "diffusion" ? { ...quick(meta), steps: 60, method: "masked" } : quick(meta);
		await host.fit(name, table, options, {}, call);
		const sampled = await host.sample({ rows: SAMPLED }, call);
		const csv = formatCsv(sampled);
		expect(csv.startsWith(`\ufeff${columns.map((column) => column.name).join(";")}\r\n`)).toBe(true);
		const rows = cellsOf(csv);
		expect(rows.length).toBe(SAMPLED);
		const wrong: string[] = [];
		for (const { name, pattern, holds, missing, distinct = 20 } of columns) {
			const seen = new Set<string>();
			for (const row of rows) {
				const cell = row[name]!;
				if (missing !== undefined && cell === missing) continue;
				seen.add(cell);
				if (!pattern.test(cell) || (holds && !holds(cell, row))) wrong.push(`${name}: ${cell}`);
			}
			if (seen.size < distinct) wrong.push(`${name}: ${seen.size} different values`);
		}
		expect(wrong).toEqual([]);
		const share = rows.filter((row) => row.latitude === "").length / SAMPLED;
		expect(Math.abs(share - 0.3)).toBeLessThan(0.15);
		// What left is read again as what came.
		expect(kindsOf(await parseCsv(csv, { schema: table }))).toEqual(kindsOf(table));
	},
);
