/**
 * Column Shapes and Column Pair Trends beside those of an independent implementation of SDMetrics in numpy
 * (`test/report/reference/sdmetrics.py`), for what generators really wrote:
 * `node bench/run.mjs sdmetrics [TABLE] [GENERATOR|FILE.csv …]`, by default adult, independent and tabddpm. A generator is
 * fitted with its defaults (tabddpm: ten minutes of processor) and draws as many rows as it learned from; a file is
 * judged as it is. Both sides read the same CSV. In points of 100.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { shape } from "../src/report/fidelity/shape";
import { trend } from "../src/report/fidelity/trend";
import { parseCsv } from "../src/table/csv";
import { formatCsv } from "../src/table/format-csv";
import { openResults, printResults } from "./browser/results";
import { fitAndDraw } from "./fit";

interface Reference {
	shape: { score: number; columns: Record<string, number> };
	trend: { score: number; pairs: Record<string, number> };
}

/** Points, to a thousandth of what is asked for. */
const points = (score: number): number => Number((100 * score).toFixed(5));

/** The largest difference of single columns or pairs, in points. */
const largest = (ours: readonly [string, number | null][], theirs: Record<string, number>): number =>
	points(Math.max(...ours.map(([key, score]) => Math.abs((score ?? Number.NaN) - (theirs[key] ?? Number.NaN)))));

export async function run([name = "adult", ...asked]: string[]): Promise<void> {
	const realFile = `../shared/data/${name}.train.csv`;
	const real = await parseCsv(readFileSync(realFile, "utf8"));
	const kinds = Object.fromEntries(real.columns.map((column) => [column.name, column.kind]));
	const machine = { date: new Date().toISOString(), cpu: cpus()[0]?.model ?? "unknown", node: process.version };
	const kept = openResults("bench/results", "sdmetrics", machine);
	const folder = mkdtempSync(join(tmpdir(), "standin-sdmetrics-"));
	const section = `${name} (${real.rows} rows, ${real.columns.length} columns)`;
	try {
		for (const what of asked.length > 0 ? asked : ["independent", "tabddpm"]) {
			const isFile = what.endsWith(".csv");
			const file = isFile ? what : join(folder, `${what}.csv`);
			if (!isFile) writeFileSync(file, formatCsv((await fitAndDraw(real, what)).rows));
			const synthetic = await parseCsv(readFileSync(file, "utf8"), { kinds });
			const script = "test/report/reference/sdmetrics.py";
			const judged = execFileSync("python3", [script, realFile, file], { encoding: "utf8", maxBuffer: 1 << 26 });
			const reference: Reference = JSON.parse(judged);
			const ours = { shape: shape(real, synthetic), trend: trend(real, synthetic) };
			for (const figure of ["shape", "trend"] as const) {
				const of =
					figure === "shape"
						? largest(
								ours.shape.columns.map((c) => [c.column, c.score]),
								reference.shape.columns,
							)
						: largest(
								ours.trend.pairs.map((p) => [p.columns.join(" & "), p.score]),
								reference.trend.pairs,
							);
				const [here, there] = [ours[figure].score ?? Number.NaN, reference[figure].score];
				const row = {
					"written by": isFile ? basename(file, ".csv") : what,
					rows: synthetic.rows,
					figure,
					here: points(here).toFixed(5),
					numpy: points(there).toFixed(5),
					difference: points(Math.abs(here - there)).toFixed(5),
					"largest difference of one column or pair": of.toFixed(5),
				};
				kept.record(section, row, ["written by", "figure"]);
			}
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	printResults(kept.results);
}
