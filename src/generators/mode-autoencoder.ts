// B batch, N scalars, S states, D = N + S, Z latent
import { dense } from "../nn/dense";
import { denseParameters, type ParameterSpec } from "../nn/parameters";
import { spanCrossEntropy } from "../nn/spans";
import {
	add,
	clipByValue,
	div,
	exp,
	log,
	mul,
	type Scalar,
	slice,
	square,
	sub,
	sum,
	type Tensor,
	type Tensor1D,
	type Tensor2D,
	tanh,
} from "../nn/tf";
import type { ModeSpace } from "./mode-space";

/** The shape of both networks of a variational autoencoder of modes. */
export interface AutoencoderShape {
	readonly layers: readonly number[];
	readonly latent: number;
}

/** Learned deviations: where they start, and their bounds. */
export const [SIGMA_START, SIGMA_LEAST, SIGMA_MOST] = [0.1, 0.01, 1];
/** Parameters of encoder, decoder and the scalars' deviations σ. @param bias where the output's bias starts (D). */
export function autoencoderLayout(
	{ D, N }: ModeSpace,
	{ layers, latent }: AutoencoderShape,
	bias: Float32Array,
): ParameterSpec[] {
	const back = layers.toReversed();
	const stack = (name: string, inputs: number, widths: readonly number[]) =>
		widths.flatMap((width, i) => denseParameters(`${name}${i}`, i === 0 ? inputs : widths[i - 1]!, width));
	const [weights] = denseParameters("output", back.at(-1) ?? latent, D);
	return [
		...stack("encoder", D, layers),
		...denseParameters("posterior", layers.at(-1) ?? D, 2 * latent),
		...stack("decoder", latent, back),
		weights,
		{ name: "output.b", shape: [D], start: bias },
		...(N > 0 ? [{ name: "sigma", shape: [N], start: new Float32Array(N).fill(SIGMA_START) }] : []),
	];
}

/** Which of the layout's parameters are the decoder's, σ included: all that sampling needs. */
export function decoderFrom({ layers }: AutoencoderShape): number {
	return 2 * layers.length + 2;
}

function run(x: Tensor2D, parameters: readonly Tensor[], layers: number, data: boolean): Tensor2D {
	let h = x;
	for (let i = 0; i < layers; i++) {
		const [w, b] = [parameters[2 * i] as Tensor2D, parameters[2 * i + 1] as Tensor1D];
		h = dense(h, w, b, { activation: "relu", inputGradient: i > 0 || !data });
	}
	return h;
}

/** Scalars before tanh and logits (B, D) of latent rows (B, Z). @param parameters the decoder's. */
export function decodeLatent(z: Tensor2D, parameters: readonly Tensor[], { layers }: AutoencoderShape): Tensor2D {
	const L = layers.length;
	return dense(run(z, parameters, L, false), parameters[2 * L] as Tensor2D, parameters[2 * L + 1] as Tensor1D);
}

export interface AutoencoderBatch {
	/** (B, D): scalars, then one-hot states. */
	readonly x: Tensor2D;
	/** (B, N): 1 where the row has the number; absent where N is 0. */
	readonly known?: Tensor2D;
	/** (B, Z): standard normal variates. */
	readonly noise: Tensor2D;
}

/** Mean and log variance of the posterior (B, 2Z) of rows (B, D). */
export function encodeRows(x: Tensor2D, parameters: readonly Tensor[], { layers }: AutoencoderShape): Tensor2D {
	const L = layers.length;
	const h = run(x, parameters, L, true);
	return dense(h, parameters[2 * L] as Tensor2D, parameters[2 * L + 1] as Tensor1D, { inputGradient: L > 0 });
}

/** What each part of the loss counts. */
export interface AutoencoderWeights {
	readonly reconstruction: number;
	readonly divergence: number;
	/**
	 * Least deviation of a scalar in the loss. A small one makes scalars worth nearly all of the network's capacity: their gradients
	 * grow by 1/σ². Default: the bound of the parameter.
	 */
	readonly leastSigma?: number;
}

/** Weighted reconstruction + KL, mean over the batch (Kingma and Welling 2014, eq. 10). */
export function autoencoderLoss(
	parameters: readonly Tensor[],
	batch: AutoencoderBatch,
	space: ModeSpace,
	shape: AutoencoderShape,
	weights: AutoencoderWeights,
): Scalar {
	const { N, S } = space;
	const { latent } = shape;
	const B = batch.x.shape[0];
	const posterior = encodeRows(batch.x, parameters, shape);
	const mu = slice(posterior, [0, 0], [B, latent]);
	const logVariance = slice(posterior, [0, latent], [B, latent]);
	const z = add(mu, mul(exp(mul(logVariance, 0.5)), batch.noise)) as Tensor2D;
	const out = decodeLatent(z, parameters.slice(decoderFrom(shape)), shape);
	const divergence = mul(sum(sub(sub(add(square(mu), exp(logVariance)), logVariance), 1)), 0.5);
	const widths = space.columns.map(({ states }) => states);
	let reconstruction: Tensor = spanCrossEntropy(
		slice(out, [0, N], [B, S]) as Tensor2D,
		slice(batch.x, [0, N], [B, S]) as Tensor2D,
		widths,
	);
	if (batch.known) {
		const sigma = clipByValue(parameters.at(-1)!, weights.leastSigma ?? SIGMA_LEAST, SIGMA_MOST);
		const error = div(sub(slice(batch.x, [0, 0], [B, N]), tanh(slice(out, [0, 0], [B, N]))), sigma);
		reconstruction = add(reconstruction, sum(mul(add(mul(square(error), 0.5), log(sigma)), batch.known)));
	}
	return mul(add(mul(reconstruction, weights.reconstruction), mul(divergence, weights.divergence)), 1 / B) as Scalar;
}
