// B batch, I inputs, O outputs
import {
	customGrad,
	fused,
	getBackend,
	matMul,
	mul,
	ones,
	reshape,
	step,
	sum,
	type Tensor,
	type Tensor1D,
	type Tensor2D,
	transpose,
} from "./tf";

export interface DenseOptions {
	/** Default `"linear"`. */
	activation?: "linear" | "relu";
	/** False where `x` is data: its gradient is then never computed. Default true. */
	inputGradient?: boolean;
}

/** Sum over rows, (B, O) to (O); on wasm a product with ones is ten times faster than a sum over the outer axis. */
export function sumRows(d: Tensor2D): Tensor1D {
	if (getBackend() !== "wasm") return sum(d, 0);
	return reshape(matMul(ones([1, d.shape[0]]) as Tensor2D, d), [d.shape[1]]);
}

/**
 * A dense layer y = act(x·w + b), with x (B, I), w (I, O), b (O).
 *
 * Its gradient transposes explicitly: tfjs-wasm multiplies by a transposed matrix about ten times slower than it
 * transposes and multiplies, and tfjs's own gradient asks for transposed products.
 */
export function dense(x: Tensor2D, w: Tensor2D, b: Tensor1D, options: DenseOptions = {}): Tensor2D {
	const { activation = "linear", inputGradient = true } = options;
	const layer = customGrad((...args) => {
		const save = args.at(-1) as unknown as (tensors: Tensor[]) => void;
		const y = fused.matMul({ a: x, b: w, bias: b, activation });
		save([x, w, y]);
		const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor[] => {
			const [x, w, y] = saved as [Tensor2D, Tensor2D, Tensor2D];
			const d = (activation === "relu" ? mul(dy, step(y)) : dy) as Tensor2D; // (B, O)
			const parameters = [matMul(transpose(x), d), sumRows(d)];
			return inputGradient ? [...parameters, matMul(d, transpose(w))] : parameters;
		};
		return { value: y, gradFunc };
	});
	return (inputGradient ? layer(w, b, x) : layer(w, b)) as Tensor2D;
}
