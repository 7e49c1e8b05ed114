import { beforeAll, expect, test } from "vitest";
import { createCpu } from "../../../src/nn/kernels/cpu";
import { ADAMW_QUADS, adamw, SQUARE_SUMS, squares } from "../../../src/nn/kernels/gpu/adamw";
import { denseBackward, denseForward, embed, scalarWords } from "../../../src/nn/kernels/gpu/dense";
import { Dispatcher } from "../../../src/nn/kernels/gpu/dispatcher";
import { embedGradient } from "../../../src/nn/kernels/gpu/gradients";
import { randomWords, THREEFRY_PAIRS } from "../../../src/nn/kernels/gpu/threefry";
import { DROPOUT_BANK } from "../../../src/nn/kernels/gpu/tile";
import { rowMajor, transposed } from "../../../src/nn/kernels/primitives";
import { createRandom, threefry2x32 } from "../../../src/random";
import { relativeError, runKernel, startDevice, wave } from "./device";

let device: GPUDevice;
beforeAll(async () => {
	device = await startDevice();
});

const floats = (buffer: ArrayBuffer | undefined) => new Float32Array(buffer!);

/** A heap of plain loops with arrays laid into it, one after the other; byte addresses. */
function twin(...arrays: (Float32Array | Int32Array)[]) {
	const length = arrays.reduce((sum, array) => sum + array.length, 1);
	const { buffer, ops } = createCpu(4 * length);
	let at = 4;
	const addresses = arrays.map((array) => {
		new (array.constructor as Float32ArrayConstructor)(buffer, at, array.length).set(array);
		at += array.byteLength;
		return at - array.byteLength;
	});
	const read = (i: number) => new Float32Array(buffer, addresses[i], arrays[i]!.length);
	return { ops, addresses, read };
}

test("random words are those of the seeded stream, bit for bit", async () => {
	const random = createRandom(7).stream("rows");
	const pairs = 100;
	const to = 3;
	const values = { key0: random.key[0], key1: random.key[1], low: 0, high: 0, pairs, to };
	const [words] = await runKernel(device, randomWords, [new Uint32Array(to + 2 * pairs)], 2, values);
	expect(pairs).toBeGreaterThan(THREEFRY_PAIRS);
	const want = new Uint32Array(to + 2 * pairs);
	random.fill(want.subarray(to));
	expect([...new Uint32Array(words!)]).toEqual([...want]);
});

test("random words go on where the low word of the counter overflows", async () => {
	const values = { key0: 1, key1: 2, low: 0xffffffff, high: 5, pairs: 2, to: 0 };
	const [words] = await runKernel(device, randomWords, [new Uint32Array(4)], 1, values);
	const want = new Uint32Array(4);
	threefry2x32(1, 2, 0xffffffff, 5, want, 0);
	threefry2x32(1, 2, 0, 6, want, 2);
	expect([...new Uint32Array(words!)]).toEqual([...want]);
});

test("AdamW clips, decays the matrices alone and averages, as its twin does", async () => {
	const n = 4 * (ADAMW_QUADS + 8);
	const decaying = 1008;
	const [p, g, m, ema] = [1.1, 0.7, 0.3, 0.9].map((pitch) => wave(n, pitch)) as [
		Float32Array,
		Float32Array,
		Float32Array,
		Float32Array,
	];
	const v = wave(n, 0.2).map((x) => x * x);
	const rates = { rate: 0.02, b1: 0.9, b2: 0.99, epsilon: 1e-8, decay: 0.003, emaKeep: 0.95, rootCorrection: 1.7 };
	const quads = n / 4;
	const [, partial] = await runKernel(device, squares, [g, new Float32Array(SQUARE_SUMS)], SQUARE_SUMS, { quads });
	const arrays = [floats(partial), g, p, m, v, ema];
	const after = await runKernel(device, adamw, arrays, Math.ceil(quads / ADAMW_QUADS), {
		quads,
		decaying: decaying / 4,
		clip: 1,
		...rates,
	});
	const { ops, addresses, read } = twin(p, g, m, v, ema);
	const norm = Math.sqrt(ops.sumSquares(addresses[1]!, n));
	expect(norm).toBeGreaterThan(1);
	expect(floats(partial).reduce((a, b) => a + b)).toBeCloseTo(norm * norm, 2);
	for (const [from, to, decay] of [
		[0, decaying, rates.decay],
		[decaying, n, 0],
	] as const) {
		const [p, g, m, v, ema] = addresses.map((at) => at + 4 * from) as [number, number, number, number, number];
		ops.adamw({ p, g, m, v, ema }, to - from, { ...rates, decay, scale: 1 / norm });
	}
	for (const [gpu, heap] of [
		[2, 0],
		[3, 2],
		[4, 3],
		[5, 4],
	] as const) {
		expect(relativeError(floats(after[gpu]), read(heap))).toBeLessThan(1e-5);
	}
});

// Rows and width that fill no tile: 37 of 64, 40 of 64.
const B = 37;
const W = 40;

test("the first stream is the sum of embeddings and of what numbers' scores and their encodings add", async () => {
	const [F, S, rows] = [3, 20, 9];
	const own = [
		{ at: 0, pieces: 16 },
		{ at: 17, pieces: 0 },
	];
	const N = own.length;
	const codes = Int32Array.from({ length: B * F }, (_, i) => (i * 5) % rows);
	// Scores and places; every seventh number is missing.
	const numbers = wave(2 * B * N, 0.37).map((x, i) => (i % 2 === 0 ? x : (i >> 1) % 7 === 0 ? -1 : 8 + 8 * x));
	const parameters = wave((rows + S) * W, 0.77);
	const inputs = new Uint32Array(B * F + S + 2 * B * N);
	inputs.set(codes);
	inputs.set(scalarWords(own, S), B * F);
	inputs.set(new Uint32Array(numbers.buffer), B * F + S);
	const at = { codes: 0, scalars: B * F, numbers: B * F + S, embedding: 0, matrix: rows * W };
	const values = { rows: B, width: W, fields: F, scalarWidth: S, numberCount: N, ...at };
	const [, , h] = await runKernel(device, embed, [inputs, parameters, new Float32Array(B * W)], 4, values);
	const places = Int32Array.from(own.flatMap(({ at: row, pieces }) => [row, pieces]));
	const { ops, addresses, read } = twin(codes, numbers, parameters, new Float32Array(B * W), places);
	const [c, s, p, x, o] = addresses as [number, number, number, number, number];
	ops.embed(x, c, p, B, F, W);
	ops.ramps(x, s, o, p + 4 * rows * W, 0, B, N, N, W);
	expect(relativeError(floats(h), read(3))).toBeLessThan(1e-5);
});

/** Inputs that hold nothing but a rule of dropout, for a layer that reads from byte `offset`, and its bank. */
function dropping(threshold: number, offset: number) {
	const bank = Uint32Array.from({ length: DROPOUT_BANK / 4 }, (_, i) => Math.imul(i + 1, 0x9e3779b9));
	const inputs = new Uint32Array(4 + bank.length);
	inputs.set([threshold, 0, 0, offset]);
	new Float32Array(inputs.buffer)[1] = 1 / (1 - threshold / 256);
	inputs.set(bank, 4);
	return { inputs, bank: new Int32Array(bank.buffer), fields: { layer: 1, dropout: 0, bank: 4 } };
}
const nothing = dropping(0, 0);

test("a block adds the product of its activations, some of them dropped, and its bias", async () => {
	const h = wave(2 * B * W, 0.41).map((x) => 5 * x);
	const parameters = wave(W * W + W, 0.83);
	// The bytes begin so late that they wrap around.
	const { inputs, bank, fields } = dropping(80, DROPOUT_BANK - 200);
	const values = { rows: B, width: W, source: 0, result: B * W, matrix: 0, bias: W * W, ...fields };
	const [, , streams] = await runKernel(device, denseForward, [inputs, parameters, h], 4, values);
	const empty = new Float32Array(B * W);
	const { ops, addresses, read } = twin(h.slice(0, B * W), parameters, empty, empty, bank);
	const [x, p, a, slope, bytes] = addresses as [number, number, number, number, number];
	ops.silu(a, slope, x, B * W);
	const rule = { offset: DROPOUT_BANK - 200, threshold: 80, scale: 1 / (1 - 80 / 256) };
	ops.dropout(a, slope, B * W, { bytes, bank: DROPOUT_BANK, ...rule });
	ops.gemm({ at: x, row: W }, rowMajor(a, W), rowMajor(p, W), { m: B, n: W, k: W }, 0);
	ops.addRow(x, p + 4 * W * W, B, W);
	expect(relativeError(floats(streams).subarray(B * W), read(0))).toBeLessThan(1e-5);
	expect(floats(streams).subarray(0, B * W)).toEqual(h.subarray(0, B * W));
});

test("a block's gradient goes back through its activations and around them, far from 0 too", async () => {
	const h = wave(B * W, 0.41).map((x) => 120 * x ** 5);
	const d = wave(2 * B * W, 0.29);
	const parameters = wave(W * W, 0.83);
	const { inputs, fields } = nothing;
	const values = { rows: B, width: W, source: B * W, result: 0, stream: 0, matrix: 0, ...fields };
	const [, , , after] = await runKernel(device, denseBackward, [inputs, parameters, h, d], 4, values);
	const empty = new Float32Array(B * W);
	const { ops, addresses, read } = twin(h, parameters, d.slice(B * W), empty, empty, empty);
	const [x, p, next, slope, product, unused] = addresses as [number, number, number, number, number, number];
	ops.silu(unused, slope, x, B * W);
	ops.gemm({ at: product, row: W }, rowMajor(next, W), transposed(p, W), { m: B, n: W, k: W }, 0);
	ops.multiplyTo(product, slope, B * W);
	ops.addTo(next, product, B * W);
	expect(relativeError(floats(after).subarray(0, B * W), read(2))).toBeLessThan(1e-5);
});

test("a call too long for one submission is cut, and gives the same", async () => {
	const h = wave(2 * B * W, 0.41);
	const parameters = wave(W * W + W, 0.83);
	const values = { rows: B, width: W, source: 0, result: B * W, matrix: 0, bias: W * W, ...nothing.fields };
	const arrays = [nothing.inputs, parameters, h];
	const whole = new Dispatcher(device);
	const cut = new Dispatcher(device, { budget: 0.3, submitted() {}, finished() {} });
	const [, , want] = await runKernel(device, denseForward, arrays, 4, values, whole);
	const [, , got] = await runKernel(device, denseForward, arrays, 4, values, cut);
	expect([whole.dispatches, cut.dispatches]).toEqual([1, 4]);
	expect(cut.submissions - whole.submissions).toBe(3);
	expect(floats(got)).toEqual(floats(want));
});

test("an embedding's gradient sums the rows that look it up, and is 0 where none does", async () => {
	const lookups = [[3, 1, 7, 7, 2, 30], [], [0, 5]];
	const starts = [0, 6, 6, 8];
	const d = wave(B * W, 0.61);
	const inputs = Uint32Array.from([...starts, ...lookups.flat()]);
	const g = wave(10 + 3 * W);
	const values = { width: W, start: 0, list: 4, embedding: 10 };
	const [, , after] = await runKernel(device, embedGradient, [inputs, d, g], 3, values);
	const want = Float32Array.from({ length: 3 * W }, (_, i) =>
		lookups[Math.floor(i / W)]!.reduce((sum, b) => sum + d[b * W + (i % W)]!, 0),
	);
	expect(relativeError(floats(after).subarray(10), want)).toBeLessThan(1e-5);
	expect(floats(after).subarray(0, 10)).toEqual(g.subarray(0, 10));
});
