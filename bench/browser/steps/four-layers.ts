// B batch; layer l maps widths[l] units to widths[l + 1]
import * as tf from "@tensorflow/tfjs-core";
import { startAdamW, stepAdamW } from "../../../src/nn/adamw";
import { dense } from "../../../src/nn/dense";
import { createHeap } from "../../../src/nn/kernels/heap";
import { rowMajor, transposed } from "../../../src/nn/kernels/primitives";
import { createRandom, type Random } from "../../../src/random";

export const WIDTHS = [32, 256, 256, 256, 32] as const;
export const BATCH = 1024;
const RATE = 1e-3;

/** Layers as [inputs, outputs]. */
const LAYERS = WIDTHS.slice(1).map((outputs, l) => [WIDTHS[l]!, outputs] as const);

/** Floating-point operations of the matrix products of one step: forward, weights' gradients, inputs' gradients. */
export const STEP_FLOPS = LAYERS.reduce((sum, [i, o], l) => sum + 2 * BATCH * i * o * (l === 0 ? 2 : 3), 0);

/** Where each layer's matrix and bias lie in one flat array. */
const places = LAYERS.map(([i, o], l) => {
	const w = LAYERS.slice(0, l).reduce((sum, [i, o]) => sum + i * o + o, 0);
	return { w, b: w + i * o };
});

function normals(random: Random, n: number, deviation: number): Float32Array {
	return Float32Array.from({ length: n }, () => deviation * random.normal());
}

function start() {
	const random = createRandom("four layers");
	return {
		x: normals(random, BATCH * WIDTHS[0], 1),
		goal: normals(random, BATCH * WIDTHS[4], 1),
		matrices: LAYERS.map(([i, o]) => normals(random, i * o, Math.sqrt(2 / i))),
	};
}

/** Relu layers and mean squared error as one writes them with tfjs: variables, its tape, its Adam. */
export function plainStep(): () => Promise<number> {
	const { x, goal, matrices } = start();
	const inputs = tf.tensor2d(x, [BATCH, WIDTHS[0]]);
	const goals = tf.tensor2d(goal, [BATCH, WIDTHS[4]]);
	const layers = LAYERS.map(([i, o], l) => ({
		w: tf.variable(tf.tensor2d(matrices[l]!, [i, o])),
		b: tf.variable(tf.zeros([o])),
	}));
	const optimiser = tf.train.adam(RATE);
	return async () => {
		const loss = optimiser.minimize(() => {
			let h: tf.Tensor2D = inputs;
			layers.forEach(({ w, b }, l) => {
				const y = tf.add(tf.matMul(h, w as tf.Tensor2D), b) as tf.Tensor2D;
				h = l < layers.length - 1 ? tf.relu(y) : y;
			});
			return tf.mean(tf.square(tf.sub(h, goals))) as tf.Scalar;
		}, true)!;
		const value = (await loss.data())[0]!;
		loss.dispose();
		return value;
	};
}

/** The same with `dense` and the flat AdamW, as the generators on tfjs use them. */
export function denseStep(): () => Promise<number> {
	const { x, goal, matrices } = start();
	const inputs = tf.tensor2d(x, [BATCH, WIDTHS[0]]);
	const goals = tf.tensor2d(goal, [BATCH, WIDTHS[4]]);
	const size = LAYERS.reduce((sum, [i, o]) => sum + i * o + o, 0);
	const flat = new Float32Array(size);
	places.forEach(({ w }, l) => {
		flat.set(matrices[l]!, w);
	});
	const state = startAdamW(flat);
	const gradients = tf.valueAndGrads((...parameters: tf.Tensor[]) => {
		let h: tf.Tensor2D = inputs;
		LAYERS.forEach((_, l) => {
			const activation = l < LAYERS.length - 1 ? "relu" : "linear";
			const [w, b] = [parameters[2 * l] as tf.Tensor2D, parameters[2 * l + 1] as tf.Tensor1D];
			h = dense(h, w, b, { activation, inputGradient: l > 0 });
		});
		return tf.mean(tf.square(tf.sub(h, goals))) as tf.Scalar;
	});
	return async () => {
		const { loss, g } = tf.tidy(() => {
			const views = LAYERS.flatMap(([i, o], l) => [
				tf.reshape(tf.slice(state.p, [places[l]!.w], [i * o]), [i, o]),
				tf.slice(state.p, [places[l]!.b], [o]),
			]);
			const { value, grads } = gradients(views);
			return { loss: value, g: tf.concat(grads.map((grad) => tf.reshape(grad, [grad.size]))) };
		});
		stepAdamW(state, g, RATE);
		g.dispose();
		const value = (await loss.data())[0]!;
		loss.dispose();
		return value;
	};
}

/** The same layers on the kernels, with silu in relu's place, which costs them more. */
export async function kernelStep(): Promise<() => number> {
	const { x, goal, matrices } = start();
	const size = LAYERS.reduce((sum, [i, o]) => sum + i * o + o, 0);
	const square = BATCH * 256;
	const plan = {
		p: size,
		g: size,
		m: size,
		v: size,
		ema: size,
		x: x.length,
		// Outputs before the activation, activations and slopes of each layer.
		y: 4 * square,
		a: 4 * square,
		d: 4 * square,
		back: square,
		next: square,
		scratch: 256 * 512 + 256 * 96 + 64,
	};
	const { ops, blocks } = await createHeap("wasm", plan);
	blocks.x.f32.set(x);
	places.forEach(({ w }, l) => {
		blocks.p.f32.set(matrices[l]!, w);
	});
	const { p, g, m, v, ema, y, a, d, back, next, scratch } = blocks;
	const of = (block: { at: number }, l: number) => block.at + 4 * l * square;
	let t = 0;
	return () => {
		t++;
		LAYERS.forEach(([i, o], l) => {
			const input = l === 0 ? blocks.x.at : of(a, l - 1);
			ops.fillRows(of(y, l), p.at + 4 * places[l]!.b, BATCH, o);
			const weights = rowMajor(p.at + 4 * places[l]!.w, o);
			ops.gemm({ at: of(y, l), row: o }, rowMajor(input, i), weights, { m: BATCH, n: o, k: i }, scratch.at);
			if (l < LAYERS.length - 1) ops.silu(of(a, l), of(d, l), of(y, l), BATCH * o);
		});
		const out = BATCH * WIDTHS[4];
		const last = y.f32.subarray(3 * square, 3 * square + out);
		let loss = 0;
		for (let i = 0; i < out; i++) {
			const error = last[i]! - goal[i]!;
			loss += error * error;
			back.f32[i] = (2 * error) / out;
		}
		let [from, to] = [back, next];
		for (let l = LAYERS.length - 1; l >= 0; l--) {
			const [i, o] = LAYERS[l]!;
			const { w, b } = places[l]!;
			const input = l === 0 ? blocks.x.at : of(a, l - 1);
			const gradient = rowMajor(from.at, o);
			ops.gemm({ at: g.at + 4 * w, row: o }, transposed(input, i), gradient, { m: i, n: o, k: BATCH }, scratch.at);
			ops.sumRows(g.at + 4 * b, from.at, BATCH, o);
			if (l === 0) break;
			to.f32.fill(0, 0, BATCH * i);
			ops.gemm({ at: to.at, row: i }, gradient, transposed(p.at + 4 * w, o), { m: BATCH, n: i, k: o }, scratch.at);
			ops.multiplyTo(to.at, of(d, l - 1), BATCH * i);
			[from, to] = [to, from];
		}
		const scale = Math.min(1, 1 / Math.sqrt(ops.sumSquares(g.at, size)));
		const [b1, b2] = [0.9, 0.999];
		const rate = RATE / (1 - b1 ** t);
		const state = { p: p.at, g: g.at, m: m.at, v: v.at, ema: ema.at };
		const rootCorrection = 1 / Math.sqrt(1 - b2 ** t);
		ops.adamw(state, size, { rate, b1, b2, epsilon: 1e-8, decay: 0, emaKeep: 0.999, rootCorrection, scale });
		return loss / out;
	};
}
