/**
 * Throughput of the priors on one thread without GPU, a fresh graph for each table, and their structure against the
 * documented distributions: `npm run bench -- priors [seconds a cell] [draws] [prior,prior…]`. Priors left out keep
 * their figures in results/priors.json and .md; 0 draws leave the statistics as they are.
 *
 * Tables are drawn with their graphs and judged where the filter is on; what counts is tables a processor second of
 * the whole process (compiler and garbage collector included). A fixed loop of sines shows the machine.
 */
import { cpus } from "node:os";
import { priors } from "../src/priors/index";
import { type PriorName, priorMetas } from "../src/priors/metas";
import type { TaskOptions } from "../src/priors/options";
import { drawTask } from "../src/priors/sampling";
import { createRandom } from "../src/random";
import { openResults, printResults } from "./browser/results";
import { structureStatistics } from "./prior-statistics";

/**
 * Tables a second of the reference implementations, one thread of a 2.3 GHz Xeon, measured by running them. The
 * reference does not filter networks: with the filter on, theirs is held against the figure without.
 */
const ANCHORS: Readonly<Record<string, number>> = {
	"mlp-scm 1024×50 off": 3.4,
	"mlp-scm 1024×100 off": 2.5,
	"mlp-scm 1024×50 on": 3.4,
	"mlp-scm 1024×100 on": 2.5,
	"graph-scm 150×5 off": 13.5,
	"graph-scm 1024×10 off": 5.9,
	"graph-scm 1024×50 off": 3.9,
	"graph-scm 1024×100 off": 3.2,
	"graph-scm 150×5 on": 4.5,
	"graph-scm 1024×10 on": 3.1,
	"graph-scm 1024×50 on": 2.3,
	"graph-scm 1024×100 on": 1.7,
};

/** How many times the reference's tables a second each prior is to draw. */
const TARGETS: Readonly<Record<string, number>> = { "mlp-scm": 10, "graph-scm": 5 };

const SIZES = [
	[150, 5],
	[1024, 10],
	[1024, 50],
	[1024, 100],
] as const;

/** Nanoseconds a sine of a fixed loop, processor time. */
function calibrate(): number {
	const start = process.cpuUsage().user;
	let sum = 0;
	for (let i = 0; i < 1e7; i++) sum += Math.sin(i * 0.001);
	if (Number.isNaN(sum)) throw new Error("unreachable");
	return (process.cpuUsage().user - start) / 1e4;
}

async function measure(prior: PriorName, rows: number, features: number, filter: boolean, seconds: number) {
	const options = { ...priorMetas[prior].defaults, filter } as TaskOptions;
	const draw = await (await priors[prior]()).prepare(options as never);
	const root = createRandom("bench");
	const task = (index: number) => {
		const { drawn, diagnostics } = drawTask(prior, draw, root, index, { rows, features }, options);
		drawn.graph();
		return diagnostics.attempts as number;
	};
	// Tables of other indices warm the compiler up.
	const warm = performance.now();
	for (let i = 0; i < 200 && performance.now() - warm < 500 * seconds; i++) task(1_000_000 + i);
	const nsASine = calibrate();
	const times: number[] = [];
	let attempts = 0;
	const start = performance.now();
	const before = process.cpuUsage();
	for (let now = start; now - start < 1000 * seconds; ) {
		attempts += task(times.length);
		const then = now;
		now = performance.now();
		times.push(now - then);
	}
	const { user, system } = process.cpuUsage(before);
	const tables = times.length;
	const mean = times.reduce((a, b) => a + b) / tables;
	const variance = times.reduce((a, b) => a + (b - mean) ** 2, 0) / (tables - 1);
	const perSecond = (1e6 * tables) / (user + system);
	const onOrOff = filter ? "on" : "off";
	const anchor = ANCHORS[`${prior} ${rows}×${features} ${onOrOff}`];
	const target = TARGETS[prior];
	return {
		prior,
		size: `${rows}×${features}`,
		filter: onOrOff,
		drawn: tables,
		"attempts a table": attempts / tables,
		"tables a processor second": perSecond,
		"± %": (100 * Math.sqrt(variance / tables)) / mean,
		"tables a second": (1000 * tables) / (performance.now() - start),
		"ns a sine": nsASine,
		reference: anchor ?? null,
		"times reference": anchor ? perSecond / anchor : null,
		target: anchor && target ? `≥ ${target}×` : null,
		met: anchor && target ? (perSecond / anchor >= target ? "yes" : "no") : null,
	};
}

export async function run([seconds = "4", draws = "10000", only = ""]: string[]): Promise<void> {
	const machine = { processor: cpus()[0]?.model ?? "unknown", processors: cpus().length, node: process.version };
	const kept = openResults("bench/results", "priors", machine);
	const throughput = "Throughput";
	for (const prior of ["mlp-scm", "graph-scm", "tree-scm", "mixture"] as const) {
		if (only && !only.split(",").includes(prior)) continue;
		for (const filter of [false, true]) {
			for (const [rows, features] of SIZES) {
				const row = await measure(prior, rows, features, filter, Number(seconds));
				console.log(JSON.stringify(row));
				kept.record(throughput, row, ["prior", "size", "filter"]);
			}
		}
	}
	kept.note(
		throughput,
		"One thread, no GPU, a fresh graph for each table; filter on: accepted tables. References: TabICL's and TabICLv2's own code on one thread of a 2.3 GHz Xeon; networks are not filtered there and are held against the figure without. “± %” is one standard error over the tables; “ns a sine” tells the machine's speed at the time.",
	);
	if (Number(draws) > 0) {
		const structure = "Structure";
		const statistics = await structureStatistics(Number(draws), "bench");
		for (const { prior, name, expected, observed, z, source } of statistics) {
			kept.record(structure, { prior, name, expected: expected ?? null, observed, z: z ?? null, source });
		}
		const known = statistics.flatMap(({ z }) => (z === undefined ? [] : Math.abs(z)));
		kept.note(
			structure,
			`${draws} draws (trees and networks as many, function families a tenth); of ${known.length} statistics with an expectation the largest |z| is ${Math.max(...known).toFixed(1)}, and ${known.filter((z) => z > 2).length} are above 2.`,
		);
	}
	printResults(kept.results);
}
