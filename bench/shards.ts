/**
 * Shards against one process, by the built command: `npm run build && npm run bench -- shards [rows] [tables] [shards] [table] [generator]`.
 * Defaults are the full size: 10,000,000 rows of Adult and 100,000 prior tables in 4 shards. Two shards run at a time on two
 * cores; the joined files must be the bytes of one run. `diffusion` draws some thousand rows a second in one thread: give it
 * fewer rows. Writes bench/results/shards.json and shards.md.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { formatCsv } from "../src/table/format-csv";
import { benchTable } from "./tables";

interface Ran {
	readonly seconds: number;
	/** Largest resident memory of a process, megabytes. */
	readonly peakMb: number;
}

/** Runs the command; the largest memory is read from the system while it runs. */
function standin(words: readonly string[], cwd: string): Promise<Ran> {
	const started = performance.now();
	const child = spawn(process.execPath, [join(process.cwd(), "dist/cli.js"), ...words], { cwd, stdio: "inherit" });
	let peakMb = 0;
	const watch = setInterval(() => {
		try {
			const [, kb] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? [];
			peakMb = Math.max(peakMb, Math.round(Number(kb ?? 0) / 1000));
		} catch {
			// Ended between two looks, or a system without /proc.
		}
	}, 100);
	return new Promise((resolve, reject) => {
		child.on("close", (code) => {
			clearInterval(watch);
			if (code === 0) resolve({ seconds: (performance.now() - started) / 1000, peakMb });
			else reject(new Error(`standin ${words.join(" ")} ended with code ${code}.`));
		});
	});
}

async function checksum(paths: readonly string[]): Promise<string> {
	const hash = createHash("sha256");
	for (const path of paths) for await (const part of createReadStream(path)) hash.update(part as Uint8Array);
	return hash.digest("hex");
}

/** One run in a process, then the same in shards, as many at a time as there are cores. */
async function compare(name: string, words: readonly string[], shards: number, folder: string) {
	const run = [...words, "--seed", "1", "--quiet"];
	const one = await standin([...run, "-o", `${name}.csv`], folder);
	const files = Array.from({ length: shards }, (_, i) => `${name}-${i + 1}.csv`);
	const started = performance.now();
	const open = files.map((file, i) => [...run, "--shard", `${i + 1}/${shards}`, "-o", file]);
	const parts: Ran[] = [];
	const take = async () => {
		for (let next = open.shift(); next; next = open.shift()) parts.push(await standin(next, folder));
	};
	await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, take));
	const seconds = (performance.now() - started) / 1000;
	const same = (await checksum([join(folder, `${name}.csv`)])) === (await checksum(files.map((f) => join(folder, f))));
	if (!same) throw new Error(`${name}: the shards are not the bytes of one run.`);
	return {
		oneProcess: one,
		shards,
		seconds,
		ratio: one.seconds / seconds,
		peakMb: Math.max(...parts.map((p) => p.peakMb)),
	};
}

export async function run([
	rows = "10000000",
	tables = "100000",
	shards = "4",
	table = "adult",
	generator = "bayesian-network",
]: string[]): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), "standin-shards-"));
	try {
		const { training } = await benchTable(table);
		writeFileSync(join(folder, "table.csv"), formatCsv(training));
		await standin(["fit", "table.csv", "-g", generator, "--seed", "1", "-o", "table.standin", "-q"], folder);
		const sample = await compare("sample", ["sample", "table.standin", "--rows", rows], Number(shards), folder);
		const asked = ["prior", "mlp-scm", "--tables", tables, "--rows", "150", "--features", "5"];
		const prior = await compare("prior", asked, Number(shards), folder);
		const results = {
			rows: Number(rows),
			generator,
			tables: Number(tables),
			cores: availableParallelism(),
			sample,
			prior,
		};
		writeFileSync("bench/results/shards.json", `${JSON.stringify(results, null, "\t")}\n`);
		const line = (what: string, { oneProcess, seconds, ratio, peakMb }: typeof sample) =>
			`| ${what} | ${oneProcess.seconds.toFixed(1)} | ${seconds.toFixed(1)} | ${ratio.toFixed(2)} | ${oneProcess.peakMb} | ${peakMb} |`;
		const text = [
			"# Shards against one process",
			"",
			`${shards} shards, two at a time, on ${results.cores} cores; joined they are the bytes of one run.`,
			"",
			"| run | one process, s | shards, s | ratio | peak of one process, MB | of a shard, MB |",
			"| --- | --- | --- | --- | --- | --- |",
			line(`${rows} rows of ${table} (${generator})`, sample),
			line(`${tables} tables of mlp-scm, 150 × 5`, prior),
			"",
		].join("\n");
		writeFileSync("bench/results/shards.md", text);
		console.log(text);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
