// B batch, N numbers, C codes, S levels of all codes, d width of an embedding, E = C·d, D = N + E
import { dense } from "../../nn/dense";
import { factors } from "../../nn/edm/edm";
import { denoise, edmLayout } from "../../nn/edm/network";
import type { ParameterSpec } from "../../nn/parameters";
import { spanCrossEntropy, spanSoftmax } from "../../nn/spans";
import {
	add,
	concat,
	div,
	matMul,
	mul,
	type Scalar,
	slice,
	sqrt,
	square,
	sub,
	sum,
	type Tensor,
	type Tensor1D,
	type Tensor2D,
	transpose,
} from "../../nn/tf";
import type { EmbeddingSpace } from "./space";

/** The shape of the hidden layers. */
export interface FindiffShape {
	readonly width: number;
	readonly layers: number;
}

/** Parameters: embeddings and the bias of their logits, where there are codes, then the denoiser's. @param bias where the logits start (S). */
export function findiffLayout(
	space: EmbeddingSpace,
	{ width, layers }: FindiffShape,
	bias: Float32Array,
): ParameterSpec[] {
	const { D, S, d } = space;
	const codes: ParameterSpec[] =
		S === 0
			? []
			: [
					{ name: "embeddings", shape: [S, d], start: 1 },
					{ name: "levels.b", shape: [S], start: bias },
				];
	return [...codes, ...edmLayout({ inputs: D, outputs: D, width, layers })];
}

/** A network over its parameters. @param mask (S, E) of `embeddingMask`; absent where there are no codes. */
export function createFindiff(space: EmbeddingSpace, parameters: readonly Tensor[], mask: Tensor2D | undefined) {
	const { N, D, levels } = space;
	const E = D - N;
	const [raw, bias] = parameters as [Tensor2D, Tensor1D];
	const own = mask ? parameters.slice(2) : parameters;
	/** Embeddings of length 1, each where its code's stand: (S, E). */
	const block =
		mask &&
		(() => {
			const unit = div(raw, sqrt(add(sum(square(raw), 1, true), 1e-8))) as Tensor2D;
			return mul(
				concat(
					levels.map(() => unit),
					1,
				),
				mask,
			) as Tensor2D;
		})();

	/** Logits (B, S): what the others say of each level, F, beside how likely x is of it, x·e/σ². */
	function logitsOf(F: Tensor2D, x: Tensor2D, precision: Tensor | number): Tensor2D {
		const B = x.shape[0];
		const said = add(slice(F, [0, N], [B, E]), mul(slice(x, [0, N], [B, E]), precision)) as Tensor2D;
		return dense(said, transpose(block!), bias);
	}

	return {
		/** Embeddings (B, E) of one-hot levels (B, S). @param zeros (E). */
		embed: (oneHot: Tensor2D, zeros: Tensor1D) => dense(oneHot, block!, zeros, { inputGradient: false }),
		F: (x: Tensor2D, scale: Tensor | number, time: Tensor2D) => denoise(mul(x, scale) as Tensor2D, time, own, !mask),
		logitsOf,
		/** Denoised rows: numbers as Karras et al. have them, the mean embedding of each code (score interpolation, Dieleman et al. 2022). */
		denoised(x: Tensor2D, time: Tensor2D, sigma: number): { rows: Tensor2D; logits: Tensor2D | undefined } {
			const B = x.shape[0];
			const c = factors(sigma);
			const F = denoise(mul(x, c.in) as Tensor2D, time, own, true);
			const numbers = () =>
				add(mul(slice(x, [0, 0], [B, N]), c.skip), mul(slice(F, [0, 0], [B, N]), c.out)) as Tensor2D;
			if (!block) return { rows: numbers(), logits: undefined };
			const logits = logitsOf(F, x, 1 / (sigma * sigma));
			const codes = matMul(spanSoftmax(logits, levels), block) as Tensor2D;
			return { rows: N > 0 ? (concat([numbers(), codes], 1) as Tensor2D) : codes, logits };
		},
	};
}

/** A batch of noised rows. */
export interface FindiffBatch {
	/** Noised numbers (B, N), and what F is to say of them; absent without numbers. */
	readonly numbers?: { readonly noised: Tensor2D; readonly wanted: Tensor2D; readonly known: Tensor2D };
	/** One-hot levels (B, S), noise of their embeddings times σ (B, E), 1/σ² (B, 1), zeros (E); absent without codes. */
	readonly codes?: {
		readonly oneHot: Tensor2D;
		readonly noise: Tensor2D;
		readonly precision: Tensor2D;
		readonly zeros: Tensor1D;
		readonly mask: Tensor2D;
	};
	/** c_in (B, 1) and sinusoids (B, T). */
	readonly scale: Tensor2D;
	readonly time: Tensor2D;
}

/** Squared error of numbers, weighted as Karras et al., and cross entropy of levels: mean over rows and columns. */
export function findiffLoss(space: EmbeddingSpace, parameters: readonly Tensor[], batch: FindiffBatch): Scalar {
	const { N, levels } = space;
	const { numbers, codes, scale, time } = batch;
	const B = scale.shape[0];
	const network = createFindiff(space, parameters, codes?.mask);
	const parts: Tensor2D[] = [];
	if (numbers) parts.push(numbers.noised);
	if (codes) parts.push(add(network.embed(codes.oneHot, codes.zeros), codes.noise) as Tensor2D);
	const x = parts.length === 1 ? parts[0]! : (concat(parts, 1) as Tensor2D);
	const F = network.F(x, scale, time);
	const losses: Tensor[] = [];
	if (numbers) {
		losses.push(sum(mul(numbers.known, square(sub(slice(F, [0, 0], [B, N]), numbers.wanted)))));
	}
	if (codes) losses.push(spanCrossEntropy(network.logitsOf(F, x, codes.precision), codes.oneHot, levels));
	return mul(
		losses.reduce((a, b) => add(a, b)),
		1 / (B * (N + levels.length)),
	) as Scalar;
}
