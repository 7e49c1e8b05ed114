// B batch, I inputs, O outputs, H width of the hidden layers, T width of the level's embedding
import { dense } from "../dense";
import { denseParameters, type ParameterSpec } from "../parameters";
import { add, mul, sigmoid, type Tensor, type Tensor1D, type Tensor2D } from "../tf";
import { TIME_WIDTH } from "./edm";

/** The shape of a denoiser. */
export interface DenoiserShape {
	readonly inputs: number;
	readonly outputs: number;
	readonly width: number;
	readonly layers: number;
}

/** Parameters of F: an input and a time layer, residual layers, an output that starts at 0. */
export function edmLayout({ inputs, outputs, width, layers }: DenoiserShape): ParameterSpec[] {
	return [
		...denseParameters("time", TIME_WIDTH, width),
		...denseParameters("input", inputs, width),
		...Array.from({ length: layers }, (_, l) => denseParameters(`hidden${l}`, width, width)).flat(),
		{ name: "output.w", shape: [width, outputs] },
		{ name: "output.b", shape: [outputs] },
	];
}

const silu = (x: Tensor): Tensor2D => mul(x, sigmoid(x)) as Tensor2D;

/** F (B, O) of scaled rows (B, I) at levels whose sinusoids are `time`, (B, T) or (1, T). @param data Whether x is data: then it has no gradient. */
export function denoise(x: Tensor2D, time: Tensor2D, parameters: readonly Tensor[], data: boolean): Tensor2D {
	const layer = (input: Tensor2D, at: number, inputGradient: boolean) =>
		dense(input, parameters[at] as Tensor2D, parameters[at + 1] as Tensor1D, { inputGradient });
	let h = silu(add(layer(x, 2, !data), layer(time, 0, false)));
	const last = parameters.length - 2;
	for (let at = 4; at < last; at += 2) h = add(h, silu(layer(h, at, true))) as Tensor2D;
	return layer(h, last, true);
}
