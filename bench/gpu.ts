/**
 * What a GPU brings on a machine that has one and no browser, through Node and the package `webgpu`:
 * `npm run bench:gpu [JSON]`, figures in results/gpu.json and .md. The default generator's training and drawing step
 * against the same network in plain tfjs on the same device, on wasm, and, where there is a Python with PyTorch, against
 * PyTorch; then the priors against the CPU. JSON changes rows, drawRows, width, layers, steps and plainSteps of the
 * networks, and the tables compared and seconds a pace of the priors; 0 of these leave them out.
 */
import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { gpuDevice, startBackend } from "../src/nn/backend";
import { sharedDevice } from "../src/nn/gpu-device";
import { createGpuNetwork } from "../src/nn/mlp/gpu";
import { layOut } from "../src/nn/mlp/layout";
import { createLinearMemoryNetwork } from "../src/nn/mlp/linear-memory";
import type { Network, Update } from "../src/nn/mlp/network";
import { startParameters } from "../src/nn/mlp/start";
import { fillBatch, targetColumn } from "../src/nn/mlp/trial";
import { createRandom } from "../src/random";
import type { Recorder } from "./browser/bench";
import { openResults, printResults } from "./browser/results";
import { type Counts, count } from "./count-gpu";
import { adultShape } from "./gpu-shape";
import { adapterText, installWebGpu } from "./node-gpu";
import { createPlain } from "./plain-step";
import { compareNumbers, comparePaces } from "./priors-on-gpu";

const DEFAULTS = {
	rows: 512,
	drawRows: 960,
	width: 256,
	layers: 3,
	steps: 200,
	plainSteps: 20,
	tables: 300,
	seconds: 5,
};

interface Time {
	ms: number;
	dispatches?: number;
	buffers?: number;
}

interface Measured extends Time {
	on: string;
	step: "train" | "draw";
}

/** Milliseconds a step, after warming up, until the device has finished the last. */
async function measure(
	steps: number,
	step: () => unknown,
	done: () => Promise<unknown>,
	counts?: Counts,
): Promise<Time> {
	for (let i = 0; i < Math.max(2, Math.ceil(steps / 10)); i++) await step();
	await done();
	const before = { ...counts };
	const start = performance.now();
	for (let i = 0; i < steps; i++) await step();
	await done();
	const ms = (performance.now() - start) / steps;
	if (!counts) return { ms };
	return {
		ms,
		dispatches: (counts.dispatches - before.dispatches!) / steps,
		buffers: (counts.buffers - before.buffers!) / steps,
	};
}

/** PyTorch's figures for the same shape, or why there are none. */
function measureTorch(shape: object): { version: string; device: string; train: number; draw: number } | string {
	const python = process.env.TORCH_PYTHON ?? "python3";
	const { status, stdout, stderr, error } = spawnSync(python, ["bench/torch_step.py", JSON.stringify(shape)], {
		encoding: "utf8",
	});
	if (status === 0) return JSON.parse(stdout);
	return error?.message ?? stderr.trim().split("\n").at(-1) ?? `${python} failed`;
}

/** Records milliseconds a step of the default generator's network on this device, on wasm, in plain tfjs and in PyTorch. */
async function compareSteps(recorder: Recorder, device: GPUDevice, setting: typeof DEFAULTS): Promise<void> {
	const { rows, drawRows, width, layers, steps, plainSteps } = setting;
	const shape = adultShape(width, layers);
	const layout = layOut(shape);
	const frequencies = shape.tokens.map(({ states }) => new Float64Array(states).fill(1));
	const parameters = startParameters(shape, layout, frequencies, createRandom(1));
	const counts = count(device);
	const options = { batchRows: Math.max(rows, drawRows), training: true };
	const idle = () => device.queue.onSubmittedWorkDone();
	const measured: Measured[] = [];

	const trainAndDraw = async (network: Network, on: string, repeats: number, own?: Counts) => {
		network.setParameters(parameters);
		fillBatch(shape, layout, network.batch, rows, createRandom(2));
		let step = 0;
		const dropout = { dropout: 0, random: createRandom(3) };
		const update = () => ({ rate: 1e-3, step: ++step, decay: 0.1, emaKeep: 0.99, ...dropout }) as Update;
		const done = own ? idle : async () => {};
		const train = await measure(repeats, () => network.train(update(), false), done, own);
		fillBatch(shape, layout, network.batch, drawRows, createRandom(4));
		targetColumn(shape, network.batch, 0, createRandom(5));
		const draw = await measure(repeats, () => network.draw(), done, own);
		measured.push({ on, step: "train", ...train }, { on, step: "draw", ...draw });
	};

	const gpu = await createGpuNetwork(shape, options, device);
	await trainAndDraw(gpu, "own kernels", steps, counts);
	fillBatch(shape, layout, gpu.batch, rows, createRandom(2));
	const plain = createPlain(shape, layout, parameters);
	const on = "plain tfjs-webgpu";
	measured.push({ on, step: "train", ...(await measure(plainSteps, () => plain.train(gpu.batch), idle, counts)) });
	fillBatch(shape, layout, gpu.batch, drawRows, createRandom(4));
	targetColumn(shape, gpu.batch, 0, createRandom(5));
	measured.push({ on, step: "draw", ...(await measure(plainSteps, () => plain.draw(gpu.batch, 0), idle, counts)) });
	gpu.dispose();
	await trainAndDraw(await createLinearMemoryNetwork(shape, { ...options, backend: "wasm" }), "wasm", plainSteps);
	const torch = measureTorch({
		...{ rows, drawRows, width, layers, steps },
		scalars: layout.scalarWidth,
		states: shape.tokens.map(({ states }) => states),
		embeddingRows: layOut(shape).rowsOf.map(({ first, masked }) => masked - first + 1),
	});
	if (typeof torch === "string") console.log(`No comparison with PyTorch: ${torch}.`);
	else {
		const name = `PyTorch ${torch.version}, ${torch.device}`;
		measured.push({ on: name, step: "train", ms: torch.train }, { on: name, step: "draw", ms: torch.draw });
	}
	const section = "Steps of the default generator";
	for (const { on, step, ms, dispatches = null, buffers = null } of measured) {
		const own = measured.find((first) => first.step === step)!;
		recorder.record(section, { on, step, ms, "times own kernels": ms / own.ms, dispatches, buffers });
	}
	recorder.note(
		section,
		`The network on Adult, width ${width}, ${layers} layers, ${layout.size} parameters: a training step on ${rows} rows, and drawing ${drawRows} cells with their way back to the processor. Dispatches and new buffers are those of a step.`,
	);
}

export async function run([json = "{}"]: string[]): Promise<void> {
	const setting = { ...DEFAULTS, ...JSON.parse(json) };
	const removeWebGpu = await installWebGpu();
	if (typeof removeWebGpu === "string") {
		console.error(removeWebGpu);
		process.exitCode = 2;
		return;
	}
	const backend = await startBackend("webgpu");
	const device = gpuDevice();
	console.log(backend.reason, device.adapterInfo?.isFallbackAdapter ? "It is a software adapter." : "");
	const gpu = adapterText(device.adapterInfo);
	const machine = { date: new Date().toISOString(), gpu, cpu: cpus()[0]?.model ?? "unknown" };
	const kept = openResults("bench/results", "gpu", { ...machine, node: process.version });
	const recorder: Recorder = {
		...kept,
		record(...row) {
			console.log(JSON.stringify(row[1]));
			kept.record(...row);
		},
	};
	if (setting.steps > 0) await compareSteps(recorder, device, setting);
	if (setting.tables > 0) await compareNumbers(recorder, setting.tables);
	if (setting.seconds > 0) await comparePaces(recorder, setting.seconds);
	printResults(kept.results);
	device.destroy();
	(await sharedDevice()).device.destroy();
	removeWebGpu();
}
