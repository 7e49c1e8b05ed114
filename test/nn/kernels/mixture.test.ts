import { describe, expect, test } from "vitest";
import { createHeap } from "../../../src/nn/kernels/heap";
import { COMPONENTS } from "../../../src/nn/kernels/primitives";
import { cutsOf } from "../../../src/nn/mlp/layout";
import { createRandom } from "../../../src/random";

/** 5 rows of 13 bins, two further states and the components. */
const [N, BINS, AT, M, STRIDE, FREE] = [5, 13, 16, COMPONENTS, 32, 0.4];
const PLAN = { logits: N * STRIDE, kept: N * (STRIDE + M * 16), cuts: 16, start: N * STRIDE };

async function heapOf(backend: "cpu" | "wasm") {
	const heap = await createHeap(backend, PLAN);
	const random = createRandom("mixture");
	heap.blocks.cuts.f32.set(cutsOf({ bins: BINS }));
	for (let i = 0; i < N * STRIDE; i++) heap.blocks.start.f32[i] = random.normal();
	// One row is steeper than is allowed.
	heap.blocks.start.f32[AT + 2 * M] = 7;
	heap.blocks.logits.f32.set(heap.blocks.start.f32);
	return heap;
}

type Heap = Awaited<ReturnType<typeof heapOf>>;

const mix = ({ ops, blocks: { logits, kept, cuts } }: Heap) =>
	ops.mixBins(logits.at, kept.at, cuts.at, N, BINS, AT, M, STRIDE, FREE);
const unmix = ({ ops, blocks: { logits, kept, cuts } }: Heap) =>
	ops.mixBinsGradient(logits.at, kept.at, cuts.at, N, BINS, AT, M, STRIDE, FREE);

describe("bins as a mixture of logistics", () => {
	test("gives each bin its probability under the mixture, relative to its mass", async () => {
		const heap = await heapOf("cpu");
		mix(heap);
		const row = heap.blocks.start.f32.subarray(STRIDE, 2 * STRIDE);
		const weights = [...row.subarray(AT, AT + M)].map(Math.exp);
		const total = weights.reduce((a, b) => a + b);
		// The distribution function of a logistic at a share of rows, on that share's logit.
		const below = (share: number) =>
			weights.reduce((sum, w, m) => {
				const place = row[AT + M + m]!;
				const steep = Math.exp(row[AT + 2 * M + m]!);
				return sum + w / total / (1 + Math.exp(-steep * (Math.log(share / (1 - share)) - place)));
			}, 0);
		for (let k = 0; k < BINS; k++) {
			const p = (k + 1 < BINS ? below((k + 1) / BINS) : 1) - (k > 0 ? below(k / BINS) : 0);
			const expected = FREE * row[k]! + Math.log(BINS * p + 1e-4);
			expect(heap.blocks.logits.f32[STRIDE + k]!).toBeCloseTo(expected, 4);
		}
		expect(heap.blocks.logits.f32[STRIDE + BINS]).toBe(row[BINS]);
	});

	test("its gradient is that of finite differences", async () => {
		const heap = await heapOf("cpu");
		const random = createRandom("upstream");
		const upstream = Float64Array.from({ length: N * STRIDE }, (_, i) => (i % STRIDE < BINS ? random.normal() : 0));
		const value = (i: number, by: number) => {
			const { logits, start } = heap.blocks;
			logits.f32.set(start.f32);
			logits.f32[i]! += by;
			mix(heap);
			return logits.f32.reduce((sum, x, j) => sum + x * upstream[j]!, 0);
		};
		value(0, 0);
		heap.blocks.logits.f32.set(upstream);
		unmix(heap);
		const gradient = heap.blocks.logits.f32.slice();
		for (let i = 0; i < N * STRIDE; i++) {
			const j = i % STRIDE;
			if (j >= BINS && (j < AT || j >= AT + 3 * M)) continue;
			const h = 1e-2;
			const expected = (value(i, h) - value(i, -h)) / (2 * h);
			expect(Math.abs(gradient[i]! - expected), `element ${j}`).toBeLessThan(0.01 * (1 + Math.abs(expected)));
		}
	});

	test("wasm equals the plain loops", async () => {
		const [cpu, wasm] = [await heapOf("cpu"), await heapOf("wasm")];
		for (const work of [mix, unmix]) {
			for (const heap of [cpu, wasm]) work(heap);
			for (let i = 0; i < N * STRIDE; i++) {
				const [a, b] = [cpu.blocks.logits.f32[i]!, wasm.blocks.logits.f32[i]!];
				expect(Math.abs(a - b), `element ${i % STRIDE}`).toBeLessThan(2e-4 * (1 + Math.abs(a)));
			}
		}
	});
});
