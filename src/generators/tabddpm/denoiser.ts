// B batch, D width of the data, W width of the embeddings, L labels
import { dense } from "../../nn/dense";
import { denseParameters, type ParameterSpec } from "../../nn/parameters";
import { add, matMul, mul, sigmoid, type Tensor, type Tensor1D, type Tensor2D } from "../../nn/tf";

/** Width of the time embedding, as published. */
export const W = 128;

/** Parameters of the denoiser of Kotelnikov et al. (2023) §4.1 for data of width D, L labels and these hidden layers. */
export function denoiserLayout(
	D: number,
	L: number,
	layers: readonly number[],
	outputBias: Float32Array,
): ParameterSpec[] {
	const widths = [W, ...layers];
	const hidden = layers.flatMap((width, i) => denseParameters(`hidden${i}`, widths[i]!, width));
	return [
		...denseParameters("time0", W, W),
		...denseParameters("time1", W, W),
		...(L > 0 ? [{ name: "label", shape: [L, W], start: 1 }] : []),
		...denseParameters("input", D, W),
		...hidden,
		// Starting at the marginals spares the first steps learning them.
		{ name: "output.w", shape: [widths.at(-1)!, D] },
		{ name: "output.b", shape: [D], start: outputBias },
	];
}

/** Sinusoidal embedding of a step (Vaswani et al. 2017): W/2 cosines, then as many sines, periods up to 10,000·2π. */
export function sinusoid(t: number, out: Float32Array, at: number): void {
	for (let i = 0; i < W / 2; i++) {
		const angle = t * 10_000 ** (-i / (W / 2));
		out[at + i] = Math.cos(angle);
		out[at + W / 2 + i] = Math.sin(angle);
	}
}

function silu<T extends Tensor>(x: T): T {
	return mul(x, sigmoid(x));
}

/** The network's parts over its parameters, in the layout's order. */
export function createDenoiser(parameters: readonly Tensor[], L: number) {
	const [w0, b0, w1, b1] = parameters as [Tensor2D, Tensor1D, Tensor2D, Tensor1D];
	const label = parameters[4] as Tensor2D;
	const [wIn, bIn, ...rest] = parameters.slice(L > 0 ? 5 : 4) as [Tensor2D, Tensor1D, ...Tensor[]];
	return {
		/** Embedding of sinusoids (B, W) → (B, W): two dense layers with SiLU between. */
		time(sinusoids: Tensor2D): Tensor2D {
			return dense(silu(dense(sinusoids, w0, b0, { inputGradient: false })), w1, b1);
		},
		/** Embedding of one-hot labels (B, L) → (B, W). */
		label(oneHot: Tensor2D): Tensor2D {
			return silu(matMul(oneHot, label));
		},
		/** Predicted noise and logits (B, D) of noised data (B, D) under an embedding that broadcasts to (B, W). */
		denoise(x: Tensor2D, embedding: Tensor): Tensor2D {
			let h = add(dense(x, wIn, bIn, { inputGradient: false }), embedding) as Tensor2D;
			for (let i = 0; i + 2 < rest.length; i += 2) {
				h = dense(h, rest[i] as Tensor2D, rest[i + 1] as Tensor1D, { activation: "relu" });
			}
			return dense(h, rest.at(-2) as Tensor2D, rest.at(-1) as Tensor1D);
		},
	};
}
