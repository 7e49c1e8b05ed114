/**
 * The default generator's training and drawing step on a machine with a GPU and no browser, through Node and the
 * package `webgpu`, against the same network in plain tfjs on the same device and, where there is a Python with
 * PyTorch, against PyTorch: `node bench/run.mjs gpu [FILE] [JSON]`. JSON changes rows, drawRows, width, layers, steps
 * and plainSteps; FILE receives the figures.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname } from "node:path";
import { createGpuNetwork } from "../src/generators/diffusion/gpu-network";
import { createHeapNetwork } from "../src/generators/diffusion/heap-network";
import { layOut } from "../src/generators/diffusion/layout";
import type { Network, Update } from "../src/generators/diffusion/network";
import { startParameters } from "../src/generators/diffusion/start";
import { embeddingRows } from "../src/generators/diffusion/tokens";
import { askForColumn, fillBatch } from "../src/generators/diffusion/trial";
import { gpuDevice, startBackend } from "../src/nn/backend";
import { createRandom } from "../src/random";
import { type Counts, count } from "./count-gpu";
import { adultShape } from "./gpu-shape";
import { createPlain } from "./plain-step";

const DEFAULTS = { rows: 512, drawRows: 960, width: 256, layers: 3, steps: 200, plainSteps: 20 };

/** Gives this process `navigator.gpu`. Returns the sentence that says how to where it cannot. */
async function installWebGpu(): Promise<string | undefined> {
	const name = "webgpu";
	let webgpu: { create(flags: string[]): GPU; globals: object };
	try {
		webgpu = await import(/* @vite-ignore */ name);
	} catch {
		return "This bench needs WebGPU in Node: npm i --no-save webgpu, then again.";
	}
	Object.assign(globalThis, webgpu.globals);
	const gpu = webgpu.create([]);
	Object.defineProperty(globalThis, "navigator", { value: { gpu, userAgent: "node" }, configurable: true });
	if (await gpu.requestAdapter()) return undefined;
	return "WebGPU found no adapter; a Vulkan, Metal or D3D12 driver must be installed.";
}

interface Measured {
	what: string;
	ms: number;
	dispatches?: number;
	buffers?: number;
}

/** Milliseconds a step, after warming up, until the device has finished the last. */
async function measure(
	what: string,
	steps: number,
	step: () => unknown,
	done: () => Promise<unknown>,
	counts?: Counts,
): Promise<Measured> {
	for (let i = 0; i < Math.max(2, Math.ceil(steps / 10)); i++) await step();
	await done();
	const before = { ...counts };
	const start = performance.now();
	for (let i = 0; i < steps; i++) await step();
	await done();
	const ms = (performance.now() - start) / steps;
	if (!counts) return { what, ms };
	return {
		what,
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

export async function run([file, json = "{}"]: string[]): Promise<void> {
	const { rows, drawRows, width, layers, steps, plainSteps } = { ...DEFAULTS, ...JSON.parse(json) };
	const refused = await installWebGpu();
	if (refused) {
		console.error(refused);
		process.exitCode = 2;
		return;
	}
	const backend = await startBackend("webgpu");
	const device = gpuDevice();
	console.log(backend.reason, device.adapterInfo?.isFallbackAdapter ? "It is a software adapter." : "");
	const shape = adultShape(width, layers);
	const layout = layOut(shape);
	const frequencies = shape.tokens.map(({ states }) => new Float64Array(states).fill(1));
	const parameters = startParameters(shape, layout, frequencies, createRandom(1));
	const counts = count(device);
	const options = { batchRows: Math.max(rows, drawRows), training: true };
	const measured: Measured[] = [];
	const idle = () => device.queue.onSubmittedWorkDone();

	const trainAndDraw = async (network: Network, name: string, repeats: number, own?: Counts) => {
		network.setParameters(parameters);
		fillBatch(shape, layout, network.batch, rows, createRandom(2));
		let step = 0;
		const dropout = { dropout: 0, random: createRandom(3) };
		const update = () => ({ rate: 1e-3, step: ++step, decay: 0.1, emaKeep: 0.99, ...dropout }) as Update;
		const done = own ? idle : async () => {};
		measured.push(await measure(`train, ${name}`, repeats, () => network.train(update(), false), done, own));
		fillBatch(shape, layout, network.batch, drawRows, createRandom(4));
		askForColumn(shape, network.batch, 0, createRandom(5));
		measured.push(await measure(`draw ${drawRows} cells, ${name}`, repeats, () => network.draw(), done, own));
	};

	const gpu = await createGpuNetwork(shape, options, device);
	await trainAndDraw(gpu, "own kernels", steps, counts);
	fillBatch(shape, layout, gpu.batch, rows, createRandom(2));
	const plain = createPlain(shape, layout, parameters);
	const trainPlain = () => plain.train(gpu.batch);
	measured.push(await measure("train, plain tfjs-webgpu", plainSteps, trainPlain, idle, counts));
	fillBatch(shape, layout, gpu.batch, drawRows, createRandom(4));
	askForColumn(shape, gpu.batch, 0, createRandom(5));
	const drawPlain = () => plain.draw(gpu.batch, 0);
	measured.push(await measure(`draw ${drawRows} cells, plain tfjs-webgpu`, plainSteps, drawPlain, idle, counts));
	gpu.dispose();
	await trainAndDraw(await createHeapNetwork(shape, { ...options, backend: "wasm" }), "wasm", plainSteps);

	console.table(
		measured.map(({ what, ms, dispatches, buffers }) => ({ what, ms: ms.toFixed(3), dispatches, buffers })),
	);
	const ms = (what: string) => measured.find((m) => m.what.startsWith(what))!.ms;
	console.log(
		`plain tfjs-webgpu takes ${(measured[2]!.ms / measured[0]!.ms).toFixed(1)} times as long to train,`,
		`${(measured[3]!.ms / measured[1]!.ms).toFixed(1)} times to draw.`,
	);
	const torch = measureTorch({
		...{ rows, drawRows, width, layers, steps },
		scalars: layout.scalarWidth,
		states: shape.tokens.map(({ states }) => states),
		embeddingRows: shape.tokens.map((token) => embeddingRows(token)),
	});
	if (typeof torch === "string") console.log(`No comparison with PyTorch: ${torch}.`);
	else {
		console.log(
			`PyTorch ${torch.version} on ${torch.device}: train ${torch.train.toFixed(3)} ms, draw ${torch.draw.toFixed(3)} ms;`,
			`own kernels take ${(ms("train, own") / torch.train).toFixed(2)} and ${(measured[1]!.ms / torch.draw).toFixed(2)} times as long.`,
		);
	}
	if (file) {
		mkdirSync(dirname(file), { recursive: true });
		const machine = { node: process.version, cpu: cpus()[0]?.model, gpu: backend.reason };
		const setting = { rows, drawRows, width, layers, steps, plainSteps, parameters: layout.size };
		const figures = { date: new Date().toISOString(), machine, setting, measured, torch };
		writeFileSync(file, `${JSON.stringify(figures, undefined, "\t")}\n`);
		console.log(`The figures are in ${file}.`);
	}
	device.destroy();
	// The addon keeps the process alive while this is held.
	Reflect.deleteProperty(globalThis, "navigator");
}
