import { beforeAll, describe, expect, test } from "vitest";
import { dense } from "../../src/nn/dense";
import {
	add,
	matMul,
	memory,
	mul,
	relu,
	type Scalar,
	sum,
	type Tensor,
	type Tensor2D,
	tensor1d,
	tensor2d,
	valueAndGrads,
} from "../../src/nn/tf";
import { createRandom } from "../../src/random";
import { startNodeBackend } from "./node-backend";

const [B, I, O] = [64, 19, 23];

function normals(length: number, seed: number): Float32Array {
	const random = createRandom(seed);
	return Float32Array.from({ length }, () => random.normal());
}

describe.each(["wasm", "cpu"] as const)("on %s a dense layer", (backend) => {
	beforeAll(() => startNodeBackend(backend));

	test.each(["linear", "relu"] as const)("has the gradients of tfjs's own operations (%s)", async (activation) => {
		const before = memory().numTensors;
		const x = tensor2d(normals(B * I, 1), [B, I]);
		const w = tensor2d(normals(I * O, 2), [I, O]);
		const b = tensor1d(normals(O, 3));
		const target = tensor2d(normals(B * O, 4), [B, O]);
		const lossOf = (y: Tensor): Scalar => sum(mul(y, target));
		const plain = (x: Tensor, w: Tensor, b: Tensor): Scalar => {
			const y = add(matMul(x, w), b);
			return lossOf(activation === "relu" ? relu(y) : y);
		};
		const ours = (x: Tensor, w: Tensor, b: Tensor): Scalar =>
			lossOf(dense(x as Tensor2D, w as Tensor2D, b as typeof bias, { activation }));
		const bias = b;
		const want = valueAndGrads(plain)([x, w, b]);
		const got = valueAndGrads(ours)([x, w, b]);
		const withoutInput = valueAndGrads((w: Tensor, b: Tensor) =>
			lossOf(dense(x, w as Tensor2D, b as typeof bias, { activation, inputGradient: false })),
		)([w, b]);
		const close = async (a: Tensor, b: Tensor) => {
			const [p, q] = [await a.data(), await b.data()];
			expect(p.length).toBe(q.length);
			for (let i = 0; i < p.length; i++) expect(Math.abs(p[i]! - q[i]!)).toBeLessThan(1e-3 * (1 + Math.abs(q[i]!)));
		};
		await close(got.value, want.value);
		for (let i = 0; i < 3; i++) await close(got.grads[i]!, want.grads[i]!);
		await close(withoutInput.grads[0]!, want.grads[1]!);
		await close(withoutInput.grads[1]!, want.grads[2]!);
		for (const { value, grads } of [want, got, withoutInput]) {
			value.dispose();
			for (const g of grads) g.dispose();
		}
		for (const t of [x, w, b, target]) t.dispose();
		expect(memory().numTensors).toBe(before);
	});
});
