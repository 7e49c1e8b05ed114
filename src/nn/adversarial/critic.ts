// P rows, I inputs, H width of a hidden layer, m slopes of a hidden layer, λ weight of the penalty
import { dense, sumRows } from "../dense";
import type { LayerPass } from "../ghost-clipping";
import { denseParameters, type ParameterSpec } from "../parameters";
import {
	add,
	customGrad,
	div,
	leakyRelu,
	matMul,
	mean,
	mul,
	ones,
	reshape,
	type Scalar,
	sqrt,
	square,
	step,
	sub,
	sum,
	type Tensor,
	type Tensor1D,
	type Tensor2D,
	transpose,
} from "../tf";

/** Slope of LeakyReLU below 0, as CTGAN has it. */
const LEAK = 0.2;
/** Keeps the norm of a gradient of zeros differentiable. */
const TINY = 1e-12;

/** Parameters of a critic: dense layers with LeakyReLU and dropout, then one score. */
export function criticLayout(inputs: number, layers: readonly number[]): ParameterSpec[] {
	const hidden = layers.flatMap((width, i) => denseParameters(`critic${i}`, i === 0 ? inputs : layers[i - 1]!, width));
	return [...hidden, ...denseParameters("score", layers.at(-1) ?? inputs, 1)];
}

const weightsOf = (parameters: readonly Tensor[]) => parameters.filter((_, i) => i % 2 === 0) as Tensor2D[];

/**
 * Scores (P, 1) of rows (P, I), differentiable by the parameters.
 *
 * @param dropouts of each hidden layer (P, H), what its units are multiplied by: 0 or 1 / (1 − rate).
 */
export function criticScores(x: Tensor2D, parameters: readonly Tensor[], dropouts: readonly Tensor2D[]): Tensor2D {
	let h = x;
	dropouts.forEach((dropout, l) => {
		const [w, b] = [parameters[2 * l] as Tensor2D, parameters[2 * l + 1] as Tensor1D];
		h = mul(leakyRelu(dense(h, w, b, { inputGradient: l > 0 }), LEAK), dropout);
	});
	return dense(h, parameters.at(-2) as Tensor2D, parameters.at(-1) as Tensor1D, { inputGradient: dropouts.length > 0 });
}

/**
 * Slopes m of every hidden layer (P, H) at rows (P, I): of LeakyReLU, times the dropout. With the scores there, and what
 * each dense layer was given.
 */
export function criticSlopes(
	x: Tensor2D,
	parameters: readonly Tensor[],
	dropouts: readonly Tensor2D[],
): { slopes: Tensor2D[]; scores: Tensor2D; given: Tensor2D[] } {
	const given = [x];
	const slopes = dropouts.map((dropout, l): Tensor2D => {
		const a = add(matMul(given[l]!, parameters[2 * l] as Tensor2D), parameters[2 * l + 1]!) as Tensor2D;
		const m = mul(step(a, LEAK), dropout) as Tensor2D;
		given.push(mul(a, m));
		return m;
	});
	return { slopes, scores: add(matMul(given.at(-1)!, parameters.at(-2) as Tensor2D), parameters.at(-1)!), given };
}

/** The chain ∂D/∂x = ((w m_L W_Lᵀ) m_{L−1} …) W_1ᵀ and what it passes: u_l = m_l ⊙ v_l, after the slopes. */
function inputChain(weights: readonly Tensor2D[], slopes: readonly Tensor2D[]) {
	const L = slopes.length;
	const passed: Tensor2D[] = new Array(L);
	let v = transpose(weights[L]!) as Tensor2D; // (1, H_L)
	for (let l = L - 1; l >= 0; l--) {
		passed[l] = mul(slopes[l]!, v) as Tensor2D; // (P, H_l)
		v = matMul(passed[l]!, transpose(weights[l]!));
	}
	return { gradient: v, passed };
}

/** What passed through each dense layer, of every row's score. In the layout's order, for clipping row by row. */
export function criticPasses(x: Tensor2D, parameters: readonly Tensor[], dropouts: readonly Tensor2D[]): LayerPass[] {
	const { slopes, given } = criticSlopes(x, parameters, dropouts);
	const { passed } = inputChain(weightsOf(parameters), slopes);
	const gradients = [...passed, ones([x.shape[0], 1]) as Tensor2D];
	return gradients.map((gradient, l) => ({ input: given[l]!, gradient, bias: true }));
}

/**
 * The penalty λ · mean (‖∂D/∂x‖ − target)²: with 1 that of Gulrajani et al. 2017, eq. 3, with 0 that of Mescheder, Geiger and
 * Nowozin 2018, under which a critic that finds no difference is flat. Between the kinks of LeakyReLU the critic is linear,
 * so ∂D/∂x is a product of its weights and slopes; its gradient by the weights is a second pass through that product.
 *
 * @param slopes those of `criticSlopes` at the rows, taken as constants.
 */
export function gradientPenalty(
	parameters: readonly Tensor[],
	slopes: readonly Tensor2D[],
	lambda: number,
	target = 1,
): Scalar {
	const L = slopes.length;
	return customGrad((...args) => {
		const save = args.at(-1) as unknown as (tensors: Tensor[]) => void;
		const weights = args.slice(0, -1) as Tensor2D[];
		const { gradient, passed } = inputChain(weights, slopes);
		const norm = sqrt(add(sum(square(gradient), 1, true), TINY)) as Tensor2D; // (P, 1)
		save([gradient, norm, ...passed, ...slopes, ...weights]);
		return {
			value: mul(mean(square(sub(norm, target))), lambda),
			gradFunc: (dy: Tensor, saved: Tensor[]): Tensor[] => {
				const [gradient, norm] = saved as [Tensor2D, Tensor2D];
				const [passed, slopes, weights] = [
					saved.slice(2, 2 + L),
					saved.slice(2 + L, 2 + 2 * L),
					saved.slice(2 + 2 * L),
				];
				const share = mul(div(sub(norm, target), norm), (2 * lambda) / norm.shape[0]);
				let dv = mul(mul(gradient, share), dy) as Tensor2D; // (P, I)
				const gradients: Tensor[] = [];
				for (let l = 0; l < L; l++) {
					gradients.push(matMul(transpose(dv), passed[l] as Tensor2D));
					dv = mul(matMul(dv, weights[l] as Tensor2D), slopes[l]!) as Tensor2D; // (P, H_l)
				}
				gradients.push(reshape(sumRows(dv), [dv.shape[1], 1]));
				return gradients;
			},
		};
	})(...weightsOf(parameters)) as Scalar;
}

/** Mean score of rows (P, I), differentiable by the rows alone, in closed form. */
export function meanScore(x: Tensor2D, parameters: readonly Tensor[], dropouts: readonly Tensor2D[]): Scalar {
	return customGrad((x, save) => {
		const { slopes, scores } = criticSlopes(x as Tensor2D, parameters, dropouts);
		const { gradient } = inputChain(weightsOf(parameters), slopes);
		(save as (tensors: Tensor[]) => void)([gradient]);
		return {
			value: mean(scores),
			gradFunc: (dy: Tensor, [gradient]: Tensor[]) => mul(gradient!, mul(dy, 1 / scores.shape[0])),
		};
	})(x) as Scalar;
}
