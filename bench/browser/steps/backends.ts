// B rows, D width of the data, W width of the embeddings, L labels
import * as tf from "@tensorflow/tfjs-core";
import { encode, fitEncoder } from "../../../src/encode/encoder";
import { denoiserLayout, W } from "../../../src/generators/tabddpm/denoiser";
import { createLoss } from "../../../src/generators/tabddpm/objective";
import { sampleRows } from "../../../src/generators/tabddpm/sample";
import { createSchedule } from "../../../src/generators/tabddpm/schedule";
import { createSpace, logFrequencySteps } from "../../../src/generators/tabddpm/space";
import { type BackendName, gpuDevice, startBackend } from "../../../src/nn/backend";
import { createNetwork } from "../../../src/nn/mlp/choose";
import { layOut } from "../../../src/nn/mlp/layout";
import type { Update } from "../../../src/nn/mlp/network";
import { startParameters } from "../../../src/nn/mlp/start";
import { fillBatch, targetColumn } from "../../../src/nn/mlp/trial";
import { startParameters as startTensors, viewParameters } from "../../../src/nn/parameters";
import { train } from "../../../src/nn/train";
import { createRandom } from "../../../src/random";
import { finish } from "../../../src/table/pause";
import type { Table } from "../../../src/table/table";
import { createRun, type Run } from "../../../src/worker/run";
import { type Counts, count } from "../../count-gpu";
import { adultShape } from "../../gpu-shape";
import type { Cell, Row } from "../bench";
import { plainDenoiser } from "./plain-denoiser";
import { createPlainNetwork } from "./plain-network";
import { timeInTurn } from "./timing";

/** How large the networks are: as for adult by default, or small enough for plain loops and a software adapter. */
const SIZES = {
	adult: { rows: 1024, columns: 15, width: 256, layers: 3, hidden: [256, 256, 256], rounds: 6 },
	small: { rows: 128, columns: 6, width: 32, layers: 1, hidden: [64], rounds: 4 },
};
export type Size = keyof typeof SIZES;

let counts: Counts | undefined;

/** Starts tfjs on a backend and tells what it runs on. */
export async function startOn(name: BackendName): Promise<{ reason: string; software: boolean }> {
	const { reason } = await startBackend(name);
	counts = name === "webgpu" ? count(gpuDevice()) : undefined;
	return { reason, software: name === "webgpu" && !!gpuDevice().adapterInfo?.isFallbackAdapter };
}

const COUNTED_STEPS = 3;

/** What a step asks of a GPU, or of tfjs elsewhere; own kernels on wasm and cpu work in memory that cannot grow. */
async function costs(step: () => Promise<unknown>, tfjs: boolean): Promise<Record<string, Cell>> {
	if (counts) {
		const before = { ...counts };
		for (let i = 0; i < COUNTED_STEPS; i++) await step();
		const made = (name: keyof Counts) => (counts![name] - before[name]) / COUNTED_STEPS;
		return { dispatches: made("dispatches"), buffers: made("buffers"), bytes: made("bytes") };
	}
	if (!tfjs) return { dispatches: null, buffers: 0, bytes: 0 };
	const { kernels } = await tf.profile(step as unknown as () => tf.TensorContainer);
	const bytes = kernels.reduce((sum, { bytesAdded }) => sum + Math.max(0, bytesAdded), 0);
	return { dispatches: kernels.length, buffers: kernels.filter(({ bytesAdded }) => bytesAdded > 0).length, bytes };
}

interface Step {
	run: () => Promise<unknown>;
	tfjs: boolean;
}

async function compareSteps(own: Step, plain: Step, rounds: number): Promise<Row> {
	const times = await timeInTurn({ own: own.run, plain: plain.run }, rounds);
	const [a, b] = [await costs(own.run, own.tfjs), await costs(plain.run, plain.tfjs)];
	const both = ["dispatches", "buffers", "bytes"].flatMap((name) => [
		[`own ${name}`, a[name]!] as const,
		[`plain ${name}`, b[name]!] as const,
	]);
	return {
		"own ms": times.own.best,
		"plain ms": times.plain.best,
		"plain ÷ own": times.plain.best / times.own.best,
		...Object.fromEntries(both),
	};
}

/** The default generator's steps on the backend that was started. */
export async function diffusionOn(backend: BackendName, size: Size): Promise<{ train: Row; draw: Row }> {
	const { rows, columns, width, layers, rounds } = SIZES[size];
	const whole = adultShape(width, layers);
	const shape = { ...whole, tokens: whole.tokens.slice(0, columns) };
	const layout = layOut(shape);
	const frequencies = shape.tokens.map(({ states }) => new Float64Array(states).fill(1));
	const parameters = startParameters(shape, layout, frequencies, createRandom(1));
	const network = await createNetwork(backend, shape, { batchRows: rows, training: true });
	network.setParameters(parameters);
	const plain = createPlainNetwork(shape, layout, parameters);
	fillBatch(shape, layout, network.batch, rows, createRandom(2));
	const random = createRandom(3);
	let step = 0;
	const update = (): Update => ({ rate: 1e-3, step: ++step, decay: 0.1, emaKeep: 0.99, dropout: 0.1, random });
	const training = await compareSteps(
		{ run: () => network.train(update(), true), tfjs: false },
		{ run: () => plain.train(network.batch), tfjs: true },
		rounds,
	);
	targetColumn(shape, network.batch, 0, createRandom(5));
	const drawing = await compareSteps(
		{ run: () => network.draw(), tfjs: false },
		{ run: () => plain.draw(network.batch, 1), tfjs: true },
		rounds,
	);
	network.dispose();
	tf.disposeVariables();
	return { train: training, draw: drawing };
}

/** A run whose steps are watched. */
function watched(device: BackendName, step: Run["step"]): Run {
	return { ...createRun({ random: createRandom("steps"), device }), step };
}

/** TabDDPM's steps on a table, on the backend that was started. */
export async function tabddpmOn(backend: BackendName, size: Size, table: Table): Promise<{ train: Row; draw: Row }> {
	const { rows: B, hidden, rounds } = SIZES[size];
	const encoder = fitEncoder(table, { protect: 5, maxLevels: 1000 }, createRandom("encoder"));
	const matrix = encode(encoder, table, createRandom("encode"));
	const space = createSpace(encoder, "auto");
	const schedule = createSchedule("cosine", 100);
	const L = space.labelCounts.length;
	const layout = denoiserLayout(space.D, L, hidden, finish(logFrequencySteps(space, matrix)));
	const start = startTensors(layout, createRandom("parameters"));

	/** A generator of own steps: each `next` takes one. */
	const own = ownSteps(backend, { layout, start, ...createLoss(matrix, space, schedule, B, createRandom("own")) });
	const variables = tf.tidy(() =>
		viewParameters(layout, tf.tensor1d(start)).map((view) => tf.variable(tf.clone(view))),
	);
	const { loss } = createLoss(matrix, space, schedule, B, createRandom("plain"), plainDenoiser);
	const optimiser = tf.train.adam(1e-3);
	const plain = async () => {
		const value = optimiser.minimize(() => loss(variables, 0), true)!;
		await value.data();
		value.dispose();
	};
	const training = await compareSteps({ run: own.step, tfjs: true }, { run: plain, tfjs: true }, rounds);
	await own.end();

	const rows = backend === "webgpu" ? 4096 : 256;
	const sampler = { encoder, space, schedule, layers: hidden, parameters: start };
	const drawing = createPauses((step) => sampleRows(sampler, rows, 0, watched(backend, step)));
	const denoiser = plainDenoiser(variables, L);
	const x = new Float32Array(rows * space.D);
	const time = new Float32Array(rows * W);
	const labels = new Float32Array(rows * L);
	const forward = async () => {
		const out = tf.tidy(() => {
			const embedding = denoiser.time(tf.tensor2d(time, [rows, W]));
			const whole = L > 0 ? tf.add(embedding, denoiser.label(tf.tensor2d(labels, [rows, L]))) : embedding;
			return denoiser.denoise(tf.tensor2d(x, [rows, space.D]), whole);
		});
		await out.data();
		out.dispose();
	};
	const drawn = await compareSteps({ run: drawing.step, tfjs: true }, { run: forward, tfjs: true }, rounds);
	await drawing.end();
	tf.disposeVariables();
	return { train: training, draw: { ...drawn, "rows at once": rows } };
}

type Training = Pick<Parameters<typeof train>[0], "layout" | "start" | "loss">;

function ownSteps(backend: BackendName, training: Training) {
	return createPauses((step) => {
		const options = { ...training, steps: 1000, learningRate: () => 1e-3, emaDecay: 0.995, readEvery: 1000 };
		const run = watched(backend, async (progress) => {
			if (backend === "webgpu") await gpuDevice().queue.onSubmittedWorkDone();
			await step(progress);
		});
		return train(options, run);
	});
}

/** Runs a computation from one of its reports to the next; `end` stops it there. */
function createPauses(compute: (step: Run["step"]) => Promise<unknown>) {
	const stopped = new Error("stopped");
	let resume: (() => void) | undefined;
	let abort: ((reason: Error) => void) | undefined;
	let reached: () => void = () => {};
	let failed: (reason: unknown) => void = () => {};
	let done: Promise<unknown> | undefined;
	const report = () =>
		new Promise<void>((go, stop) => {
			[resume, abort] = [go, stop];
			reached();
		});
	const advance = () =>
		new Promise<void>((resolve, reject) => {
			[reached, failed] = [resolve, reject];
			if (resume) resume();
			else done = compute(report).catch((error) => void (error === stopped || failed(error)));
		});
	return {
		step: advance,
		async end() {
			abort?.(stopped);
			await done;
		},
	};
}
