import { beforeAll, describe, expect, test } from "vitest";
import { createBudget } from "../../../src/dp/budget";
import { createNoisySum } from "../../../src/dp/noisy-sum";
import { exactRate, poissonBatch } from "../../../src/dp/poisson-batch";
import { STANDARD_PROMISE } from "../../../src/dp/promise";
import { createSecureRandom } from "../../../src/dp/secure-random";
import { diffusion } from "../../../src/generators/diffusion";
import { createPrivateBatches } from "../../../src/generators/diffusion/private/batches";
import { eachParameter, partsOf, passes, sizeOf, spansOf } from "../../../src/generators/diffusion/private/network";
import { generatorMetas } from "../../../src/generators/metas";
import { weightedGradients } from "../../../src/nn/ghost-clipping";
import { createNetwork } from "../../../src/nn/mlp/choose";
import { createInputs } from "../../../src/nn/mlp/inputs";
import { layOut, type Shape } from "../../../src/nn/mlp/layout";
import { ones, type Tensor2D, tensor2d } from "../../../src/nn/tf";
import { createRandom } from "../../../src/random";
import type { TokenColumn } from "../../../src/tokens/tokens";
import { createRun } from "../../../src/worker/run";
import { cellsOf, numeric, tableOf, times, worded } from "../../encode/tables";
import { nodeWasmUrl, startNodeBackend } from "../../nn/node-backend";

function seeded(seed: string) {
	const random = createRandom(seed);
	return createSecureRandom((words) => {
		for (let i = 0; i < words.length; i++) words[i] = random.uint32();
	}, false);
}

describe("the network of the private training", () => {
	beforeAll(() => startNodeBackend("cpu"));
	const tokens: TokenColumn[] = [
		{ column: 0, states: 3, bins: 0, number: -1, code: 0, divisor: 1, remainder: false },
		{
			column: 1,
			states: 9,
			bins: 8,
			number: 0,
			code: 1,
			divisor: 1,
			remainder: false,
			scores: Float32Array.of(Number.NaN),
		},
		{ column: 2, states: 2, bins: 0, number: -1, code: 2, divisor: 1, remainder: false },
	];
	const shape: Shape<TokenColumn> = { tokens, width: 8, layers: 2, pieces: 4 };
	const layout = layOut(shape);
	const rows = 6;
	const table = {
		rows,
		tokens,
		states: [Uint16Array.of(0, 1, 2, 0, 1, 2), Uint16Array.of(0, 3, 7, 8, 5, 2), Uint16Array.of(1, 0, 0, 1, 1, 0)],
		scores: [undefined, Float32Array.of(-1.4, -0.2, 1.3, 0, 0.4, -0.5), undefined],
	};

	test("is that which rows are sampled from: its gradient is the slope of that network's loss", async () => {
		const random = createRandom("slope");
		const p = Float32Array.from({ length: layout.size }, () => 0.3 * random.normal());
		const batches = createPrivateBatches(table, shape, layout, { units: rows, copies: 1 }, (u) => [u], random);
		batches.write([0, 1, 2, 3, 4, 5]);
		const { arrays } = batches;
		const { N, I, F, S } = batches.shape;
		const network = await createNetwork("cpu", shape, { batchRows: rows, training: false });
		const { batch } = network;
		const inputs = createInputs(tokens, layout, batch.codes, batch.numbers);
		batch.rows = rows;
		let cell = 0;
		for (let f = 0; f < F; f++) {
			batch.cellStart[f] = cell;
			for (let r = 0; r < rows; r++) {
				const weight = arrays.weights[r * F + f]!;
				const state = table.states[f]![r]!;
				if (weight === 0) inputs.reveal(r, f, state, table.scores[f]?.[r] ?? 0);
				else {
					inputs.mask(r, f);
					batch.cellRow[cell] = r;
					batch.cellState[cell] = state;
					batch.cellValue[cell++] = weight;
				}
			}
		}
		batch.cellStart[F] = cell;
		const parts = partsOf(shape, layout);
		const packed = new Float32Array(sizeOf(parts));
		const seen = new Set<number>();
		eachParameter(parts, (i, at) => {
			packed[i] = p[at]!;
			seen.add(i).add(-1 - at);
		});
		expect(seen.size).toBe(2 * packed.length);
		let from = 0;
		const tensors = parts.map(({ shape: [r, c] }): Tensor2D => {
			from += r * c;
			return tensor2d(packed.slice(from - r * c, from), [r, c]);
		});
		const layers = passes(
			tensors,
			{
				inputs: tensor2d(arrays.inputs, [N, I]),
				weights: tensor2d(arrays.weights, [N, F]),
				targets: tensor2d(arrays.targets, [N, S]),
			},
			tensor2d(spansOf(shape), [S, F]),
		);
		const gradients = await Promise.all(weightedGradients(layers, ones([N, 1])).map((g) => g.data()));
		const gradient = gradients.flatMap((g) => Array.from(g));
		const lossAt = async (move: number, along: Float32Array) => {
			const moved = p.slice();
			eachParameter(parts, (i, at) => {
				moved[at]! += move * along[i]!;
			});
			network.setParameters(moved);
			return network.evaluate();
		};
		for (let trial = 0; trial < 6; trial++) {
			const along = Float32Array.from(packed, () => random.normal());
			const h = 3e-3;
			const slope = ((await lossAt(h, along)) - (await lossAt(-h, along))) / (2 * h);
			const told = gradient.reduce((sum, g, i) => sum + g * along[i]!, 0);
			expect(Math.abs(told - slope)).toBeLessThan(0.02 * (1 + Math.abs(slope)));
		}
	});
});

describe("what touches the rows", () => {
	test("batches are Poisson ones: of any size, every unit by itself", () => {
		const rate = exactRate(0.05);
		const random = seeded("batches");
		const sizes = times(400, () => poissonBatch(200, rate, random).length);
		const mean = sizes.reduce((a, b) => a + b, 0) / sizes.length;
		const variance = sizes.reduce((sum, n) => sum + (n - mean) ** 2, 0) / sizes.length;
		expect(Math.abs(mean - 200 * rate)).toBeLessThan(4.5 * Math.sqrt((200 * rate) / 400));
		expect(variance / (200 * rate * (1 - rate))).toBeGreaterThan(0.7);
		expect(variance / (200 * rate * (1 - rate))).toBeLessThan(1.35);
		expect(poissonBatch(0, rate, random).length).toBe(0);
	});

	test("noise is added to an empty batch too, as wide as the bound asks for, on a grid", () => {
		const length = 20_000;
		const add = createNoisySum({ bound: 2, noise: 1.5, length }, seeded("sum"));
		const noisy = add(new Float32Array(length));
		const deviation = Math.sqrt(noisy.reduce((sum, x) => sum + x * x, 0) / length);
		expect(deviation / 3).toBeGreaterThan(0.98);
		expect(deviation / 3).toBeLessThan(1.03);
		const sensitivity = (2 * 1.005) / (1 - (1.5 * Math.sqrt(length)) / 2 ** 20);
		const cell = (1.5 * sensitivity) / 2 ** 20;
		for (const x of noisy) expect(Math.abs(x / cell - Math.round(x / cell))).toBeLessThan(1e-6);
	});
});

describe("diffusion under privacy", () => {
	const ROWS = 6000;
	const random = createRandom("pairs");
	const first = times(ROWS, () => (random.uniform() < 0.3 ? "a" : "b"));
	const table = tableOf(
		worded("first", first),
		worded(
			"second",
			first.map((x, i) => (i === 5 ? "nobody else" : random.uniform() < 0.9 ? x : "c")),
		),
		numeric(
			"number",
			first.map((x) => (x === "a" ? random.int(40) : 60 + random.int(40))),
			"integer",
			0,
		),
	);
	const options = generatorMetas.diffusion.defaults;
	const run = (seed: string) => createRun({ random: createRandom(seed), device: "wasm", wasmUrl: nodeWasmUrl() });
	const kept = (seed: string, more: object = {}) => ({
		...run(seed),
		privacy: createBudget({ ...STANDARD_PROMISE, epsilon: 6, delta: 1e-6, ...more }, seeded(seed)),
	});

	test("learns what depends on what, within the budget, and tells no category that one row has", async () => {
		const quick = { ...options, steps: 40, batchRows: 600, width: 16, learningRate: 0.01 };
		const model = await diffusion.fit(table, quick, kept("fit"));
		const { epsilonSpent, ledger, better } = model.diagnostics!;
		expect(epsilonSpent).toBeLessThanOrEqual(6);
		expect(epsilonSpent).toBeGreaterThan(5.9);
		expect(ledger).toMatch(/Training: 40 steps on batches that hold each row with chance 0\.\d+/);
		expect(better).toMatch(/clique-tree/);
		expect(model.privacy!.entries.at(-1)!.training!.steps).toBe(40);
		const rows = await model.sample({ rows: 2000 }, run("sample"));
		const [a, b, n] = rows.columns.map(cellsOf);
		expect(b).not.toContain("nobody else");
		const together = a!.filter((x, i) => x === "a" && b![i] === "a").length / a!.filter((x) => x === "a").length;
		expect(together).toBeGreaterThan(0.7);
		const low = a!.filter((x, i) => (x === "a") === (n![i] as number) < 50).length / 2000;
		expect(low).toBeGreaterThan(0.85);
		model.dispose();
	});

	test("is refused where noise would outweigh what it learns, with the sentence why", async () => {
		await expect(diffusion.fit(table, options, kept("weak", { epsilon: 2 }))).rejects.toThrow(
			/needs epsilon 3 or more, and 2 was given: the noise .* clique-tree/,
		);
		const few = tableOf(
			numeric(
				"n",
				times(900, (i) => i % 50),
				"integer",
				0,
			),
		);
		await expect(diffusion.fit(few, options, kept("few"))).rejects.toThrow(
			/needs about 5,000 rows, and the noisy count/,
		);
		await expect(diffusion.fit(table, { ...options, method: "columns" }, kept("columns"))).rejects.toThrow(
			/method "columns" cannot keep a promise/,
		);
	});
});
