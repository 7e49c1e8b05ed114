import { beforeAll, describe, expect, test } from "vitest";
import { gumbelSoftmax, membership, spanCrossEntropy, spanSoftmax, straightThrough } from "../../src/nn/spans";
import { mul, sum, type Tensor2D, tensor2d, valueAndGrads } from "../../src/nn/tf";
import { createRandom } from "../../src/random";
import { startNodeBackend } from "./node-backend";

const [B, WIDTHS] = [4, [3, 1, 2]] as const;
const S = 6;
const random = createRandom("spans");
const normals = () => Float32Array.from({ length: B * S }, () => random.normal());
const logits = normals();

function checkGradient(f: (x: Tensor2D) => ReturnType<typeof sum>): void {
	const { grads } = valueAndGrads((x) => f(x as Tensor2D) as never)([tensor2d(logits, [B, S])]);
	const analytic = grads[0]!.dataSync();
	logits.forEach((_, i) => {
		const at = (by: number) =>
			f(
				tensor2d(
					logits.map((v, j) => (j === i ? v + by : v)),
					[B, S],
				),
			).dataSync()[0]!;
		expect(Math.abs(analytic[i]! - (at(0.01) - at(-0.01)) / 0.02)).toBeLessThan(5e-3);
	});
}

describe.each(["cpu", "wasm"] as const)("on %s", (backend) => {
	beforeAll(() => startNodeBackend(backend));

	test("each column's softmax sums to 1", () => {
		const p = spanSoftmax(tensor2d(logits, [B, S]), WIDTHS).dataSync();
		for (let b = 0; b < B; b++) {
			expect(p[b * S]! + p[b * S + 1]! + p[b * S + 2]!).toBeCloseTo(1, 5);
			expect(p[b * S + 3]).toBeCloseTo(1, 5);
			expect(p[b * S + 4]! / p[b * S + 5]!).toBeCloseTo(Math.exp(logits[b * S + 4]! - logits[b * S + 5]!), 3);
		}
	});

	test("the likeliest state of each column is taken whole, and passes its gradient on", () => {
		const weights = tensor2d(normals(), [B, S]);
		const hard = straightThrough(tensor2d(logits, [B, S]), WIDTHS).dataSync();
		for (let b = 0; b < B; b++) {
			const own = [...logits.slice(b * S, b * S + 3)];
			expect([...hard.slice(b * S, b * S + 3)]).toEqual(own.map((v) => (v === Math.max(...own) ? 1 : 0)));
			expect(hard[b * S + 3]).toBe(1);
		}
		const { grads } = valueAndGrads((x) => sum(mul(straightThrough(x as Tensor2D, WIDTHS), weights)))([
			tensor2d(logits, [B, S]),
		]);
		expect([...grads[0]!.dataSync()]).toEqual([...weights.dataSync()]);
	});

	test("cross-entropy of the columns asked for has the gradient of finite differences", () => {
		const [target, asked] = [new Float32Array(B * S), new Float32Array(B * S)];
		for (let b = 0; b < B; b++) {
			const [from, to] = b % 2 ? [0, 3] : [4, 6];
			target[b * S + from] = 1;
			asked.fill(1, b * S + from, b * S + to);
		}
		checkGradient((x) => spanCrossEntropy(x, tensor2d(target, [B, S]), WIDTHS, tensor2d(asked, [B, S])));
	});

	test("Gumbel-softmax has the gradient of finite differences", () => {
		const [noise, weights] = [normals(), normals()];
		const member = membership(WIDTHS);
		checkGradient((x) =>
			sum(
				mul(
					gumbelSoftmax(x, tensor2d(noise, [B, S]), 0.8, WIDTHS, tensor2d(member, [S, WIDTHS.length])),
					tensor2d(weights, [B, S]),
				),
			),
		);
	});
});
