import { beforeAll, expect, test } from "vitest";
import { compareNetworks, quantile } from "../../../bench/networks";
import { StoppedError } from "../../../src/errors";
import { sharedDevice } from "../../../src/nn/gpu-device";
import { Dispatcher } from "../../../src/nn/kernels/gpu/dispatcher";
import { createDrawing } from "../../../src/priors/drawing";
import { GrowingBuffers } from "../../../src/priors/gpu/buffers";
import { graphScm } from "../../../src/priors/graph-scm/graph-scm";
import { graphScmMeta } from "../../../src/priors/graph-scm/meta";
import { loadKernels } from "../../../src/priors/kernels/kernels";
import { SIMPLE_ACTIVATIONS } from "../../../src/priors/mlp-scm/activation";
import { Forward, startForward } from "../../../src/priors/mlp-scm/gpu/forward";
import type { Network } from "../../../src/priors/mlp-scm/gpu/layout";
import { LAYER, type LayerPlan } from "../../../src/priors/mlp-scm/layer";
import { mlpScmMeta } from "../../../src/priors/mlp-scm/meta";
import { mlpScm } from "../../../src/priors/mlp-scm/mlp-scm";
import { drawRandomFunction } from "../../../src/priors/mlp-scm/random-function";
import type { TaskOptions } from "../../../src/priors/options";
import type { Prior, PriorRequest, Task } from "../../../src/priors/prior";
import { createRandom } from "../../../src/random";
import { type Column, isNumeric } from "../../../src/table/table";
import { createRun, type Device } from "../../../src/worker/run";
import { relativeError } from "./device";

const noise = createRandom("priors on a GPU").stream("noise");

beforeAll(loadKernels);

/** Computes the units of the last layer of a network on the CPU, and describes it for the GPU. */
function twin(causes: Float32Array, width: number, plans: readonly LayerPlan[]) {
	const rows = causes.length / width;
	const drawing = createDrawing(noise, rows);
	drawing.given("causes", width, causes);
	plans.forEach((plan, i) => {
		drawing.add(`layer${i + 1}`, plan.bias.length, [i], ["layer", LAYER], plan);
	});
	const layer = plans.length;
	const network: Network = {
		rows,
		causes,
		layers: plans.map((plan, i) => ({ plan, key: noise.stream(`node/layer${i + 1}`).key })),
		read: Array.from(plans.at(-1)!.bias, (_, unit) => ({ layer, unit })),
	};
	return { network, want: drawing.values.at(-1)!.values };
}

/** One weight of 1, no bias. */
const ONE: LayerPlan = {
	weights: Float32Array.of(1),
	bias: new Float32Array(1),
	blocks: [{ from: 0, to: 1, outFrom: 0, outTo: 1 }],
};

test("every activation is the CPU's, of units near and far", async () => {
	// Mostly small, with some far out: the random function leaves its table, the others their middle.
	const x = Float32Array.from({ length: 150 }, (_, i) => 3 * Math.sin(i) + (i % 50 === 7 ? 20 * (i - 60) : 0));
	const random = [1, 2, 3].map((seed) => drawRandomFunction(createRandom(seed)));
	const twins = [...SIMPLE_ACTIVATIONS, ...random].map((activation) =>
		twin(x, 1, [ONE, { ...ONE, activation: { activation, scale: 1.7, shift: 0.3 } }]),
	);
	const got = await (await startForward()).compute(twins.map(({ network }) => network));
	expect(got).toHaveLength(SIMPLE_ACTIVATIONS.length + 3);
	const errors = twins.map(({ want }, i) =>
		Math.max(...Array.from(want, (x, row) => Math.abs(got[i]![row]! - x) / Math.max(1, Math.abs(x)))),
	);
	expect(Math.max(...errors.slice(0, SIMPLE_ACTIVATIONS.length))).toBeLessThan(4e-6);
	expect(Math.max(...errors.slice(SIMPLE_ACTIVATIONS.length))).toBeLessThan(1e-5);
});

test("a constant unit, a product in blocks that fill no tile, and noise are the CPU's", async () => {
	const [rows, width] = [70, 39];
	const causes = Float32Array.from({ length: 3 * rows }, (_, i) => (i % 3 === 2 ? 12_345.678 : Math.sin(1.3 * i)));
	const weights = Float32Array.from({ length: 3 * width }, (_, i) => Math.cos(0.7 * i));
	const wide = {
		weights,
		bias: new Float32Array(width).fill(0.25),
		blocks: [{ from: 0, to: 3, outFrom: 0, outTo: width }],
	};
	const single = {
		weights: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
		bias: new Float32Array(3),
		blocks: [{ from: 0, to: 3, outFrom: 0, outTo: 3 }],
	};
	const activation = { activation: "identity", scale: 1, shift: -0.4 } as const;
	const blocks = [
		{ from: 0, to: 13, outFrom: 0, outTo: 12 },
		{ from: 13, to: 26, outFrom: 12, outTo: 24 },
		{ from: 26, to: 39, outFrom: 24, outTo: 36 },
	];
	const inBlocks = (k: number, j: number) =>
		blocks.some((b) => k >= b.from && k < b.to && j >= b.outFrom && j < b.outTo);
	const blocked = {
		activation,
		weights: Float32Array.from({ length: width * width }, (_, i) =>
			inBlocks(Math.floor(i / width), i % width) ? Math.sin(i) : 0,
		),
		bias: Float32Array.from({ length: width }, (_, i) => i / 10),
		blocks,
		noise: Float32Array.from({ length: width }, (_, i) => (i % 5) / 2),
	};
	const twins = [twin(causes, 3, [single, { ...single, activation }]), twin(causes, 3, [wide, blocked])];
	const got = await (await startForward()).compute(twins.map(({ network }) => network));
	for (const [i, { want }] of twins.entries()) expect(relativeError(got[i]!, want)).toBeLessThan(1e-6);
	expect(new Set(got[0]!.filter((_, i) => i % 3 === 2)).size).toBe(1);
});

test("networks are as far from the CPU's as the CPU's are from themselves with other last bits", async () => {
	const compared = await compareNetworks(60, 64, { maxFeatures: 8 });
	expect(compared.some(({ activations }) => activations.includes("random"))).toBe(true);
	expect(
		quantile(
			compared.map(({ gpu, nudged }) => gpu / Math.max(1e-7, nudged)),
			0.5,
		),
	).toBeLessThan(3);
	expect(
		quantile(
			compared.map(({ gpu }) => gpu),
			0.5,
		),
	).toBeLessThan(1e-4);
	expect(compared.filter(({ gpu }) => gpu < 1e-3).length / compared.length).toBeGreaterThan(0.8);
});

test("layers of many networks share their dispatches", async () => {
	const own = new Forward(await sharedDevice());
	const together = await compareNetworks(12, 40, { maxFeatures: 8 }, { forward: own });
	const layers = Math.max(...together.map(({ activations }) => activations.length + 1));
	// A product a layer, activations before all but the first, and the columns.
	expect(own.dispatches).toBe(2 * layers);
});

const PRIORS = {
	"mlp-scm": { prior: mlpScm as Prior<TaskOptions>, defaults: mlpScmMeta.defaults },
	"graph-scm": { prior: graphScm as Prior<TaskOptions>, defaults: { ...graphScmMeta.defaults, maxNodes: 6 } },
};
const NAMES = ["mlp-scm", "graph-scm"] as const;
type Name = (typeof NAMES)[number];

async function draw(
	name: Name,
	device: Device,
	request: PriorRequest,
	options: Partial<TaskOptions> = {},
): Promise<Task[]> {
	const { prior, defaults } = PRIORS[name];
	const tasks: Task[] = [];
	const run = createRun({ random: createRandom("tables"), device });
	for await (const task of prior.sample(request, { ...defaults, ...options }, run)) tasks.push(task);
	return tasks;
}

const cells = (column: Column) => (isNumeric(column) ? column.values : column.codes);

test.each(NAMES)("%s: a table does not depend on its company", async (name) => {
	const five = await draw(name, "webgpu", { tables: 5, rows: 40, features: 5 });
	expect((await draw(name, "webgpu", { tables: 12, rows: 40, features: 5 })).slice(0, 5)).toEqual(five);
	expect(await draw(name, "webgpu", { tables: 2, offset: 3, rows: 40, features: 5 })).toEqual(five.slice(3));
});

test.each(NAMES)("%s: tables have the CPU's structure, and nearly all of its cells", async (name) => {
	const request = { tables: 40, rows: 64, features: 6 };
	const options = { missing: 0.1, missingness: "mnar" } as const;
	const [cpu, gpu] = [await draw(name, "cpu", request, options), await draw(name, "webgpu", request, options)];
	let differing = 0;
	let all = 0;
	for (const [i, { index, graph, diagnostics, table }] of cpu.entries()) {
		expect(gpu[i]).toMatchObject({ index, graph });
		expect({ ...gpu[i]!.diagnostics }).toEqual(diagnostics);
		for (const [c, column] of table.columns.entries()) {
			const other = gpu[i]!.table.columns[c]!;
			expect([other.name, other.kind]).toEqual([column.name, column.kind]);
			const got = cells(other);
			cells(column).forEach((x, row) => {
				all++;
				const y = got[row]!;
				if (!(Number.isNaN(x) ? Number.isNaN(y) : Math.abs(x - y) < 1e-3)) differing++;
			});
		}
	}
	expect(all).toBe(40 * 64 * 7);
	expect(differing / all).toBeLessThan(0.02);
});

test.each(NAMES)(
	"%s: worlds and models, which are the CPU's, are refused; a stopped run ends; a lost device is replaced",
	async (name) => {
		const request = { tables: 3, rows: 40, features: 3 };
		await expect(draw(name, "webgpu", { ...request, do: { x1: 1 } })).rejects.toThrow(
			/does not support do on WebGPU.*"auto"/,
		);
		await expect(draw(name, "webgpu", { ...request, model: true })).rejects.toThrow(/does not support model on WebGPU/);
		const stopped = createRun({ random: createRandom(1), device: "webgpu", isStopped: () => true });
		const { prior, defaults } = PRIORS[name];
		await expect(prior.sample(request, defaults, stopped)[Symbol.asyncIterator]().next()).rejects.toThrow(StoppedError);
		const before = await draw(name, "webgpu", request);
		(await sharedDevice()).device.destroy();
		await (await sharedDevice()).device.lost;
		expect(await draw(name, "webgpu", request)).toEqual(before);
	},
);

test("what a GPU cannot bind is an error that says how much it is", async () => {
	const gpu = await sharedDevice();
	const buffers = new GrowingBuffers(gpu, new Dispatcher(gpu.device));
	expect(() => buffers.buffer("cells", 2 ** 40)).toThrow(/The cells of a table take 1099511627776 bytes.*"auto"/);
});
