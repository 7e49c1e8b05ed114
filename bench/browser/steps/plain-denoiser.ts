import * as tf from "@tensorflow/tfjs-core";
import type { createDenoiser } from "../../../src/generators/tabddpm/denoiser";

/** TabDDPM's network as one writes it with tfjs: products, sums and activations, gradients by the tape. */
export const plainDenoiser: typeof createDenoiser = (parameters, L) => {
	const [w0, b0, w1, b1] = parameters as tf.Tensor2D[];
	const label = parameters[4] as tf.Tensor2D;
	const [wIn, bIn, ...rest] = parameters.slice(L > 0 ? 5 : 4) as tf.Tensor2D[];
	const layer = (x: tf.Tensor, w: tf.Tensor, b: tf.Tensor) => tf.add(tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D), b);
	const silu = <T extends tf.Tensor>(x: T): T => tf.mul(x, tf.sigmoid(x));
	return {
		time: (sinusoids) => layer(silu(layer(sinusoids, w0!, b0!)), w1!, b1!) as tf.Tensor2D,
		label: (oneHot) => silu(tf.matMul(oneHot, label)),
		denoise(x, embedding) {
			let h = tf.add(layer(x, wIn!, bIn!), embedding);
			for (let i = 0; i + 2 < rest.length; i += 2) h = tf.relu(layer(h, rest[i]!, rest[i + 1]!));
			return layer(h, rest.at(-2)!, rest.at(-1)!) as tf.Tensor2D;
		},
	};
};
