// B batch, Z noise, c conditional vector, H width of a hidden layer, N scalars, S states, D = N + S
import { batchNorm, columnMoments, type Moments, normalise } from "../../nn/adversarial/batch-norm";
import { dense } from "../../nn/dense";
import { denseParameters, type ParameterSpec } from "../../nn/parameters";
import { concat, relu, type Tensor, type Tensor1D, type Tensor2D } from "../../nn/tf";
import type { ModeSpace } from "../mode-space";

/** Parameters of the generator: residual layers concat(relu(BN(x W + b)), x), then the output. */
export function generatorLayout(
	{ D }: ModeSpace,
	inputs: number,
	layers: readonly number[],
	bias: Float32Array,
): ParameterSpec[] {
	let width = inputs;
	const hidden = layers.flatMap((H, i) => {
		const parameters = [
			...denseParameters(`generator${i}`, width, H),
			{ name: `scale${i}`, shape: [H], start: new Float32Array(H).fill(1) },
			{ name: `shift${i}`, shape: [H] },
		];
		width += H;
		return parameters;
	});
	const [weights] = denseParameters("output", width, D);
	return [...hidden, weights, { name: "output.b", shape: [D], start: bias }];
}

type Normalise = (x: Tensor2D, gamma: Tensor1D, beta: Tensor1D, layer: number) => Tensor2D;

function run(x: Tensor2D, parameters: readonly Tensor[], norm: Normalise): Tensor2D {
	let h = x;
	for (let i = 0; 4 * i + 2 < parameters.length; i++) {
		const [w, b, gamma, beta] = parameters.slice(4 * i) as [Tensor2D, Tensor1D, Tensor1D, Tensor1D];
		const inner = relu(norm(dense(h, w, b, { inputGradient: i > 0 }), gamma, beta, i));
		h = concat([inner, h], 1);
	}
	return dense(h, parameters.at(-2) as Tensor2D, parameters.at(-1) as Tensor1D);
}

/** Scalars before tanh and logits (B, D) of noise and conditions (B, Z + c), normalised by the batch: training. */
export function generate(x: Tensor2D, parameters: readonly Tensor[]): Tensor2D {
	return run(x, parameters, (h, gamma, beta) => batchNorm(h, gamma, beta));
}

/** The same with fixed moments, in which no row depends on another: sampling. */
export function generateFixed(x: Tensor2D, parameters: readonly Tensor[], moments: readonly Moments[]): Tensor2D {
	return run(x, parameters, (h, gamma, beta, i) => normalise(h, moments[i]!, gamma, beta));
}

/** The moments of every hidden layer over one large batch. */
export function momentsOf(x: Tensor2D, parameters: readonly Tensor[]): Moments[] {
	const moments: Moments[] = [];
	run(x, parameters, (h, gamma, beta) => {
		const own = columnMoments(h);
		moments.push(own);
		return normalise(h, own, gamma, beta);
	});
	return moments;
}
