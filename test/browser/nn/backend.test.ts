import { expect, test } from "vitest";
import { tabddpm } from "../../../src/generators/tabddpm";
import { meta } from "../../../src/generators/tabddpm/meta";
import { startBackend, useBackend } from "../../../src/nn/backend";
import { dense } from "../../../src/nn/dense";
import {
	getBackend,
	memory,
	type Scalar,
	sum,
	type Tensor,
	type Tensor1D,
	type Tensor2D,
	tensor1d,
	tensor2d,
	valueAndGrads,
} from "../../../src/nn/tf";
import { createRandom } from "../../../src/random";
import { createRun } from "../../../src/worker/run";
import { numeric, tableOf, times, worded } from "../../encode/tables";

const wave = (length: number) => Float32Array.from({ length }, (_, i) => Math.sin(1.3 * i));

/** Loss and gradients of a relu layer on the backend that runs. */
async function layerGradients(): Promise<number[]> {
	const inputs = [tensor2d(wave(64 * 9), [64, 9]), tensor2d(wave(9 * 7), [9, 7]), tensor1d(wave(7))];
	const loss = (x: Tensor, w: Tensor, b: Tensor) =>
		sum(dense(x as Tensor2D, w as Tensor2D, b as Tensor1D, { activation: "relu" })) as Scalar;
	const { value, grads } = valueAndGrads(loss)(inputs);
	const numbers: number[] = [];
	for (const t of [value, ...grads]) numbers.push(...(await t.data()));
	for (const t of [...inputs, value, ...grads]) t.dispose();
	return numbers;
}

const table = tableOf(
	numeric(
		"x",
		times(64, (i) => (i % 7 ? Math.sin(i) : null)),
	),
	worded(
		"c",
		times(64, (i) => ["a", "b", "c"][i % 3]!),
	),
	worded(
		"y",
		times(64, (i) => (i % 2 ? "no" : "yes")),
		"boolean",
	),
);

async function trainAndSample() {
	const run = () => createRun({ random: createRandom(1) });
	const options = { ...meta.defaults, steps: 3, batchRows: 32, layers: [16], timesteps: 2 };
	const model = await tabddpm.fit(table, options, run());
	const rows = await model.sample({ rows: 5 }, run());
	model.dispose();
	return { rows, loss: model.diagnostics!.loss as number };
}

test("auto passes over a software adapter, says so, and finds the wasm binary where the bundler put it", async () => {
	const backend = await startBackend();
	expect(backend.name).toBe("wasm");
	expect(backend.reason).toMatch(/WebGPU (runs in software here|found no adapter)/);
	expect(await useBackend({})).toBe(backend);
});

test("webgpu, asked for by name, computes the same layer, trains the same step, and gives every tensor back", async () => {
	const wasm = { layer: await layerGradients(), trained: await trainAndSample() };
	const backend = await startBackend("webgpu");
	expect(backend).toMatchObject({ name: "webgpu", reason: expect.stringMatching(/requested and runs on .+/) });
	expect(getBackend()).toBe("webgpu");
	const before = memory().numTensors;
	const layer = await layerGradients();
	for (const [i, want] of wasm.layer.entries())
		expect(Math.abs(layer[i]! - want)).toBeLessThan(1e-3 * (1 + Math.abs(want)));
	const trained = await trainAndSample();
	expect(trained.loss / wasm.trained.loss).toBeCloseTo(1, 2);
	expect(trained.rows.columns.map((c) => c.kind)).toEqual(table.columns.map((c) => c.kind));
	expect(memory().numTensors).toBe(before);
});
