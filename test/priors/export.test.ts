import { strFromU8, unzipSync } from "fflate";
import { parquetReadObjects } from "hyparquet";
import { expect, test } from "vitest";
import { toParquet } from "../../src/priors/export/parquet";
import { toZip } from "../../src/priors/export/zip";
import { formatCsv } from "../../src/table/format-csv";
import { isNumeric } from "../../src/table/table";
import { collect } from "./collect";

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
	const all: Uint8Array[] = [];
	for await (const piece of pieces) all.push(piece);
	const bytes = new Uint8Array(all.reduce((n, piece) => n + piece.length, 0));
	let at = 0;
	for (const piece of all) {
		bytes.set(piece, at);
		at += piece.length;
	}
	return bytes;
}

test("a Parquet file holds every cell, one row group a table, with the truth line by line", async () => {
	const tasks = await collect("mixture", { tables: 5, rows: 40, features: 3 }, { missing: 0.2, filter: false });
	const truth: string[] = [];
	const bytes = await bytesOf(toParquet(tasks, { features: 4, onGroundTruth: (line) => truth.push(line) }));
	const rows = await parquetReadObjects({ file: bytes.buffer as ArrayBuffer });
	expect(rows.length).toBe(200);
	tasks.forEach((task, t) => {
		expect(JSON.parse(truth[t]!)).toMatchObject({ index: task.index, target: "target" });
		expect(truth[t]!.endsWith("}\n")).toBe(true);
		for (let row = 0; row < 40; row++) {
			const read = rows[t * 40 + row]!;
			expect(read.table).toBe(task.index);
			expect(read.x4 ?? null).toBe(null);
			for (const column of task.table.columns) {
				const value = isNumeric(column) ? column.values[row]! : column.codes[row]!;
				const missing = isNumeric(column) ? Number.isNaN(value) : value < 0;
				expect(read[column.name] ?? null).toBe(missing ? null : value);
			}
		}
	});
});

test("a table wider than the file is refused", async () => {
	const tasks = await collect("tree-scm", { tables: 1, rows: 20, features: 3 });
	await expect(bytesOf(toParquet(tasks, { features: 2 }))).rejects.toThrow(/Table 0 has 3 features/);
});

test("a zip holds a CSV and a line of truth for each table, the same bytes each time", async () => {
	const tasks = await collect("mlp-scm", { tables: 3, offset: 7, rows: 20, features: 3 });
	const bytes = await bytesOf(toZip(tasks));
	const files = unzipSync(bytes);
	expect(Object.keys(files).sort()).toEqual(["7.csv", "7.json", "8.csv", "8.json", "9.csv", "9.json"]);
	for (const task of tasks) {
		expect(strFromU8(files[`${task.index}.csv`]!)).toBe(formatCsv(task.table));
		const truth = JSON.parse(strFromU8(files[`${task.index}.json`]!));
		expect(truth.graph.edges.length).toBe(task.graph.edges.length);
		expect(truth.diagnostics.prior).toBe("mlp-scm");
	}
	expect(await bytesOf(toZip(tasks))).toEqual(bytes);
});
