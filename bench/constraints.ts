/**
 * What is found between the columns of tables, and how long that takes: `node bench/run.mjs constraints [FILE…]`. Without
 * files those of the shared folder, and a made table of 100 columns.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { findConstraints } from "../src/constraints/find-constraints";
import { drawModel } from "../src/priors/draw-model";
import { parseCsv } from "../src/table/csv";
import type { Table } from "../src/table/table";

const SHARED = "../shared/data";

async function hundredColumns(): Promise<Table> {
	const choice = { seed: "bench", index: 1, rows: 20_000, features: 99 };
	return (await drawModel("graph-scm", choice, { task: "regression", noise: "on", categoryShare: 0.4 })).table;
}

export async function run(files: string[]): Promise<void> {
	const shared = existsSync(SHARED) ? readdirSync(SHARED).filter((name) => name.endsWith(".train.csv")) : [];
	const named = files.length ? files : shared.map((name) => `${SHARED}/${name}`);
	const tables = named.map((file) => [file, () => parseCsv(readFileSync(file, "utf8"))] as const);
	for (const [name, read] of files.length ? tables : [...tables, ["100 columns", hundredColumns] as const]) {
		const table = await read();
		const started = performance.now();
		const found = await findConstraints(table);
		const seconds = (performance.now() - started) / 1000;
		console.log(`${name}: ${table.rows} rows, ${table.columns.length} columns, ${seconds.toFixed(2)} s`);
		for (const { sentence } of found) console.log(`  ${sentence}`);
	}
}
