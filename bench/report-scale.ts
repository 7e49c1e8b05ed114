/**
 * Processor time and memory of the report on made-up tables of any size:
 * `node bench/run.mjs report-scale [rows,rows …] [columns]`, by default 50,000 × 50. Half the columns are numbers, half
 * categories of 2 to 40 levels, all driven by three hidden numbers; a third as many rows are held out. Several sizes run
 * one after the other, each in a process of its own, so that its peak of memory is its own.
 */
import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import { createRandom } from "../src/random";
import { compareTables } from "../src/report/compare";
import { type Column, type Table, tableBuffers } from "../src/table/table";
import { createRun } from "../src/worker/run";
import { openResults, printResults } from "./browser/results";

function table(rows: number, width: number, seed: number): Table {
	const random = createRandom(seed);
	const hidden = Array.from({ length: 3 }, () => Float64Array.from({ length: rows }, () => random.normal()));
	const columns = Array.from({ length: width }, (_, c): Column => {
		const from = hidden[c % 3] as Float64Array;
		const values = from.map((h) => h + random.normal());
		if (c % 2 === 0) return { name: `number ${c}`, kind: "number", values };
		const count = 2 + ((c * 7) % 39);
		const levels = Array.from({ length: count }, (_, k) => `level ${k}`);
		const codes = Int32Array.from(values, (v) => Math.min(count - 1, Math.max(0, Math.floor(((v + 3) / 6) * count))));
		return { name: `category ${c}`, kind: "category", levels, codes };
	});
	return { rows, columns };
}

interface Phase {
	seconds: number;
	/** Longest stretch without a step: no progress, and no chance to stop. */
	silence: number;
}

const MIB = 2 ** 20;

export async function run([sizes = "50000", width = "50"]: string[]): Promise<void> {
	const rows = sizes.split(",");
	if (rows.length > 1) {
		for (const n of rows) {
			execFileSync(process.execPath, ["bench/run.mjs", "report-scale", n, width], { stdio: "inherit" });
		}
		return;
	}
	const [n, w] = [Number(rows[0]), Number(width)];
	const tables = { real: table(n, w, 1), synthetic: table(n, w, 2), holdout: table(Math.round(n / 3), w, 3) };
	const bytes = Object.values(tables)
		.flatMap(tableBuffers)
		.reduce((sum, buffer) => sum + buffer.byteLength, 0);
	const cpu = process.cpuUsage();
	/** Seconds on a processor since the start: what a busy machine cannot stretch. */
	const spent = (): number => {
		const { user, system } = process.cpuUsage(cpu);
		return (user + system) / 1e6;
	};
	const phases = new Map<string, Phase>();
	let [name, told] = ["start", 0];
	const run = createRun({ random: createRandom(7) });
	/** Counts the stretch since the last step to the phase that it ended in. */
	const account = (next: string): void => {
		name = next;
		const phase = phases.get(name) ?? { seconds: 0, silence: 0 };
		phases.set(name, phase);
		const now = spent();
		phase.seconds += now - told;
		phase.silence = Math.max(phase.silence, now - told);
		told = now;
	};
	const step: typeof run.step = (progress) => {
		account(progress.phase);
		return run.step(progress);
	};
	await compareTables({ ...tables, target: "category 1" }, { ...run, step });
	account(name);
	const machine = { date: new Date().toISOString(), cpu: cpus()[0]?.model ?? "unknown", node: process.version };
	const kept = openResults("bench/results", "report-scale", machine);
	const size = { rows: n, columns: w };
	kept.note("Sizes", "Processor seconds of the whole report on one thread, and the process's peak of resident memory.");
	kept.record(
		"Sizes",
		{
			...size,
			"held-out rows": tables.holdout.rows,
			"tables, MiB": bytes / MIB,
			"processor s": spent(),
			"peak memory, MiB": process.resourceUsage().maxRSS / 1024,
		},
		["rows", "columns"],
	);
	const section = `Phases at ${n} × ${w}`;
	for (const [phase, { seconds, silence }] of phases) {
		kept.record(section, { phase, "processor s": seconds, "longest silence, ms": Math.round(1000 * silence) });
	}
	kept.note(section, "Silence is the longest stretch without a step: no progress, and no chance to stop.");
	printResults(kept.results);
}
