/**
 * What a fit takes of memory besides the table that it is given, stages and encoding included:
 * `node bench/run.mjs memory [GENERATOR,… [KIND,…]]`, by default all. Ten columns, of numbers or of categories, at two sizes, each
 * fit in a process of its own on wasm with five steps of training, for steps take the same memory however many they are. The
 * slope between the sizes is what a cell takes, the rest is what any fit does. Garbage is collected all the while, as an engine
 * does that is short of memory: what lies about elsewhere is nothing that a fit needs.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { pathToFileURL } from "node:url";
import { STANDARD_PROMISE } from "../src/dp/promise";
import { generators } from "../src/generators";
import { type GeneratorName, generatorMetas } from "../src/generators/metas";
import { createRandom } from "../src/random";
import type { Column, Table } from "../src/table/table";
import { createGeneratorHost } from "../src/worker/host";
import { stages } from "../src/worker/stages";
import { nodeWasmUrl } from "../test/nn/node-backend";
import { openResults, printResults } from "./browser/results";

const COLUMNS = 10;
const SIZES = [40_000, 160_000] as const;
const KINDS = ["numbers", "categories"] as const;
type Kind = (typeof KINDS)[number];
const MIB = 2 ** 20;
const COLLECT_EVERY_MS = 100;

function table(rows: number, kind: Kind): Table {
	const random = createRandom(3);
	const columns = Array.from({ length: COLUMNS }, (_, c): Column => {
		const name = `${kind} ${c}`;
		if (kind === "numbers") {
			const values = new Float64Array(rows);
			for (let i = 0; i < rows; i++) values[i] = random.normal();
			return { name, kind: "number", values };
		}
		const codes = new Int32Array(rows);
		for (let i = 0; i < rows; i++) codes[i] = random.int(20);
		return { name, kind: "category", levels: Array.from({ length: 20 }, (_, k) => `level ${k}`), codes };
	});
	return { rows, columns };
}

/** Most bytes in memory since it was last asked, of Linux: what loading the code took is not the fit's. */
function peak(): number {
	const [, kib] = /VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8")) as RegExpExecArray;
	writeFileSync("/proc/self/clear_refs", "5");
	return 1024 * Number(kib);
}

/** In a process of its own: prints what a fit took at its peak, bytes, and its seconds. */
async function one(name: GeneratorName, rows: number, kind: Kind): Promise<void> {
	const host = createGeneratorHost(generators as never, "", stages);
	const defaults = generatorMetas[name].defaults as object;
	const options = { ...defaults, ...("steps" in defaults && { steps: 5 }) };
	const given = table(rows, kind);
	const { gc } = globalThis as { gc?: () => void };
	if (!gc) throw new Error("Run by node --expose-gc.");
	gc();
	const collecting = setInterval(gc, COLLECT_EVERY_MS);
	peak();
	const before = peak();
	const begun = performance.now();
	const call = { id: 1, seed: 1, device: "wasm", wasmUrl: nodeWasmUrl() } as const;
	const { private: isPrivate } = generatorMetas[name] as { private?: boolean };
	const setup = isPrivate ? { privacy: STANDARD_PROMISE } : {};
	await host.fit(name, given, options, setup, call);
	const bytes = peak() - before;
	clearInterval(collecting);
	console.log(JSON.stringify({ bytes, seconds: (performance.now() - begun) / 1000 }));
}

export async function run([
	names = Object.keys(generatorMetas).join(),
	kinds = KINDS.join(),
	rows,
]: string[]): Promise<void> {
	if (rows) return one(names as GeneratorName, Number(rows), kinds as Kind);
	const machine = { date: new Date().toISOString(), cpu: cpus()[0]?.model ?? "unknown", node: process.version };
	const kept = openResults("bench/results", "memory", machine);
	kept.note(
		"Fits",
		`Peak of resident memory besides the table, garbage collected every ${COLLECT_EVERY_MS} ms, ${COLUMNS} columns at ${SIZES.join(" and ")} rows: what a cell takes by the slope between them, and what is left for any fit.`,
	);
	const here = pathToFileURL(process.argv[1] as string).href;
	const load = `globalThis.__dirname = "/"; const { createRequire } = await import("node:module"); globalThis.require = createRequire(${JSON.stringify(here)}); await (await import(${JSON.stringify(import.meta.url)})).run(process.argv.slice(1))`;
	for (const generator of names.split(",")) {
		for (const kind of kinds.split(",") as Kind[]) {
			const measured = SIZES.map((size): { bytes: number; seconds: number } => {
				const flags = ["--expose-gc", "--no-warnings", "--input-type=module", "-e", load];
				const said = execFileSync(process.execPath, [...flags, generator, kind, String(size)], { encoding: "utf8" });
				return JSON.parse(said.trim().split("\n").at(-1) as string);
			});
			const [small, large] = measured as [(typeof measured)[0], (typeof measured)[0]];
			const slope = (large.bytes - small.bytes) / (COLUMNS * (SIZES[1] - SIZES[0]));
			const row = {
				...{ generator, kind, "bytes a cell": slope },
				"any fit, MiB": (small.bytes - slope * COLUMNS * SIZES[0]) / MIB,
				"peak, MiB": large.bytes / MIB,
				"seconds, large": large.seconds,
			};
			kept.record("Fits", row, ["generator", "kind"]);
		}
	}
	printResults(kept.results);
}
