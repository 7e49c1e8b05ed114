import { beforeAll, describe, expect, test } from "vitest";
import { createBudget } from "../../src/dp/budget";
import { STANDARD_PROMISE } from "../../src/dp/promise";
import { createSecureRandom } from "../../src/dp/secure-random";
import { dpgan } from "../../src/generators/dpgan";
import { createPrivateCritic } from "../../src/generators/dpgan/critic";
import { generatorMetas } from "../../src/generators/metas";
import { criticScores } from "../../src/nn/adversarial/critic";
import { startParameters, viewParameters } from "../../src/nn/parameters";
import {
	div,
	memory,
	minimum,
	ones,
	type Scalar,
	sqrt,
	sum,
	type Tensor,
	type Tensor1D,
	type Tensor2D,
	tensor1d,
	tensor2d,
	valueAndGrads,
} from "../../src/nn/tf";
import { createRandom } from "../../src/random";
import { createCheckpoints } from "../../src/worker/checkpoints";
import { createRun, type Progress } from "../../src/worker/run";
import { cellsOf, numeric, tableOf, times, worded } from "../encode/tables";
import { startNodeBackend } from "../nn/node-backend";

function seeded(seed: string) {
	const random = createRandom(seed);
	return createSecureRandom((words) => {
		for (let i = 0; i < words.length; i++) words[i] = random.uint32();
	}, false);
}

beforeAll(() => startNodeBackend("wasm"));

test("the critic's sum is that of gradients that are clipped row by row, of the rows that are there", async () => {
	const [rows, S, bound] = [5, 4, 0.7];
	const critic = createPrivateCritic(S, 6);
	const random = createRandom("critic");
	const parameters = viewParameters(critic.layout, tensor1d(startParameters(critic.layout, random)));
	const cells = Float32Array.from({ length: rows * S }, () => 2 * random.normal());
	const weigh = (squares: Tensor1D) => minimum(1, div(bound, sqrt(squares))) as Tensor1D;
	const there = [1, 1, 0, 1, 0];
	const got = await critic.clippedSum(tensor2d(cells, [rows, S]), tensor2d(there, [rows, 1]), parameters, weigh).data();
	const wanted = new Float64Array(critic.length);
	let clipped = 0;
	for (const [r, here] of there.entries()) {
		if (!here) continue;
		const row = tensor2d(cells.slice(r * S, (r + 1) * S), [1, S]);
		const { grads } = valueAndGrads(
			(...w: Tensor[]) => sum(criticScores(row, w, [ones([1, 6]) as Tensor2D])) as Scalar,
		)(parameters);
		const gradient = grads.flatMap((g) => [...g.dataSync()]);
		const norm = Math.sqrt(gradient.reduce((total, g) => total + g * g, 0));
		if (norm > bound) clipped++;
		gradient.forEach((g, i) => {
			wanted[i]! += g * Math.min(1, bound / norm);
		});
	}
	expect(clipped).toBeGreaterThan(0);
	for (const [i, value] of wanted.entries()) expect(got[i]).toBeCloseTo(value, 4);
});

describe("dpgan", () => {
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
	const options = {
		...generatorMetas.dpgan.defaults,
		steps: 120,
		batchRows: 200,
		width: 16,
		bins: 4,
		learningRate: 0.01,
	};
	const run = (seed: string) => createRun({ random: createRandom(seed), device: "wasm" });
	const kept = (seed: string, more: object = {}) => ({
		...run(seed),
		privacy: createBudget({ ...STANDARD_PROMISE, epsilon: 8, delta: 1e-6, ...more }, seeded(seed)),
	});

	test("learns what depends on what, within the budget, and tells no category that one row has", async () => {
		const before = memory().numTensors;
		const model = await dpgan.fit(table, options, kept("fit"));
		const { epsilonSpent, ledger, better } = model.diagnostics!;
		expect(epsilonSpent).toBeLessThanOrEqual(8);
		expect(epsilonSpent).toBeGreaterThan(7.9);
		// Only steps of the critic look at rows.
		expect(ledger).toMatch(/Training: 120 steps on batches that hold each row with chance 0\.\d+/);
		expect(better).toMatch(/clique-tree/);
		const rows = await model.sample({ rows: 2000 }, run("sample"));
		const [a, b, n] = rows.columns.map(cellsOf);
		expect(b).not.toContain("nobody else");
		const together = a!.filter((x, i) => x === "a" && b![i] === "a").length / a!.filter((x) => x === "a").length;
		expect(together).toBeGreaterThan(0.6);
		const low = a!.filter((x, i) => (x === "a") === (n![i] as number) < 50).length / 2000;
		expect(low).toBeGreaterThan(0.75);
		await expect(model.sample({ rows: 1, given: { first: "a" } }, run("given"))).rejects.toThrow(
			/dpgan cannot obey given/,
		);
		model.dispose();
		expect(memory().numTensors).toBe(before);
	});

	test("keeps no checkpoint and tells of no loss: both would tell of the rows beside the ledger", async () => {
		const stored: unknown[] = [];
		const seen: Progress[] = [];
		const checkpoints = createCheckpoints(undefined, (...one) => stored.push(one), 0);
		const watched = createRun({
			random: createRandom(1),
			device: "wasm",
			checkpoints,
			onProgress: (p) => seen.push(p),
		});
		const quick = { ...options, steps: 3 };
		await dpgan.fit(table, quick, { ...watched, privacy: kept("watched").privacy });
		expect(stored).toEqual([]);
		expect(seen.length).toBeGreaterThan(1);
		for (const { loss, heldOut } of seen) expect([loss, heldOut]).toEqual([undefined, undefined]);
	});

	test("refuses steps that the budget holds only with noise beyond all measure", async () => {
		const domains = { first: { levels: ["a", "b"] } };
		const many = { ...options, steps: 1_000_000, criticSteps: 100 };
		await expect(dpgan.fit(table, many, kept("many", { epsilon: 0.01, domains }))).rejects.toThrow(
			/100,000,000 steps would need noise of .* ask for fewer steps, or raise privacy.epsilon/,
		);
	});
});
