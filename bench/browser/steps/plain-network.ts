// B rows, R one-hot inputs, S scalar inputs, W width, K states of all columns together
import * as tf from "@tensorflow/tfjs-core";
import type { Layout, Shape } from "../../../src/nn/mlp/layout";
import type { Batch } from "../../../src/nn/mlp/network";
import { scalarsOf } from "../../scalars";

/**
 * The default generator's network as one writes it with tfjs: a one-hot matrix in, the logits of every column out, for
 * all rows of every step; gradients by the tape, tfjs's Adam.
 */
export function createPlainNetwork({ tokens, width: W }: Shape, layout: Layout, parameters: Float32Array) {
	const F = tokens.length;
	const R = layout.embeddingRows;
	const S = layout.scalarWidth;
	const K = tokens.reduce((sum, { states }) => sum + states, 0);
	const firstState = tokens.map((_, f) => tokens.slice(0, f).reduce((sum, { states }) => sum + states, 0));
	const matrix = (values: Float32Array, rows: number) =>
		tf.variable(tf.tensor2d(values, [rows, values.length / rows])) as unknown as tf.Tensor2D;
	const slice = (at: number, n: number) => parameters.slice(at, at + n);
	const first = new Float32Array((R + S) * W);
	first.set(slice(layout.embedding, R * W));
	first.set(slice(layout.scalars, S * W), R * W);
	const input = matrix(first, R + S);
	const blocks = layout.blocks.map((block) => ({
		w: matrix(slice(block.matrix, W * W), W),
		b: matrix(slice(block.bias, W), 1),
	}));
	const heads = new Float32Array(W * K);
	const biases = new Float32Array(K);
	layout.heads.forEach((head, f) => {
		const { states } = tokens[f]!;
		biases.set(slice(head.bias, states), firstState[f]!);
		for (let w = 0; w < W; w++) heads.set(slice(head.matrix + w * head.padded, states), w * K + firstState[f]!);
	});
	const head = { w: matrix(heads, W), b: matrix(biases, 1) };
	const optimiser = tf.train.adam(1e-3);

	const inputs = (batch: Batch): tf.Tensor2D => {
		const { rows: B, codes } = batch;
		const scalars = scalarsOf(layout, batch);
		const x = new Float32Array(B * (R + S));
		for (let b = 0; b < B; b++) {
			for (let f = 0; f < F; f++) x[b * (R + S) + codes[b * F + f]!] = 1;
			x.set(scalars.subarray(b * S, (b + 1) * S), b * (R + S) + R);
		}
		return tf.tensor2d(x, [B, R + S]);
	};
	const silu = (x: tf.Tensor2D) => tf.mul(x, tf.sigmoid(x)) as tf.Tensor2D;
	const logits = (x: tf.Tensor2D): tf.Tensor2D => {
		let h = tf.matMul(x, input) as tf.Tensor2D;
		for (const { w, b } of blocks) h = tf.add(h, tf.add(tf.matMul(silu(h), w), b)) as tf.Tensor2D;
		return tf.add(tf.matMul(silu(h), head.w), head.b);
	};
	const column = (all: tf.Tensor2D, f: number) =>
		tf.slice(all, [0, firstState[f]!], [all.shape[0], tokens[f]!.states]) as tf.Tensor2D;

	return {
		/** One step of training on the batch's cells. */
		async train(batch: Batch): Promise<number> {
			const B = batch.rows;
			const loss = tf.tidy(() => {
				const x = inputs(batch);
				const goals = tokens.map(({ states }, f) => {
					const goal = new Float32Array(B * states);
					for (let cell = batch.cellStart[f]!; cell < batch.cellStart[f + 1]!; cell++) {
						goal[batch.cellRow[cell]! * states + batch.cellState[cell]!] = batch.cellValue[cell]!;
					}
					return tf.tensor2d(goal, [B, states]);
				});
				return optimiser.minimize(() => {
					const all = logits(x);
					const losses = goals.map((goal, f) => tf.sum(tf.mul(goal, tf.logSoftmax(column(all, f)))));
					// Not addN: on a GPU it binds as many buffers as there are columns.
					return tf.neg(losses.reduce((a, b) => tf.add(a, b))) as tf.Scalar;
				}, true)!;
			});
			const value = (await loss.data())[0]!;
			loss.dispose();
			return value;
		},
		/** Draws a state of every column for every row of the batch, from which the caller keeps one column. */
		async draw(batch: Batch, seed: number): Promise<Int32Array> {
			const drawn = tf.tidy(() => {
				const all = logits(inputs(batch));
				return tf.concat(
					tokens.map((_, f) => tf.multinomial(column(all, f), 1, seed + f) as tf.Tensor2D),
					1,
				);
			});
			const states = (await drawn.data()) as Int32Array;
			drawn.dispose();
			return states;
		},
	};
}
