// B rows, F columns, W width
import * as tf from "@tensorflow/tfjs-core";
import type { Layout, Shape } from "../src/nn/mlp/layout";
import type { Batch } from "../src/nn/mlp/network";
import { scalarsOf } from "./scalars";

/** The same network written as one would with tfjs: variables, gradients by the tape, its Adam. */
export function createPlain({ tokens, width, layers }: Shape, layout: Layout, parameters: Float32Array) {
	const F = tokens.length;
	const piece = (at: number, shape: number[]) =>
		tf.variable(tf.tensor(parameters.slice(at, at + shape.reduce((a, b) => a * b, 1)), shape));
	const embedding = piece(layout.embedding, [layout.embeddingRows, width]);
	const scalarMatrix = piece(layout.scalars, [layout.scalarWidth, width]);
	const blocks = layout.blocks.map(({ matrix, bias }) => ({
		matrix: piece(matrix, [width, width]),
		bias: piece(bias, [width]),
	}));
	const heads = layout.heads.map(({ matrix, bias, padded }, f) => ({
		matrix: tf.variable(tf.slice(piece(matrix, [width, padded]), [0, 0], [width, tokens[f]!.states])),
		bias: tf.variable(tf.slice(piece(bias, [padded]), [0], [tokens[f]!.states])),
	}));
	const silu = (x: tf.Tensor2D) => tf.mul(x, tf.sigmoid(x)) as tf.Tensor2D;
	const optimiser = tf.train.adam(1e-3);

	const last = (batch: Batch): tf.Tensor2D => {
		const B = batch.rows;
		const codes = tf.tensor1d(batch.codes.subarray(0, B * F), "int32");
		const scalars = tf.tensor2d(scalarsOf(layout, batch), [B, layout.scalarWidth]);
		let h = tf.sum(tf.reshape(tf.gather(embedding, codes), [B, F, width]), 1) as tf.Tensor2D;
		h = tf.add(h, tf.matMul(scalars, scalarMatrix as tf.Tensor2D));
		for (let l = 0; l < layers; l++) {
			const { matrix, bias } = blocks[l]!;
			h = tf.add(h, tf.add(tf.matMul(silu(h), matrix as tf.Tensor2D), bias));
		}
		return silu(h);
	};
	const logitsOf = (a: tf.Tensor2D, batch: Batch, f: number): tf.Tensor2D => {
		const rows = tf.tensor1d(batch.cellRow.slice(batch.cellStart[f], batch.cellStart[f + 1]), "int32");
		const { matrix, bias } = heads[f]!;
		return tf.add(tf.matMul(tf.gather(a, rows), matrix as tf.Tensor2D), bias);
	};
	return {
		/** One step of training; the loss stays on the device. */
		train(batch: Batch): void {
			tf.tidy(() => {
				optimiser.minimize(() => {
					const a = last(batch);
					const losses = tokens.flatMap(({ states }, f): tf.Tensor[] => {
						const [from, to] = [batch.cellStart[f]!, batch.cellStart[f + 1]!];
						if (from === to) return [];
						const target = tf.oneHot(tf.tensor1d(batch.cellState.slice(from, to), "int32"), states);
						const weight = tf.tensor2d(batch.cellValue.slice(from, to), [to - from, 1]);
						return [tf.sum(tf.mul(tf.mul(target, weight), tf.logSoftmax(logitsOf(a, batch, f))))];
					});
					// Not addN: it binds as many buffers as there are columns.
					return tf.neg(losses.reduce((a, b) => tf.add(a, b))) as tf.Scalar;
				});
			});
		},
		/** Draws column f of the batch's cells. */
		async draw(batch: Batch, f: number): Promise<void> {
			const drawn = tf.tidy(() => tf.multinomial(logitsOf(last(batch), batch, f), 1, 1));
			await drawn.data();
			drawn.dispose();
		},
	};
}
