import { expect, test } from "vitest";
import { platformRandom } from "../../../src/dp/secure-random";
import { createPrivateBatches } from "../../../src/generators/diffusion/private/batches";
import { partsOf, passes, sizeOf, spansOf } from "../../../src/generators/diffusion/private/network";
import { trainPrivately } from "../../../src/generators/diffusion/private/train";
import { createPrivateStep } from "../../../src/generators/private-step";
import { createGenerator } from "../../../src/index";
import { type BackendName, startBackend } from "../../../src/nn/backend";
import { exampleNorms } from "../../../src/nn/ghost-clipping";
import { layOut, type Shape } from "../../../src/nn/mlp/layout";
import { startParameters } from "../../../src/nn/mlp/start";
import { memory, tensor2d, tidy } from "../../../src/nn/tf";
import { createRandom } from "../../../src/random";
import type { TokenColumn } from "../../../src/tokens/tokens";
import { createRun } from "../../../src/worker/run";
import { numeric, tableOf, times, worded } from "../../encode/tables";
import { relativeError } from "./device";

const [UNITS, COPIES] = [40, 2];
const token = (column: number, states: number): TokenColumn => {
	return { column, states, bins: 0, number: -1, code: column, divisor: 1, remainder: false };
};
const shape: Shape<TokenColumn> = { tokens: [token(0, 3), token(1, 5)], width: 8, layers: 1, pieces: 4 };
const layout = layOut(shape);
const parts = partsOf(shape, layout);
const random = createRandom("private");
const states = shape.tokens.map((one) => Uint16Array.from({ length: UNITS }, () => random.int(one.states)));
const table = { rows: UNITS, tokens: shape.tokens, states, scores: [undefined, undefined] };
const counts = shape.tokens.map((one) => new Float64Array(one.states).fill(1));
const start = startParameters(shape, layout, counts, random.stream("start"));
const unitRows = (unit: number) => [unit];

/** Squared norms of the units' gradients at parameters of chance, by ghost clipping. */
async function norms(): Promise<Float32Array> {
	const chance = createRandom("parameters");
	const batches = createPrivateBatches(table, shape, layout, { units: UNITS, copies: COPIES }, unitRows, chance);
	batches.write(Array.from({ length: UNITS }, (_, u) => u));
	const { N, I, F, S } = batches.shape;
	const { inputs, weights, targets } = batches.arrays;
	const found = tidy(() => {
		const parameters = parts.map(({ shape: [r, c] }) => {
			return tensor2d(
				Float32Array.from({ length: r * c }, () => 0.4 * chance.normal()),
				[r, c],
			);
		});
		const batch = {
			inputs: tensor2d(inputs, [N, I]),
			weights: tensor2d(weights, [N, F]),
			targets: tensor2d(targets, [N, S]),
		};
		return exampleNorms(passes(parameters, batch, tensor2d(spansOf(shape), [S, F])), COPIES);
	});
	const values = (await found.data()) as Float32Array;
	found.dispose();
	return values.slice();
}

/** Trains for a few steps, with the noise of the promise or with none. */
async function train(noise: boolean): Promise<Float32Array> {
	const length = sizeOf(parts);
	const given = { rate: 0.5, noise: 1, steps: 2 };
	const step = createPrivateStep(given, { units: UNITS, bound: 1, length }, platformRandom());
	const exact = {
		...step,
		batch: () => Int32Array.from({ length: UNITS }, (_, u) => u),
		noisy: (sum: ArrayLike<number>) => Float64Array.from(sum),
	};
	const masks = createRandom("masks");
	const training = {
		steps: 2,
		copies: COPIES,
		batchUnits: UNITS / 2,
		learningRate: 0.01,
		unitsAtOnce: 20,
		unitRows,
		masks,
	};
	const run = createRun({ random: createRandom("run") });
	return trainPrivately(table, shape, start, noise ? step : exact, training, run);
}

test("ghost clipping finds the same norms, and steps without noise the same parameters, in plain loops, on wasm and on WebGPU", async () => {
	const found: Record<string, { norms: Float32Array; trained: Float32Array }> = {};
	for (const backend of ["cpu", "wasm", "webgpu"] satisfies BackendName[]) {
		await startBackend(backend);
		const before = memory().numTensors;
		found[backend] = { norms: await norms(), trained: await train(false) };
		const noisy = await train(true);
		expect(noisy.every(Number.isFinite)).toBe(true);
		expect(noisy).not.toEqual(found[backend]!.trained);
		expect(memory().numTensors).toBe(before);
	}
	const { cpu, wasm, webgpu } = found;
	expect(new Set(cpu!.norms).size).toBeGreaterThan(10);
	for (const one of [wasm!, webgpu!]) {
		for (const [u, norm] of cpu!.norms.entries()) expect(Math.abs(one.norms[u]! / norm - 1)).toBeLessThan(1e-4);
		expect(relativeError(one.trained, cpu!.trained)).toBeLessThan(1e-3);
	}
});

test.each(["wasm", "webgpu"] as const)("a generator trains under its promise in a worker on %s", async (device) => {
	const people = tableOf(
		worded(
			"trade",
			times(600, (i) => (i % 3 ? "clerk" : "smith")),
		),
		numeric(
			"age",
			times(600, (i) => 20 + ((i * 7) % 40)),
			"integer",
			0,
		),
	);
	const options = { steps: 3, batchRows: 60, width: 8, bins: 4 };
	using generator = await createGenerator("dpgan", options, { device, privacy: { epsilon: 8, delta: 1e-6 } });
	const summary = await generator.fit(people);
	expect(summary.device).toBe(device);
	expect(summary.privacy).toMatchObject({ seeded: false, epsilon: 8 });
	expect(summary.privacy!.spent).toBeLessThanOrEqual(8);
	expect(summary.privacy!.entries.at(-1)!.training).toMatchObject({ steps: 3 });
	expect((await generator.sample(50)).rows).toBe(50);
});
