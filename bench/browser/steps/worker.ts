import { expose } from "comlink";
import { startBackend } from "../../../src/nn/backend";
import type { Table } from "../../../src/table/table";
import { diffusionOn, startOn, tabddpmOn } from "./backends";
import { diffusionSteps } from "./diffusion-steps";
import { firstLayer, gemmRate } from "./first-layer";
import { denseStep, kernelStep, plainStep, STEP_FLOPS } from "./four-layers";
import { timeInTurn } from "./timing";

const WARM_MS = 5000;

const worker = {
	/** Starts tfjs, and runs the kernels until the engine's optimising compiler has had time for them. */
	async start() {
		const backend = await startBackend("wasm");
		const until = performance.now() + WARM_MS;
		while (performance.now() < until) await gemmRate(1024);
		return backend;
	},
	/** One row a way of taking the step. */
	async fourLayers() {
		const steps = { plain: plainStep(), dense: denseStep(), kernels: await kernelStep() };
		const timings = await timeInTurn(steps, 12);
		const gflops = await gemmRate(1024);
		return Object.entries(timings).map(([step, { best, median }]) => ({
			step,
			"ms, best": best,
			"ms, median": median,
			"plain ÷ this, best": timings.plain.best / best,
			"plain ÷ this, median": timings.plain.median / median,
			"ms that arithmetic allows": STEP_FLOPS / gflops / 1e6,
		}));
	},
	firstLayer,
	startOn,
	diffusionOn,
	tabddpmOn,
	diffusion: (table: Table) => diffusionSteps(table),
};

export type StepsWorker = typeof worker;

expose(worker);
