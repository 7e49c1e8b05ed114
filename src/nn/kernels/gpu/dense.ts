// B rows, W width, S scalars (scores and ramps), F fields, N numbers
import type { Kernel } from "./kernel";
import {
	DROPOUT,
	DROPOUT_FIELDS,
	eachRow,
	four,
	multiply,
	START,
	setFour,
	TILE,
	TILE_DECLARATIONS,
	TILE_THREADS,
} from "./tile";

/** Tile w of a [rows, width] result, row by row. */
const PLACE = `
	let across = (call.width + ${TILE - 1}u) / ${TILE}u;
	let m0 = ${TILE}u * (w / across);
	let n0 = ${TILE}u * (w % across);
	let n = n0 + 4u * (t % 8u);`;

const INPUTS = { name: "inputs", type: "u32" } as const;
const PARAMETERS = { name: "parameters", type: "f32" } as const;

/** Stands for a scalar that is none, where their count is filled up. */
const NO_SCALAR = 0xffffffff;

/**
 * Which scalar is what, as `SCALARS` reads it, from each number's first scalar and the pieces of its encoding (`Layout.numbers`).
 *
 * @param width S.
 */
export function scalarWords(numbers: readonly { readonly at: number; readonly pieces: number }[], width: number) {
	const words = new Uint32Array(width).fill(NO_SCALAR);
	numbers.forEach(({ at, pieces }, n) => {
		for (let piece = 0; piece <= pieces; piece++) words[at + piece] = (n << 16) | piece;
	});
	return words;
}

/** Where `SCALARS` finds the words of scalars and numbers[B, N, 2] among the inputs, and N. */
export const SCALAR_FIELDS = { scalars: "u32", numbers: "u32", numberCount: "u32" } as const;

/**
 * Declares `scalar(m, k)`: scalar k of row m, a score or what a ramp is at the number's place; 0 where the place is below 0.
 */
export const SCALARS = `
fn scalar(m: u32, k: u32) -> f32 {
	let word = inputs[call.scalars + k];
	if (word == ${NO_SCALAR}u) { return 0.0; }
	let at = call.numbers + 2u * (m * call.numberCount + (word >> 16u));
	let place = bitcast<f32>(inputs[at + 1u]);
	if (place < 0.0) { return 0.0; }
	let ramp = word & 0xffffu;
	if (ramp == 0u) { return bitcast<f32>(inputs[at]); }
	return 2.0 * clamp(place - f32(ramp - 1u), 0.0, 1.0) - 1.0;
}`;

/**
 * The first stream: h[b, :] = Σ_f E[codes[b, f], :] + scalars[b, :] · M. Called with one workgroup a tile of h. Inputs
 * and parameters are found at the fields' positions, in words.
 */
export const embed: Kernel<
	("rows" | "width" | "fields" | "scalarWidth" | "codes" | "embedding" | "matrix") | keyof typeof SCALAR_FIELDS
> = {
	name: "embed",
	buffers: [INPUTS, PARAMETERS, { name: "h", type: "f32", write: true }],
	fields: {
		rows: "u32",
		width: "u32",
		fields: "u32",
		scalarWidth: "u32",
		codes: "u32",
		...SCALAR_FIELDS,
		embedding: "u32",
		matrix: "u32",
	},
	threads: TILE_THREADS,
	code: `${TILE_DECLARATIONS}${SCALARS}${four("parameters")}
fn left(m: u32, k: u32) -> f32 {
	if (m >= call.rows || k >= call.scalarWidth) { return 0.0; }
	return scalar(m, k);
}
fn right(k: u32, n: u32) -> vec4f {
	if (k >= call.scalarWidth || n >= call.width) { return vec4f(); }
	return parametersFour(call.matrix + k * call.width + n);
}
fn embeddings(m: u32, n: u32) -> vec4f {
	var sum = vec4f();
	for (var f = 0u; f < call.fields; f++) {
		sum += parametersFour(call.embedding + inputs[call.codes + m * call.fields + f] * call.width + n);
	}
	return sum;
}
fn work(t: u32, w: u32) {
	${PLACE}
	${START}
	${multiply("call.scalarWidth", { left: "k", right: "n" })}
	${eachRow(`if (m < call.rows && n < call.width) { ${setFour("h", "m * call.width + n", "c + embeddings(m, n)")} }`)}
}`,
};

/**
 * One block: h₊[b, :] = h[b, :] + silu(h[b, :]) · M + bias, with dropout of layer `layer`. `source` and `result` are the positions of h and h₊ in one buffer.
 */
export const denseForward: Kernel<
	"rows" | "width" | "source" | "result" | "matrix" | "bias" | "layer" | keyof typeof DROPOUT_FIELDS
> = {
	name: "dense forward",
	buffers: [INPUTS, PARAMETERS, { name: "h", type: "f32", write: true }],
	fields: {
		rows: "u32",
		width: "u32",
		source: "u32",
		result: "u32",
		matrix: "u32",
		bias: "u32",
		layer: "u32",
		...DROPOUT_FIELDS,
	},
	threads: TILE_THREADS,
	code: `${TILE_DECLARATIONS}${DROPOUT}${four("parameters")}${four("h")}
fn left(m: u32, k: u32) -> f32 {
	if (m >= call.rows || k >= call.width) { return 0.0; }
	let i = m * call.width + k;
	return silu(h[call.source + i]) * kept(call.layer, i);
}
fn right(k: u32, n: u32) -> vec4f {
	if (k >= call.width || n >= call.width) { return vec4f(); }
	return parametersFour(call.matrix + k * call.width + n);
}
fn work(t: u32, w: u32) {
	${PLACE}
	${START}
	${multiply("call.width", { left: "k", right: "n" })}
	${eachRow(`if (m < call.rows && n < call.width) {
		let before = hFour(call.source + m * call.width + n);
		${setFour("h", "call.result + m * call.width + n", "before + c + parametersFour(call.bias + n)")}
	}`)}
}`,
};

/**
 * The gradient of a block's input: d[b, :] = d₊[b, :] + (d₊[b, :] · Mᵀ) ∘ silu′(h[b, :]). `source` and `result` are the
 * positions of d₊ and d in one buffer, `stream` that of h.
 */
export const denseBackward: Kernel<
	"rows" | "width" | "source" | "result" | "stream" | "matrix" | "layer" | keyof typeof DROPOUT_FIELDS
> = {
	name: "dense backward",
	buffers: [INPUTS, PARAMETERS, { name: "h", type: "f32" }, { name: "d", type: "f32", write: true }],
	fields: {
		rows: "u32",
		width: "u32",
		source: "u32",
		result: "u32",
		stream: "u32",
		matrix: "u32",
		layer: "u32",
		...DROPOUT_FIELDS,
	},
	threads: TILE_THREADS,
	code: `${TILE_DECLARATIONS}${DROPOUT}${four("d")}${four("h")}
fn left(m: u32, k: u32) -> f32 {
	if (m >= call.rows || k >= call.width) { return 0.0; }
	return d[call.source + m * call.width + k];
}
fn right(k: u32, n: u32) -> vec4f {
	if (k >= call.width || n >= call.width) { return vec4f(); }
	let at = call.matrix + n * call.width + k;
	return vec4f(parameters[at], parameters[at + call.width], parameters[at + 2u * call.width], parameters[at + 3u * call.width]);
}
fn work(t: u32, w: u32) {
	${PLACE}
	${START}
	${multiply("call.width", { left: "k", right: "k" })}
	${eachRow(`if (m < call.rows && n < call.width) {
		let after = dFour(call.source + m * call.width + n);
		let slope = slopes(hFour(call.stream + m * call.width + n));
		${setFour("d", "call.result + m * call.width + n", "after + c * slope * keptFour(call.layer, m * call.width + n)")}
	}`)}
}`,
};
