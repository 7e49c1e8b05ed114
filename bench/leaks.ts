import { readFileSync, writeFileSync } from "node:fs";
import { inspectTable } from "../src/deidentify/inspect";
import { generators } from "../src/generators";
import { generatorMetas } from "../src/generators/metas";
import { cellText } from "../src/table/cell-text";
import { parseCsv } from "../src/table/csv";
import { fitIdFormat, freshId } from "../src/table/fresh-ids/fresh-ids";
import { keyOf } from "../src/table/fresh-ids/keyed";
import { createGeneratorHost } from "../src/worker/host";
import { stages } from "../src/worker/stages";
import { CASES } from "./leaks/cases";
import { CODE_KINDS, makeCodes } from "./leaks/made-codes";
import { makeRemarks } from "./leaks/made-remarks";
import { makeTable } from "./leaks/made-tables";
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

/** Misses by type over tables whose headers say nothing, and columns that identify nobody but are said to. */
async function recall(tables: number) {
	const counts: Record<string, { columns: number; found: number; otherwise: number }> = {};
	for (let i = 0; i < tables; i++) {
		const { csv, truth, counted } = makeTable(i);
		const { findings } = await inspectTable(await parseCsv(csv));
		for (const { column, what, identifies } of findings) {
			const expected = truth[column]!;
			const name = counted[column] ?? expected;
			counts[name] ??= { columns: 0, found: 0, otherwise: 0 };
			const own = counts[name];
			own.columns++;
			if (expected === "nothing" ? identifies === "directly" : what === expected) own.found++;
			else if (expected !== "nothing" && identifies === "directly") own.otherwise++;
		}
	}
	return { ...counts, ...(await recallCodes(Math.ceil(tables / 10))), ...(await recallRemarks()) };
}

/** Names among other words and in sentences that repeat, and what is called like people there. */
async function recallRemarks() {
	const counts = { "names among words": { columns: 0, found: 0 }, "things among words": { columns: 0, found: 0 } };
	for (const { text, isName, csv } of makeRemarks()) {
		const own = isName ? counts["names among words"] : counts["things among words"];
		const { findings } = await inspectTable(await parseCsv(csv));
		const found = findings[0]!.identifies === "directly";
		own.columns++;
		if (found) own.found++;
		if (found !== isName) console.error(`${text}: ${found ? "taken for a name" : "not found"}`);
	}
	return counts;
}

/** Codes that repeat: those that people were given and were found, and those of lists that were taken for one. */
async function recallCodes(each: number) {
	const counts = { "codes of people": { columns: 0, found: 0 }, "codes of lists": { columns: 0, found: 0 } };
	for (const [k, kind] of CODE_KINDS.entries()) {
		const own = kind.given ? counts["codes of people"] : counts["codes of lists"];
		let found = 0;
		for (let i = 0; i < each; i++) {
			const { findings } = await inspectTable(await parseCsv(makeCodes(kind, 1000 * k + i)));
			if (findings[0]!.identifies === "directly") found++;
		}
		own.columns += each;
		own.found += found;
		if (found !== (kind.given ? each : 0))
			console.error(`${kind.header}: ${makeCodes(kind, 1000 * k).split(/[\n,]/)[3]} ${found} of ${each}`);
	}
	return counts;
}

/** Identifiers of the cases that come out real in a million fresh ones. */
async function million() {
	const counts: Record<string, number> = {};
	for (const [file, name] of [
		["ids_mixed_length.csv", "patient_id"],
		["ids_sparse_len.csv", "ref"],
		["repeated_pk.csv", "patient_id"],
	] as const) {
		const table = await parseCsv(readFileSync(`${CASES_FOLDER}/${file}`, "utf8"));
		const text = cellText(table.columns.find((column) => column.name === name)!);
		const real = new Set(Array.from({ length: table.rows }, (_, row) => text(row)!));
		const format = fitIdFormat([...real], { key: keyOf(1) });
		counts[file] = 0;
		for (let i = 0; i < 1_000_000; i++) if (real.has(freshId(format, i, keyOf(2)))) counts[file]++;
	}
	return counts;
}

export async function run([only, ...files]: string[]): Promise<void> {
	if (only === "recall" || only === "million") {
		const result = only === "recall" ? await recall(Number(files[0] ?? 200)) : await million();
		console.log(JSON.stringify(result, null, 2));
		writeFileSync(`bench/results/leaks-${only}.json`, `${JSON.stringify(result, null, 2)}\n`);
		return;
	}
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
	if (files.length === 0) writeFileSync("bench/results/leaks.json", `${JSON.stringify(rows, null, 2)}\n`);
}
