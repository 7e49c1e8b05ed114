import { beforeAll, describe, expect, test } from "vitest";
import { type MultinomialBatch, multinomialLoss } from "../../../src/generators/tabddpm/loss";
import { posterior } from "../../../src/generators/tabddpm/multinomial";
import { createSchedule } from "../../../src/generators/tabddpm/schedule";
import {
	add,
	div,
	exp,
	log,
	memory,
	mul,
	neg,
	type Scalar,
	slice,
	sum,
	type Tensor,
	type Tensor2D,
	tensor2d,
	valueAndGrads,
} from "../../../src/nn/tf";
import { createRandom } from "../../../src/random";
import { startNodeBackend } from "../../nn/node-backend";

const [B, levels] = [16, [3, 5, 2]];
const S = 10;
const schedule = createSchedule("cosine", 50);

function randomBatch(): { batch: MultinomialBatch; tensors: Tensor[]; logits: Tensor2D } {
	const random = createRandom(8);
	const arrays = {
		now: new Float32Array(B * S),
		beta: new Float32Array(B * S),
		q: new Float32Array(B * S),
		alphaBar: new Float32Array(B),
	};
	const z = Float32Array.from({ length: B * S }, () => 3 * random.normal());
	for (let i = 0; i < B; i++) {
		const t = i === 0 ? 0 : random.int(50);
		arrays.alphaBar[i] = schedule.alphaBarBefore[t]!;
		let at = i * S;
		for (const K of levels) {
			const [x0, xt] = [random.int(K), random.int(K)];
			posterior(x0, xt, K, t, schedule, arrays.q, at);
			for (let k = 0; k < K; k++) {
				arrays.now[at + k] = (1 - schedule.alpha[t]!) / K + (k === xt ? schedule.alpha[t]! : 0);
				arrays.beta[at + k] = (1 - schedule.alphaBarBefore[t]!) / K;
			}
			at += K;
		}
	}
	const member = new Float32Array(S * 3);
	[0, 0, 0, 1, 1, 1, 1, 1, 2, 2].forEach((c, s) => {
		member[s * 3 + c] = 1;
	});
	const memberT = Float32Array.from({ length: 3 * S }, (_, i) => member[(i % S) * 3 + Math.floor(i / S)]!);
	const batch = {
		now: tensor2d(arrays.now, [B, S]),
		beta: tensor2d(arrays.beta, [B, S]),
		q: tensor2d(arrays.q, [B, S]),
		alphaBar: tensor2d(arrays.alphaBar, [B, 1]),
		member: tensor2d(member, [S, 3]),
		memberT: tensor2d(memberT, [3, S]),
	};
	const logits = tensor2d(z, [B, S]);
	return { batch, tensors: [...Object.values(batch), logits], logits };
}

/** The same in the plainest operations, span by span, differentiated by tfjs. */
function plainLoss(logits: Tensor, { now, beta, q, alphaBar }: MultinomialBatch): Scalar {
	let total: Tensor | undefined;
	let at = 0;
	for (const K of levels) {
		const span = (x: Tensor) => slice(x, [0, at], [B, K]);
		const e = exp(span(logits));
		const x0 = div(e, sum(e, 1, true));
		const w = mul(span(now), add(mul(alphaBar, x0), span(beta)));
		const part = neg(sum(mul(span(q), log(div(w, sum(w, 1, true))))));
		total = total ? add(total, part) : part;
		at += K;
	}
	return total as Scalar;
}

describe.each(["wasm", "cpu"] as const)("on %s the multinomial loss", (backend) => {
	beforeAll(() => startNodeBackend(backend));

	test("and its gradient are those of the plain formula", async () => {
		const before = memory().numTensors;
		const { batch, tensors, logits } = randomBatch();
		const got = valueAndGrads((z: Tensor) => multinomialLoss(z as Tensor2D, batch))([logits]);
		const want = valueAndGrads((z: Tensor) => plainLoss(z, batch))([logits]);
		expect((await got.value.data())[0]! / (await want.value.data())[0]!).toBeCloseTo(1, 4);
		const [a, b] = [await got.grads[0]!.data(), await want.grads[0]!.data()];
		for (let i = 0; i < a.length; i++) expect(Math.abs(a[i]! - b[i]!)).toBeLessThan(1e-4);
		for (const t of [...tensors, got.value, want.value, ...got.grads, ...want.grads]) t.dispose();
		expect(memory().numTensors).toBe(before);
	});

	test("stays finite for logits that no softmax in single precision survives", async () => {
		const { batch, tensors, logits } = randomBatch();
		const wild = mul(logits, 1000) as Tensor2D;
		const { value, grads } = valueAndGrads((z: Tensor) => multinomialLoss(z as Tensor2D, batch))([wild]);
		expect(Number.isFinite((await value.data())[0])).toBe(true);
		expect((await grads[0]!.data()).every(Number.isFinite)).toBe(true);
		for (const t of [...tensors, wild, value, ...grads]) t.dispose();
	});
});
