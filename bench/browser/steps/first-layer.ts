// B rows, F columns of K levels, W width
import { createHeap } from "../../../src/nn/kernels/heap";
import { rowMajor } from "../../../src/nn/kernels/primitives";
import { createRandom } from "../../../src/random";
import { timeInTurn } from "./timing";

const [B, W] = [1024, 256];
/** Levels up to which the one-hot product is timed beside: above, its matrix alone takes hundreds of megabytes. */
const MOST_ONE_HOT = 1000;

/** Milliseconds of the first layer for F columns of `levels` levels, forward and backward, and of the one-hot product. */
export async function firstLayer(levels: number, F: number) {
	const table = F * levels * W;
	const oneHot = levels <= MOST_ONE_HOT;
	const hot = oneHot ? F * levels : 1;
	const plan = { codes: B * F, table, gradient: table, h: B * W, x: B * hot, scratch: 256 * 512 + 256 * 96 };
	const { ops, blocks } = await createHeap("wasm", plan);
	const { codes, h, x, gradient, scratch } = blocks;
	const random = createRandom("first layer");
	for (let i = 0; i < B * F; i++) {
		codes.i32[i] = (i % F) * levels + random.int(levels);
		if (oneHot) x.f32[Math.floor(i / F) * hot + codes.i32[i]!] = 1;
	}
	for (let i = 0; i < table; i++) blocks.table.f32[i] = (i % 7) - 3;
	const [left, right] = [rowMajor(x.at, hot), rowMajor(blocks.table.at, W)];
	const timings = await timeInTurn(
		{
			forward: () => ops.embed(h.at, codes.at, blocks.table.at, B, F, W),
			backward: () => ops.embedGradient(gradient.at, codes.at, h.at, B, F, W),
			product: () => oneHot && ops.gemm({ at: h.at, row: W }, left, right, { m: B, n: W, k: hot }, scratch.at),
		},
		oneHot ? 8 : 60,
	);
	return {
		levels,
		columns: F,
		rows: B,
		"table (MB)": (4 * table) / 2 ** 20,
		"forward ms": timings.forward.best,
		"backward ms": timings.backward.best,
		"one-hot forward ms": oneHot ? timings.product.best : null,
	};
}

/** GFLOP/s of the matrix product of `rows` × 256 by 256 × 256. */
export async function gemmRate(rows: number): Promise<number> {
	const plan = { a: rows * W, b: W * W, c: rows * W, scratch: 256 * 512 + 256 * 96 };
	const { ops, blocks } = await createHeap("wasm", plan);
	const { a, b, c, scratch } = blocks;
	a.f32.fill(0.5);
	b.f32.fill(0.25);
	const size = { m: rows, n: W, k: W };
	const { product } = await timeInTurn(
		{ product: () => ops.gemm({ at: c.at, row: W }, rowMajor(a.at, W), rowMajor(b.at, W), size, scratch.at) },
		60,
	);
	return (2 * rows * W * W) / product.best / 1e6;
}
