/**
 * Throughput of the priors on one thread without GPU, a fresh graph for each table, and their structure against the
 * documented distributions: `node bench/run.mjs priors [seconds per cell] [draws]`. Writes results/priors.json and .md.
 *
 * Tables a second are given by wall clock and by CPU time of the whole process (compiler and garbage collector
 * included); on a shared machine the truth lies between. A fixed loop of sines before and after shows the machine.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { priors } from "../src/priors/index";
import { type PriorName, priorMetas } from "../src/priors/metas";
import type { TaskOptions } from "../src/priors/options";
import { drawTask } from "../src/priors/sampling";
import { createRandom } from "../src/random";
import { type Statistic, structureStatistics } from "./prior-statistics";

/** Tables a second of the reference implementations, one thread of a 2.3 GHz Xeon, measured by running them. */
const ANCHORS: Readonly<Record<string, number>> = {
	"mlp-scm 1024×50": 3.4,
	"mlp-scm 1024×100": 2.5,
	"graph-scm 150×5": 13.5,
	"graph-scm 1024×10": 5.9,
	"graph-scm 1024×50": 3.9,
	"graph-scm 1024×100": 3.2,
	"graph-scm 150×5 filtered": 4.5,
	"graph-scm 1024×10 filtered": 3.1,
	"graph-scm 1024×50 filtered": 2.3,
	"graph-scm 1024×100 filtered": 1.7,
};

interface Throughput {
	readonly prior: string;
	readonly rows: number;
	readonly features: number;
	readonly filter: boolean;
	readonly tables: number;
	readonly attemptsPerTable: number;
	readonly wall: number;
	readonly cpu: number;
	readonly anchor?: number;
}

/** Nanoseconds a sine of a fixed loop, CPU time. */
function calibrate(): number {
	const start = process.cpuUsage().user;
	let sum = 0;
	for (let i = 0; i < 1e7; i++) sum += Math.sin(i * 0.001);
	if (Number.isNaN(sum)) throw new Error("unreachable");
	return (process.cpuUsage().user - start) / 1e4;
}

async function measure(name: PriorName, rows: number, features: number, filter: boolean, seconds: number) {
	const options = { ...priorMetas[name].defaults, filter } as TaskOptions;
	const draw = await (await priors[name]()).prepare(options as never);
	const root = createRandom("bench");
	const request = { rows, features };
	// Tables of other indices warm the compiler up.
	const warm = performance.now();
	for (let i = 0; i < 200 && performance.now() - warm < 500 * seconds; i++) {
		drawTask(name, draw, root, 1_000_000 + i, request, options);
	}
	let tables = 0;
	let attempts = 0;
	const wall = performance.now();
	const cpu = process.cpuUsage();
	while (performance.now() - wall < 1000 * seconds) {
		attempts += drawTask(name, draw, root, tables++, request, options).facts.attempts as number;
	}
	const used = process.cpuUsage(cpu);
	const label = `${name} ${rows}×${features}${filter ? " filtered" : ""}`;
	const result: Throughput = {
		prior: name,
		rows,
		features,
		filter,
		tables,
		attemptsPerTable: attempts / tables,
		wall: (1000 * tables) / (performance.now() - wall),
		cpu: (1e6 * tables) / (used.user + used.system),
		anchor: ANCHORS[label],
	};
	console.log(format(result));
	return result;
}

function format({ prior, rows, features, filter, tables, attemptsPerTable, wall, cpu, anchor }: Throughput): string {
	const times = anchor ? `${anchor} | ${(wall / anchor).toFixed(1)} | ${(cpu / anchor).toFixed(1)}` : " | | ";
	return `| ${prior} | ${rows}×${features} | ${filter ? "on" : "off"} | ${tables} | ${attemptsPerTable.toFixed(2)} | ${wall.toFixed(1)} | ${cpu.toFixed(1)} | ${times} |`;
}

function formatStatistic({ prior, name, expected, observed, z, source }: Statistic): string {
	const number = (x: number | undefined) => (x === undefined ? "" : x.toPrecision(4));
	return `| ${prior} | ${name} | ${number(expected)} | ${number(observed)} | ${z === undefined ? "" : z.toFixed(1)} | ${source} |`;
}

export async function run([seconds = "4", draws = "10000", only = ""]: string[]): Promise<void> {
	const before = calibrate();
	const throughput: Throughput[] = [];
	for (const name of ["mlp-scm", "graph-scm", "tree-scm", "mixture"] as const) {
		if (only && !only.split(",").includes(name)) continue;
		for (const filter of [false, true]) {
			for (const [rows, features] of [
				[150, 5],
				[1024, 10],
				[1024, 50],
				[1024, 100],
			] as const) {
				throughput.push(await measure(name, rows, features, filter, Number(seconds)));
			}
		}
	}
	const statistics = Number(draws) > 0 ? await structureStatistics(Number(draws), "bench") : [];
	const machine = {
		cpu: cpus()[0]?.model,
		node: process.version,
		/** Above 1 a processor, others were at work too and wall-clock figures are too low. */
		loadAverage: loadavg()[0],
		nanosecondsASineBefore: before,
		nanosecondsASineAfter: calibrate(),
	};
	const worst = Math.max(0, ...statistics.map(({ z }) => Math.abs(z ?? 0)));
	const markdown = [
		"# Priors",
		"",
		`${machine.cpu}, Node ${machine.node}, one thread, no GPU; a fixed loop took ${before.toFixed(1)} ns a sine before and ${machine.nanosecondsASineAfter.toFixed(1)} ns after; load average ${(machine.loadAverage ?? 0).toFixed(1)} on ${cpus().length} processors. Anchors: the references on one thread of a 2.3 GHz Xeon.`,
		"",
		"| prior | rows×features | filter | tables | attempts a table | tables/s (wall) | tables/s (CPU) | anchor | × wall | × CPU |",
		"|---|---|---|---|---|---|---|---|---|---|",
		...throughput.map(format),
		"",
		`Structure of ${draws} draws (trees and networks as many, function families a tenth): largest |z| ${worst.toFixed(1)} of ${statistics.filter(({ z }) => z !== undefined).length}.`,
		"",
		"| prior | statistic | expected | observed | z | source |",
		"|---|---|---|---|---|---|",
		...statistics.map(formatStatistic),
		"",
	].join("\n");
	mkdirSync("bench/results", { recursive: true });
	writeFileSync(
		"bench/results/priors.json",
		`${JSON.stringify({ machine, throughput, draws: Number(draws), statistics }, null, "\t")}\n`,
	);
	writeFileSync("bench/results/priors.md", markdown);
	console.log(markdown);
}
