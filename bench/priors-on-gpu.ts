/** Tables of `mlp-scm` and `graph-scm` computed on a GPU against the CPU's: how far their numbers differ, and their pace. */
import { graphScm } from "../src/priors/graph-scm/graph-scm";
import { graphScmMeta } from "../src/priors/graph-scm/meta";
import { loadKernels } from "../src/priors/kernels/kernels";
import { mlpScmMeta } from "../src/priors/mlp-scm/meta";
import { mlpScm } from "../src/priors/mlp-scm/mlp-scm";
import type { TaskOptions } from "../src/priors/options";
import type { Prior } from "../src/priors/prior";
import { createRandom } from "../src/random";
import { createRun, type Device } from "../src/worker/run";
import type { Recorder } from "./browser/bench";
import { compareGraphs, type GraphComparison } from "./graphs";
import { type Comparison, compareNetworks, quantile } from "./networks";

/** A number that differs by more, in standard deviations of its column, counts as another. */
const TOLERANCE = 1e-3;
const BATCH = 50;
/** Rows and features. */
const SIZES = [
	[64, undefined],
	[1024, 50],
] as const;

const figure = (x: number) => Number(x.toPrecision(2));
const mean = (x: readonly number[]) => x.reduce((a, b) => a + b, 0) / x.length;

/** Quantiles of the largest differences, and of their ratio to what last bits do. */
function quantiles(gpu: readonly number[], nudged: readonly number[]) {
	const ratios = gpu.map((x, i) => x / Math.max(1e-7, nudged[i]!));
	return {
		median: figure(quantile(gpu, 0.5)),
		"90 %": figure(quantile(gpu, 0.9)),
		"99 %": figure(quantile(gpu, 0.99)),
		"share below 1e-3": figure(gpu.filter((x) => x < TOLERANCE).length / gpu.length),
		"median ratio to last bits": figure(quantile(ratios, 0.5)),
	};
}

async function inBatches<T>(count: number, compare: (count: number, from: number) => Promise<T[]>): Promise<T[]> {
	const all: T[] = [];
	for (let from = 0; from < count; from += BATCH) all.push(...(await compare(Math.min(BATCH, count - from), from)));
	return all;
}

async function compareNetworksOf(bench: Recorder, networks: number, rows: number, features?: number): Promise<void> {
	const options = features === undefined ? { maxFeatures: 8 } : {};
	const all = await inBatches<Comparison>(networks, (count, from) =>
		compareNetworks(count, rows, options, { features, from }),
	);
	const gpu = all.map((one) => one.gpu);
	const nudged = all.map((one) => one.nudged);
	const plain = all.filter(({ activations }) => !activations.includes("random")).map((one) => one.gpu);
	const row = {
		rows,
		features: features ?? "2 to 8",
		networks,
		...quantiles(gpu, nudged),
		"without random functions": figure(quantile(plain, 0.9)),
	};
	await bench.record("Numbers", row, ["rows"]);
}

async function compareGraphsOf(bench: Recorder, graphs: number, rows: number, features?: number): Promise<void> {
	const options = features === undefined ? { maxFeatures: 8 } : {};
	const all = await inBatches<GraphComparison>(graphs, (count, from) =>
		compareGraphs(count, rows, options, { features, from }),
	);
	const row = {
		rows,
		features: features ?? "1 to 8",
		graphs: all.length,
		...quantiles(
			all.map(({ gpu }) => gpu.numbers),
			all.map(({ nudged }) => nudged.numbers),
		),
		"numbers beyond 1e-3": figure(mean(all.map(({ gpu }) => gpu.far))),
		"by last bits": figure(mean(all.map(({ nudged }) => nudged.far))),
		"other levels": figure(mean(all.map(({ gpu }) => gpu.levels))),
		"levels by last bits": figure(mean(all.map(({ nudged }) => nudged.levels))),
	};
	await bench.record("Numbers of graphs", row, ["rows"]);
}

/** Tables a second, after a first batch. */
async function pace<Options extends TaskOptions>(
	prior: Prior<Options>,
	options: Required<Options>,
	device: Device,
	[rows, features]: readonly [number, number],
	seconds: number,
): Promise<number> {
	const run = createRun({ random: createRandom("pace"), device });
	// The GPU takes them side by side.
	const tables = device === "cpu" ? 16 : 64;
	let drawn = 0;
	let started = 0;
	for (let batch = 0; ; batch++) {
		const request = { tables, offset: batch * tables, rows, features };
		for await (const _ of prior.sample(request, options, run)) if (batch > 0) drawn++;
		if (batch === 0) started = performance.now();
		else if (performance.now() - started > 1000 * seconds) return drawn / ((performance.now() - started) / 1000);
	}
}

/** Tables a second of a prior at each size, the filter off and on, on the CPU and on the GPU. */
async function comparePacesOf<Options extends TaskOptions>(
	bench: Recorder,
	name: string,
	prior: Prior<Options>,
	defaults: Required<Options>,
	seconds: number,
): Promise<void> {
	for (const filter of [false, true]) {
		const options = { ...defaults, filter };
		for (const size of [
			[150, 5],
			[1024, 10],
			[1024, 50],
			[1024, 100],
		] as const) {
			const cpu = await pace(prior, options, "cpu", size, seconds);
			const gpu = await pace(prior, options, "webgpu", size, seconds);
			const figures = { cpu: figure(cpu), gpu: figure(gpu), ratio: figure(gpu / cpu) };
			const row = { prior: name, rows: size[0], features: size[1], filter: filter ? "on" : "off", ...figures };
			await bench.record("Tables a second", row, ["prior", "rows", "features", "filter"]);
		}
	}
}

/** Records how far the GPU's numbers are from the CPU's, over `tables` small ones and a fifth as many large ones. */
export async function compareNumbers(bench: Recorder, tables: number): Promise<void> {
	await loadKernels();
	await bench.note(
		"Numbers",
		"`mlp-scm`: largest difference of a network's read units from the CPU's, in standard deviations of the unit, over the networks: quantiles; the median of its ratio to what moving the causes in their last bit does on the CPU; and the 90 % quantile of networks without a random function.",
	);
	await bench.note(
		"Numbers of graphs",
		"`graph-scm`: largest difference of a graph's number columns from the CPU's, in standard deviations of the column, over the graphs: quantiles, and the median of its ratio to what moving every latent vector in its last bits does on the CPU; then, as means over the graphs, the share of numbers that differ by more than 1e-3 standard deviations and of categories' cells with another level, each on the GPU and by those last bits.",
	);
	for (const [i, [rows, features]] of SIZES.entries()) {
		const count = Math.ceil(tables / (i === 0 ? 1 : 5));
		await compareNetworksOf(bench, count, rows, features);
		await compareGraphsOf(bench, count, rows, features);
	}
}

/** Records tables a second on the CPU and on the GPU, measured for so many seconds each. */
export async function comparePaces(bench: Recorder, seconds: number): Promise<void> {
	await bench.note(
		"Tables a second",
		"Tables drawn one after the other on one thread, on the GPU 64 side by side: there their nodes are computed, all else, the filter among it, on the thread.",
	);
	await comparePacesOf(bench, "mlp-scm", mlpScm, mlpScmMeta.defaults, seconds);
	await comparePacesOf(bench, "graph-scm", graphScm, graphScmMeta.defaults, seconds);
}
