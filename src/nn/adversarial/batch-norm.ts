// B rows, H width, γ scale, β shift, x̂ normalised x
import { sumRows } from "../dense";
import { add, customGrad, div, mul, sqrt, square, sub, type Tensor, type Tensor1D, type Tensor2D } from "../tf";

/** Added to the variance, as PyTorch does. */
const EPSILON = 1e-5;

/** What a batch's columns were shifted and scaled by. */
export type Moments = {
	/** (H). */
	readonly mean: Tensor1D;
	readonly variance: Tensor1D;
};

/** Mean and variance of each column of a batch (B, H). */
export function columnMoments(x: Tensor2D): Moments {
	const B = x.shape[0];
	const mean = div(sumRows(x), B) as Tensor1D;
	return { mean, variance: div(sumRows(square(sub(x, mean))), B) as Tensor1D };
}

/** γ (x − mean) / √variance + β with moments that are fixed: what is used once training is over. */
export function normalise(x: Tensor2D, { mean, variance }: Moments, gamma: Tensor1D, beta: Tensor1D): Tensor2D {
	return add(mul(sub(x, mean), div(gamma, sqrt(add(variance, EPSILON)))), beta);
}

/** Batch normalisation with the batch's own moments (Ioffe and Szegedy 2015, algorithm 1), differentiable. */
export function batchNorm(x: Tensor2D, gamma: Tensor1D, beta: Tensor1D): Tensor2D {
	const B = x.shape[0];
	return customGrad((...args) => {
		const save = args.at(-1) as unknown as (tensors: Tensor[]) => void;
		const [x, gamma, beta] = args as unknown as [Tensor2D, Tensor1D, Tensor1D];
		const { mean, variance } = columnMoments(x);
		const deviation = sqrt(add(variance, EPSILON));
		const normal = div(sub(x, mean), deviation) as Tensor2D;
		save([normal, div(gamma, deviation)]);
		return {
			value: add(mul(normal, gamma), beta),
			gradFunc: (dy: Tensor, saved: Tensor[]): Tensor[] => {
				const [normal, scale] = saved as [Tensor2D, Tensor1D];
				const dBeta = sumRows(dy as Tensor2D);
				const dGamma = sumRows(mul(dy, normal) as Tensor2D);
				const centred = sub(sub(dy, div(dBeta, B)), mul(normal, div(dGamma, B)));
				return [mul(centred, scale), dGamma, dBeta];
			},
		};
	})(x, gamma, beta) as Tensor2D;
}
