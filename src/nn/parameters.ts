import { SavedModelError } from "../errors";
import type { Random } from "../random";
import { getBackend, reshape, slice, type Tensor, tensor, tensor1d, tidy } from "./tf";

/** One trained array of a network. */
export interface ParameterSpec {
	readonly name: string;
	readonly shape: readonly number[];
	/**
	 * How it starts: a bound draws uniformly in ±bound, an array is taken as it is. Default 0 everywhere.
	 */
	readonly start?: number | ArrayLike<number>;
}

/** The names and shapes of a network's parameters, in the order in which they lie in one flat array. */
export type ParameterLayout = readonly ParameterSpec[];

export function sizeOf(spec: ParameterSpec): number {
	return spec.shape.reduce((a, b) => a * b, 1);
}

export function parameterCount(layout: ParameterLayout): number {
	return layout.reduce((total, spec) => total + sizeOf(spec), 0);
}

/** Weights (I, O) and bias (O) of a dense layer, started uniformly in ±1/√I (He et al.'s bound as PyTorch's layers use it). */
export function denseParameters(name: string, inputs: number, outputs: number): [ParameterSpec, ParameterSpec] {
	const bound = 1 / Math.sqrt(Math.max(1, inputs));
	return [
		{ name: `${name}.w`, shape: [inputs, outputs], start: bound },
		{ name: `${name}.b`, shape: [outputs], start: bound },
	];
}

/** Starting values of all parameters, flat; each from its own stream, so that a layer more shifts no other. */
export function startParameters(layout: ParameterLayout, random: Random): Float32Array {
	const flat = new Float32Array(parameterCount(layout));
	let at = 0;
	for (const spec of layout) {
		const size = sizeOf(spec);
		const { start = 0 } = spec;
		if (typeof start !== "number") flat.set(Float32Array.from(start), at);
		else if (start > 0) {
			const stream = random.stream(spec.name);
			for (let i = 0; i < size; i++) flat[at + i] = (2 * stream.uniform() - 1) * start;
		}
		at += size;
	}
	return flat;
}

/**
 * The parameters as tensors of their own shapes, cut from one flat tensor; the caller disposes them.
 *
 * On wasm and cpu they are cut from one copy on the host: each slice on wasm would copy the whole array.
 */
export function viewParameters(layout: ParameterLayout, flat: Tensor): Tensor[] {
	return tidy(() => {
		const host = getBackend() === "webgpu" ? undefined : (flat.dataSync() as Float32Array);
		let at = 0;
		return layout.map((spec) => {
			const size = sizeOf(spec);
			const shape = spec.shape as number[];
			at += size;
			if (host) return tensor(host.subarray(at - size, at), shape);
			return reshape(slice(flat, [at - size], [size]), shape);
		});
	});
}

/** Saved parameters as tensors; the caller disposes them. */
export function loadParameters(layout: ParameterLayout, flat: Float32Array): Tensor[] {
	const count = parameterCount(layout);
	if (flat.length !== count) {
		throw new SavedModelError(`The saved model has ${flat.length} parameters, its network needs ${count}.`, {
			got: flat.length,
			want: count,
		});
	}
	return tidy(() => viewParameters(layout, tensor1d(flat)));
}
