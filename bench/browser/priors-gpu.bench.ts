/**
 * Networks of `mlp-scm` computed on a GPU against the CPU's: how far their units differ: `npm run bench -- priors-gpu
 * [networks]`.
 */
import { loadKernels } from "../../src/priors/kernels/kernels";
import { type Comparison, compareNetworks, quantile } from "../networks";
import type { Bench } from "./bench";

/** A number that differs by more, in standard deviations of its column, counts as another. */
const TOLERANCE = 1e-3;
const BATCH = 50;

const figure = (x: number) => Number(x.toPrecision(2));

async function compareSize(bench: Bench, networks: number, rows: number, features?: number): Promise<void> {
	const all: Comparison[] = [];
	for (let from = 0; from < networks; from += BATCH) {
		const options = features === undefined ? { maxFeatures: 8 } : {};
		all.push(...(await compareNetworks(Math.min(BATCH, networks - from), rows, options, { features, from })));
	}
	const gpu = all.map((one) => one.gpu);
	await bench.record("Numbers", {
		rows,
		features: features ?? "2 to 8",
		networks,
		median: figure(quantile(gpu, 0.5)),
		"90 %": figure(quantile(gpu, 0.9)),
		"99 %": figure(quantile(gpu, 0.99)),
		"share below 1e-3": figure(gpu.filter((x) => x < TOLERANCE).length / networks),
		"without random functions": figure(
			quantile(
				all.filter(({ activations }) => !activations.includes("random")).map((one) => one.gpu),
				0.9,
			),
		),
		"median ratio to last bits": figure(
			quantile(
				all.map((one) => one.gpu / Math.max(1e-7, one.nudged)),
				0.5,
			),
		),
	});
}

export async function run([networks = "300"]: readonly string[], bench: Bench): Promise<void> {
	await loadKernels();
	await bench.note(
		"Numbers",
		"Largest difference of a network's read units from the CPU's, in standard deviations of the unit, over the networks: quantiles; the 90 % quantile of networks without a random function; and the median of its ratio to what moving the causes in their last bit does on the CPU.",
	);
	await compareSize(bench, Number(networks), 64);
	await compareSize(bench, Math.ceil(Number(networks) / 5), 1024, 50);
}
