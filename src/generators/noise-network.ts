/** A generator of rows from noise, with one hidden layer (Rajabi and Garibay 2022, §3.1). */
// B batch, D width of rows, H width of noise and hidden layer
import { dense } from "../nn/dense";
import { denseParameters, type ParameterSpec } from "../nn/parameters";
import type { Tensor, Tensor1D, Tensor2D } from "../nn/tf";

/** A network as narrow as a row of two columns would learn nothing of them. */
const LEAST_WIDTH = 64;

/** Width H of the noise and of either network's hidden layer: that of a row, as published, but at least 64. */
export const widthOf = (D: number) => Math.max(D, LEAST_WIDTH);

/** Parameters of the generator: one hidden layer, then the output, whose bias starts at `bias`. */
export function generatorLayout(D: number, bias: Float32Array): ParameterSpec[] {
	const H = widthOf(D);
	const [weights] = denseParameters("output", H, D);
	return [...denseParameters("hidden", H, H), weights, { name: "output.b", shape: [D], start: bias }];
}

/** Scalars before tanh and logits of states (B, D) of noise (B, H). */
export function generate(noise: Tensor2D, parameters: readonly Tensor[]): Tensor2D {
	const [w1, b1, w2, b2] = parameters as [Tensor2D, Tensor1D, Tensor2D, Tensor1D];
	return dense(dense(noise, w1, b1, { activation: "relu", inputGradient: false }), w2, b2);
}
