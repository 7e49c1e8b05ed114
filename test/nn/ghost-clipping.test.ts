import { beforeAll, describe, expect, test } from "vitest";
import { exampleNorms, type LayerPass, weightedGradients } from "../../src/nn/ghost-clipping";
import { type Tensor, type Tensor2D, tensor2d } from "../../src/nn/tf";
import { createRandom } from "../../src/random";
import { startNodeBackend } from "./node-backend";

const close = (got: ArrayLike<number>, wanted: readonly number[], digits = 5) => {
	expect(got.length).toBe(wanted.length);
	for (const [i, value] of wanted.entries()) expect(got[i]).toBeCloseTo(value, digits);
};

/** A network of one hidden layer of ReLU and the loss ½(y − t)², whose norms and clipped sums were found example by example. */
function byHand(): LayerPass[] {
	const x = [
		[1, 2],
		[0, -1],
		[3, 1],
	];
	const [w1, b1] = [
		[
			[0.5, -0.25, 1],
			[0.25, 0.5, -0.5],
		],
		[0.1, 0, -0.1],
	];
	const [w2, b2, t] = [[1, -0.5, 0.25], 0.2, [1, 0, -1]];
	const hidden = x.map(([a, b]) => b1.map((bias, j) => Math.max(0, a! * w1[0]![j]! + b! * w1[1]![j]! + bias)));
	const y = hidden.map((h) => h.reduce((sum, value, j) => sum + value * w2[j]!, b2));
	close(y, [0.925, 0.3, 2.65]);
	const dy = y.map((value, i) => [value - t[i]!]);
	const dh = hidden.map((h, i) => h.map((value, j) => (value > 0 ? dy[i]![0]! * w2[j]! : 0)));
	return [
		{ input: tensor2d(x), gradient: tensor2d(dh), bias: true },
		{ input: tensor2d(hidden), gradient: tensor2d(dy), bias: true },
	];
}

describe.each(["wasm", "cpu"] as const)("on %s", (backend) => {
	beforeAll(() => startNodeBackend(backend));

	test("norms of single examples and their clipped sum are those found example by example", async () => {
		const layers = byHand();
		const norms = Array.from(await exampleNorms(layers, 1).data(), Math.sqrt);
		close(norms, [0.24038056, 0.34007352, 17.06936071]);
		const weights = tensor2d(norms.map((norm) => [Math.min(1, 1 / norm)]));
		const [dW1, db1, dW2, db2] = await Promise.all(weightedGradients(layers, weights).map((g: Tensor) => g.data()));
		close(dW1!, [0.5665003, 0.0375, 0.1603751, 0.0638334, 0.075, -0.0215416]);
		close(db1!, [0.1388334, 0.0375, 0.1284584]);
		close(dW2!, [0.3130919, -0.05625, 0.6332002]);
		close(db2!, [0.4388334]);
	});

	test("copies of an example are averaged before the norm is taken", async () => {
		const [examples, copies] = [5, 3];
		const random = createRandom("copies");
		const normal = (n: number): Tensor2D =>
			tensor2d(
				Float32Array.from({ length: examples * copies * n }, () => random.normal()),
				[examples * copies, n],
			);
		const layers: LayerPass[] = [
			{ input: normal(4), gradient: normal(6), bias: false },
			{ input: normal(6), gradient: normal(2), bias: true },
		];
		const norms = await exampleNorms(layers, copies).data();
		for (let e = 0; e < examples; e++) {
			const only = Array.from({ length: examples * copies }, (_, n) => [Math.floor(n / copies) === e ? 1 / copies : 0]);
			const gradients = await Promise.all(weightedGradients(layers, tensor2d(only)).map((g) => g.data()));
			const square = gradients.flatMap((g) => Array.from(g)).reduce((sum, value) => sum + value * value, 0);
			expect(norms[e]! / square).toBeCloseTo(1, 4);
		}
	});
});
