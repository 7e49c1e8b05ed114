/**
 * Generators under differential privacy on a table (see `benchTable`), everything that touches the data on the ledger:
 * `npm run bench -- private [TABLE] [GENERATORS] [EPSILONS] [RUNS] [quick] [JSON of the promise]`. Writes shape, trend,
 * detection, utility (see `judge`), the two-way distance and the seconds of each run, and their mean and spread, to
 * `bench/results`; runs that are there are not done again. With `quick` only the two-way distance is printed. With `memory`
 * the most memory is written that a fresh process holds which fits and samples once.
 */
import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import { STANDARD_PROMISE } from "../src/dp/promise";
import { mean, moments } from "../src/statistics/moments";
import { isNumeric, type NumericColumn, type Table } from "../src/table/table";
import { openResults, printResults } from "./browser/results";
import { fitAndDraw } from "./fit";
import { judge } from "./judge";
import { benchTable } from "./tables";

const BINS = 24;

/** Cells of each column in bins shared by both tables: levels, and for numbers bins of equally many real rows. */
function shared(real: Table, synthetic: Table) {
	return real.columns
		.filter(({ kind }) => kind !== "id" && kind !== "text")
		.map((column) => {
			const other = synthetic.columns.find(({ name }) => name === column.name)!;
			if (isNumeric(column)) {
				const sorted = column.values.filter((v) => !Number.isNaN(v)).sort();
				const edges = Float64Array.from(
					new Set(Array.from({ length: BINS - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / BINS)]!)),
				);
				const bin = (v: number) => (Number.isNaN(v) ? edges.length + 1 : edges.filter((edge) => v >= edge).length);
				return {
					name: column.name,
					size: edges.length + 2,
					real: Array.from(column.values, bin),
					synthetic: Array.from((other as NumericColumn).values, bin),
				};
			}
			if (isNumeric(other)) throw new Error(`"${column.name}" came back as numbers.`);
			const places = new Map(column.levels.map((level, i) => [level, i]));
			const size = column.levels.length + 2;
			const place = (level: string | undefined) => (level === undefined ? size - 1 : (places.get(level) ?? size - 2));
			return {
				name: column.name,
				size,
				real: Array.from(column.codes, (code) => place(column.levels[code])),
				synthetic: Array.from(other.codes, (code) => place(other.levels[code])),
			};
		});
}

/** Mean total variation distance of all pairs of columns, and of each column's pairs. */
export function twoWay(real: Table, synthetic: Table) {
	const columns = shared(real, synthetic);
	const of = columns.map(() => [] as number[]);
	columns.forEach((a, i) => {
		for (const [j, b] of columns.slice(0, i).entries()) {
			const cells = new Float64Array(a.size * b.size);
			for (let r = 0; r < real.rows; r++) cells[a.real[r]! * b.size + b.real[r]!]! += 1 / real.rows;
			for (let r = 0; r < synthetic.rows; r++) {
				cells[a.synthetic[r]! * b.size + b.synthetic[r]!]! -= 1 / synthetic.rows;
			}
			const distance = cells.reduce((sum, cell) => sum + Math.abs(cell), 0) / 2;
			of[i]!.push(distance);
			of[j]!.push(distance);
		}
	});
	return {
		distance: mean(Float64Array.from(of.flat())),
		byColumn: Object.fromEntries(columns.map(({ name }, i) => [name, mean(Float64Array.from(of[i]!))])),
	};
}

/** What is kept of a run, in the order it is told. */
const FIGURES = ["shape", "trend", "detection", "utility", "ofReal", "twoWay", "fit s", "sample s"] as const;
const KEY = ["generator", "epsilon", "run"];

const MEMORY =
	"Most resident memory of a fresh Node process, by the kernel's count: once both tables are read, and in all, after fitting and sampling as many rows.";

/** What a process that is started for it tells of the memory that it held at most. */
function alone(given: OneRun): Record<string, number> {
	const code = `globalThis.__dirname = ".";
		globalThis.require = (await import("node:module")).createRequire(${JSON.stringify(import.meta.url)});
		await (await import(${JSON.stringify(import.meta.url)})).fitOnce(${JSON.stringify(given)});`;
	const told = execFileSync(process.execPath, ["--input-type=module", "--eval", code], { encoding: "utf8" });
	return JSON.parse(told.trim().split("\n").at(-1)!);
}

interface OneRun {
	readonly name: string;
	readonly generator: string;
	readonly epsilon: number;
	readonly promised: object;
}

/** Fits and samples, and prints the most memory that the process has held by then. */
export async function fitOnce({ name, generator, epsilon, promised }: OneRun): Promise<void> {
	const { training } = await benchTable(name);
	const mostMb = () => process.resourceUsage().maxRSS / 1024;
	const before = mostMb();
	await fitAndDraw(training, generator, JSON.stringify({ privacy: { epsilon, ...promised } }));
	console.log(JSON.stringify({ "MB before": before, "MB at most": mostMb() }));
}

export async function run([
	name = "adult",
	methods = "clique-tree,mst,bayesian-network,independent",
	epsilons = "1,10",
	runs = "5",
	mode,
	json = "{}",
]: string[]) {
	const quick = mode === "quick";
	const promised = JSON.parse(json);
	const machine = { cpu: cpus()[0]?.model ?? "unknown", node: process.version, delta: STANDARD_PROMISE.delta };
	const kept = openResults("bench/results", "private", machine);
	const [single, means, held] = [`${name}, each run`, `${name}, mean of runs`, `${name}, memory`];
	const of = (generator: string, epsilon: number) =>
		kept.rows(single).filter((row) => row.generator === generator && row.epsilon === epsilon);
	if (mode === "memory") {
		for (const epsilon of epsilons.split(",").map(Number)) {
			for (const generator of methods.split(",")) {
				const told = alone({ name, generator, epsilon, promised });
				kept.record(held, { generator, epsilon, ...told }, ["generator", "epsilon"]);
			}
		}
		kept.note(held, MEMORY);
		return printResults(kept.results);
	}
	const { training, holdout, target } = await benchTable(name);
	// Every combination once before the second time: a run that breaks off leaves the same number of each.
	for (let r = 0; r < Number(runs); r++) {
		for (const epsilon of epsilons.split(",").map(Number)) {
			for (const generator of methods.split(",")) {
				if (!mode && of(generator, epsilon).some((row) => row.run === r)) continue;
				const given = { seed: r, privacy: { epsilon, ...promised } };
				const { rows, elapsed } = await fitAndDraw(training, generator, JSON.stringify(given));
				const { distance, byColumn } = twoWay(training, rows);
				if (quick) {
					console.log(name, generator, "epsilon", epsilon, "two-way", distance, JSON.stringify(byColumn));
					continue;
				}
				const judged = await judge(training, rows, holdout, target);
				const figures = { ...judged, twoWay: distance, "fit s": elapsed.fit, "sample s": elapsed.sample };
				const row = { generator, epsilon, run: r, ...Object.fromEntries(FIGURES.map((key) => [key, figures[key]])) };
				kept.record(single, row, KEY);
				console.log(JSON.stringify(row));
			}
		}
	}
	if (quick) return;
	for (const epsilon of epsilons.split(",").map(Number)) {
		for (const generator of methods.split(",")) {
			const all = of(generator, epsilon);
			const spread = FIGURES.map((key): [string, number, number] => {
				const { mean, deviation } = moments(Float64Array.from(all, (row) => Number(row[key])));
				return [key, mean, deviation];
			});
			const figures = Object.fromEntries(spread.map(([key, mean]) => [key, mean]));
			const deviations = Object.fromEntries(
				spread.flatMap(([key, , deviation]) => (key === "ofReal" ? [] : [[`± ${key}`, deviation]])),
			);
			kept.record(means, { generator, epsilon, runs: all.length, ...figures, ...deviations }, ["generator", "epsilon"]);
		}
	}
	kept.note(
		means,
		"Means, and standard deviations as ±. Errors of shape and trend in per cent; detection 0.5 is best; utility beside that of real rows; twoWay is the mean total variation distance of all pairs of columns in 24 bins of equally many real rows, or levels. Everything that touches the data is on the ledger. Seconds on the clock of a machine that did other work, too.",
	);
	printResults(kept.results);
}
