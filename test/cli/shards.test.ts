import { expect, test } from "vitest";
import { partOf } from "../../src/cli/shard";
import { generators } from "../../src/generators";
import { type GeneratorName, generatorMetas } from "../../src/generators/metas";
import { priors } from "../../src/priors";
import { toCsv } from "../../src/priors/export/lines";
import { priorMetas } from "../../src/priors/metas";
import { parseCsv } from "../../src/table/csv";
import { formatTables } from "../../src/table/format-table";
import type { Table } from "../../src/table/table";
import { createGeneratorHost, createPriorHost } from "../../src/worker/host";
import { stages } from "../../src/worker/stages";
import { nodeWasmUrl } from "../nn/node-backend";

/** Several visits a patient, a total that follows from two columns, missing cells: every stage has something to do. */
const VISITS = [
	"patient,seen,sex,price,qty,total,weight",
	...Array.from({ length: 90 }, (_, i) => {
		const [price, qty] = [5 + (i % 11), 1 + (i % 4)];
		const day = String(1 + (i % 28)).padStart(2, "0");
		return `P${3000 + Math.floor(i / 3) * 7},2024-03-${day},${["f", "m"][Math.floor(i / 3) % 2]},${price},${qty},${price * qty},${i % 9 ? 50 + (i % 41) : ""}`;
	}),
].join("\n");

const ROWS = 66;
const SHARDS = [2, 7, 64];

async function joined(pieces: AsyncIterable<string | Uint8Array>): Promise<string> {
	let text = "";
	for await (const piece of pieces) text += String(piece);
	return text;
}

const METHODS: [GeneratorName, object][] = [
	["independent", {}],
	["diffusion", { steps: 4, batchRows: 64, width: 16, method: "masked" }],
];

test.each(METHODS)("shards of %s are one run's CSV and JSON lines for any number of them", async (name, options) => {
	const host = createGeneratorHost(generators, "", stages);
	const call = { seed: 1, device: "wasm" as const, wasmUrl: nodeWasmUrl() };
	const complete = { ...generatorMetas[name].defaults, ...options };
	await host.fit(name, await parseCsv(VISITS), complete, {}, { ...call, id: 1 });
	let calls = 1;
	const rowsOf = (rows: number, offset: number) => host.sample({ rows, offset }, { ...call, seed: 7, id: ++calls });
	const whole = await rowsOf(ROWS, 0);
	for (const format of ["csv", "jsonl"] as const) {
		const expected = await joined(formatTables([whole], format));
		for (const of of format === "csv" ? SHARDS : [2]) {
			let text = "";
			for (let index = 1; index <= of; index++) {
				const { offset, count } = partOf(ROWS, { index, of });
				const tables: Table[] = count > 0 ? [await rowsOf(count, offset)] : [];
				text += await joined(formatTables(tables, format, { header: index === 1 }));
			}
			expect(text, `${of} shards of ${format}`).toBe(expected);
		}
	}
});

test("shards of a prior are one run's CSV for any number of them", async () => {
	const host = createPriorHost(priors);
	const options = { ...priorMetas["mlp-scm"].defaults, maxFeatures: 6 };
	let calls = 0;
	const write = async (tables: number, offset: number) => {
		const call = { id: ++calls, seed: 3, device: "cpu" as const };
		const tasks = tables > 0 ? await host.sample("mlp-scm", { tables, rows: 8, offset }, options, call) : [];
		return joined(toCsv(tasks, { features: 6, header: offset === 0 }));
	};
	const expected = await write(66, 0);
	for (const of of SHARDS) {
		let text = "";
		for (let index = 1; index <= of; index++) {
			const { offset, count } = partOf(66, { index, of });
			text += await write(count, offset);
		}
		expect(text, `${of} shards`).toBe(expected);
	}
});
