import { describe, expect, test } from "vitest";
import { createHeap } from "../../../src/nn/kernels/heap";
import { rowMajor, transposed } from "../../../src/nn/kernels/primitives";
import { compileKernels } from "../../../src/nn/kernels/wasm/compile.mjs";
import { modules } from "../../../src/nn/kernels/wasm/modules";
import { createRandom } from "../../../src/random";

/** Blocks large enough for every case below. */
const PLAN = { x: 9000, y: 9000, z: 9000, u: 9000, v: 9000, index: 4000, scratch: 60_000 };
type Heap = Awaited<ReturnType<typeof createHeap<typeof PLAN>>>;

/** The same random numbers on both heaps. */
async function twins(seed: number): Promise<[Heap, Heap]> {
	const heaps: [Heap, Heap] = [await createHeap("cpu", PLAN), await createHeap("wasm", PLAN)];
	for (const { blocks } of heaps) {
		const random = createRandom(seed);
		for (const name of ["x", "y", "z", "u", "v"] as const) {
			for (let i = 0; i < PLAN[name]; i++) blocks[name].f32[i] = random.normal();
		}
	}
	return heaps;
}

/** Runs `work` on both and expects a block to hold the same numbers within a relative error. */
async function expectAlike(name: "x" | "y" | "z" | "u", n: number, work: (heap: Heap) => unknown, tolerance = 1e-5) {
	const [cpu, wasm] = await twins(11);
	const [a, b] = [work(cpu), work(wasm)];
	if (typeof a === "number") expect(Math.abs(a - (b as number))).toBeLessThan(tolerance * (1 + Math.abs(a)));
	for (let i = 0; i < n; i++) {
		const [p, q] = [cpu.blocks[name].f32[i]!, wasm.blocks[name].f32[i]!];
		expect(Math.abs(p - q), `${name}[${i}]: ${p} on the CPU, ${q} on wasm`).toBeLessThan(tolerance * (1 + Math.abs(p)));
	}
}

describe("the wasm primitives equal the plain loops", () => {
	// Sizes around the 6 × 8 tile, the 96-row and the 256-deep panel.
	test.each([
		[1, 1, 1],
		[6, 8, 4],
		[7, 9, 5],
		[97, 17, 33],
		[13, 24, 300],
	])("gemm of %i × %i, %i deep, plain and transposed", async (m, n, k) => {
		for (const left of [(at: number) => rowMajor(at, k), (at: number) => transposed(at, m)]) {
			for (const right of [(at: number) => rowMajor(at, n), (at: number) => transposed(at, k)]) {
				await expectAlike("z", m * n, ({ ops, blocks: { x, y, z, scratch } }) =>
					ops.gemm({ at: z.at, row: n }, left(x.at), right(y.at), { m, n, k }, scratch.at),
				);
			}
		}
	});

	test("gemm into scattered rows", async () => {
		await expectAlike("z", 40 * 20, ({ ops, blocks: { x, y, z, index, scratch } }) => {
			index.i32.set(Array.from({ length: 33 }, (_, i) => (i * 7) % 40));
			const into = { at: z.at, row: 20, rows: index.at };
			ops.gemm(into, rowMajor(x.at, 9), transposed(y.at, 9), { m: 33, n: 20, k: 9 }, scratch.at);
		});
	});

	test("silu and its slope", async () => {
		await expectAlike("x", 4000, ({ ops, blocks: { x, y, z } }) => ops.silu(x.at, y.at, z.at, 4000));
		await expectAlike("y", 4000, ({ ops, blocks: { x, y, z } }) => ops.silu(x.at, y.at, z.at, 4000));
	});

	test("row operations", async () => {
		const rows = (heap: Heap) => {
			heap.blocks.index.i32.set(Array.from({ length: 30 }, (_, i) => (i * 7) % 40));
			return heap;
		};
		await expectAlike("x", 4000, (heap) => {
			const { ops, blocks } = rows(heap);
			const { x, y, z, u, index } = blocks;
			ops.gatherRows(x.at, y.at, index.at, 30, 20);
			ops.addRow(x.at, u.at, 30, 20);
			ops.sumRows(x.at, z.at, 30, 20);
			ops.embed(x.at, index.at, y.at, 10, 3, 20);
			ops.embedGradient(x.at, index.at, z.at, 10, 3, 20);
			ops.fillRows(x.at + 4 * 2000, u.at, 5, 20);
			ops.multiplyTo(x.at + 4 * 2400, y.at, 100);
			ops.addTo(x.at + 4 * 2600, y.at, 100);
		});
	});

	test("scores and ramps, at their ends, between and missing, and their gradient", async () => {
		const [N, W] = [3, 8];
		const numbers = (heap: Heap) => {
			const { index, v } = heap.blocks;
			index.i32.set([0, 5, 6, 0, 8, 11]);
			for (let i = 0; i < 40; i++) {
				for (let j = 0; j < N; j++) {
					const ramps = index.i32[2 * j + 1]!;
					v.f32[2 * (4 * i + j) + 1] = i % 5 === j ? -1 : i < 10 ? i % 2 && ramps : (ramps * (i + 0.3)) / 40;
				}
			}
			return heap;
		};
		await expectAlike("x", 40 * W, (heap) => {
			const { ops, blocks } = numbers(heap);
			const { x, y, z, v, index } = blocks;
			ops.ramps(x.at, v.at, index.at, y.at, z.at, 40, N, 4, W);
		});
		await expectAlike("y", 20 * W, (heap) => {
			const { ops, blocks } = numbers(heap);
			const { x, y, z, v, index } = blocks;
			ops.rampsGradient(x.at, v.at, index.at, y.at, z.at, 40, N, 4, W);
		});
	});

	test("dropout keeps the same cells and scales them", async () => {
		await expectAlike("x", 2000, ({ ops, blocks: { x, y, z } }) =>
			ops.dropout(x.at, y.at, 2000, { bytes: z.at, bank: 4096, offset: 3000, threshold: 64, scale: 4 / 3 }),
		);
	});

	test("cross-entropy, its gradient and the drawn levels", async () => {
		const targets = (heap: Heap) => {
			for (let i = 0; i < 40; i++) {
				heap.blocks.index.i32[i] = (i * 5) % 13;
				heap.blocks.v.f32[i] = (i + 0.5) / 40;
			}
			return heap;
		};
		await expectAlike("x", 40 * 16, (heap) => {
			const { ops, blocks } = targets(heap);
			return ops.crossEntropy(blocks.x.at, blocks.index.at, blocks.v.at, 40, 13, 16);
		});
		const [cpu, wasm] = await twins(3);
		const drawn = [cpu, wasm].map((heap) => {
			const { ops, blocks } = targets(heap);
			ops.drawLevels(blocks.index.at, blocks.x.at, blocks.v.at, 40, 13, 16);
			return [...blocks.index.i32.subarray(0, 40)];
		});
		expect(drawn[1]).toEqual(drawn[0]);
	});

	test("what is not a number stays none, so that divergence is seen", async () => {
		for (const backend of ["cpu", "wasm"] as const) {
			const { ops, blocks } = await createHeap(backend, PLAN);
			const { x, y, z, index, v } = blocks;
			z.f32.set([1, Number.NaN, 300, -300]);
			ops.silu(x.at, y.at, z.at, 4);
			expect([...x.f32.subarray(0, 3)]).toEqual([expect.closeTo(0.731059, 5), Number.NaN, 300]);
			expect(x.f32[3]).toBeCloseTo(0, 30);
			v.f32[0] = 1;
			z.f32.set([1, 2, Number.NaN, 0]);
			expect(ops.crossEntropy(z.at, index.at, v.at, 1, 4, 4)).toBeNaN();
		}
	});

	test("the loss of equal logits is the logarithm of their number", async () => {
		for (const backend of ["cpu", "wasm"] as const) {
			const { ops, blocks } = await createHeap(backend, PLAN);
			blocks.v.f32[0] = 1;
			for (const k of [2, 3, 50, 1000]) {
				blocks.x.f32.fill(0.1, 0, 1000);
				const loss = ops.crossEntropy(blocks.x.at, blocks.index.at, blocks.v.at, 1, k, 1000);
				expect(loss).toBeCloseTo(Math.log(k), 5);
			}
		}
	});

	test("AdamW with its moving average, and the sum of squares", async () => {
		await expectAlike("x", 2000, ({ ops, blocks: { x, y, z, u, v } }) => {
			for (let i = 0; i < 2000; i++) u.f32[i] = Math.abs(u.f32[i]!);
			const state = { p: x.at, g: y.at, m: z.at, v: u.at, ema: v.at };
			const betas = { b1: 0.9, b2: 0.99, epsilon: 1e-8 };
			ops.adamw(state, 2000, { ...betas, rate: 0.01, decay: 0.001, emaKeep: 0.9, rootCorrection: 1.2, scale: 0.5 });
			return ops.sumSquares(x.at, 2000);
		});
	});
});

describe("the compiled modules", () => {
	test("are those of the sources beside them (npm run kernels)", async () => {
		const compiled = await compileKernels();
		// Not toEqual: a difference would print twenty kilobytes of base64.
		expect(compiled.simd === modules.simd).toBe(true);
		expect(compiled.relaxed === modules.relaxed).toBe(true);
	});

	test("place nothing in the memory they are given", async () => {
		for (const base64 of Object.values(modules)) {
			const bytes = Buffer.from(base64, "base64");
			// Section 11 of a module is its data (WebAssembly core specification, 5.5.16); walk the section headers.
			const sections: number[] = [];
			let at = 8;
			while (at < bytes.length) {
				sections.push(bytes[at++]!);
				let size = 0;
				let shift = 0;
				let byte: number;
				do {
					byte = bytes[at++]!;
					size |= (byte & 127) << shift;
					shift += 7;
				} while (byte & 128);
				at += size;
			}
			expect(sections).not.toContain(11);
		}
	});
});
