import type { Kernel } from "./kernel";

/** Workgroups over which a sum of squares is spread, and sums it leaves. */
export const SQUARE_SUMS = 64;
const THREADS = 256;

/** sums[w] = Σ of a part of g². Always called with `SQUARE_SUMS` workgroups; `quads` is g's length in fours. */
export const squares: Kernel<"quads"> = {
	name: "squares",
	buffers: [
		{ name: "g", type: "vec4f" },
		{ name: "sums", type: "f32", write: true },
	],
	fields: { quads: "u32" },
	threads: THREADS,
	code: `
var<workgroup> part: array<f32, ${THREADS}>;
fn work(t: u32, w: u32) {
	var sum = 0.0;
	for (var i = w * ${THREADS}u + t; i < call.quads; i += ${THREADS * SQUARE_SUMS}u) { sum += dot(g[i], g[i]); }
	part[t] = sum;
	for (var half = ${THREADS / 2}u; half > 0u; half >>= 1u) {
		workgroupBarrier();
		if (t < half) { part[t] += part[t + half]; }
	}
	if (t == 0u) { sums[w] = part[0]; }
}`,
};

/** Fours of parameters that a workgroup of `adamw` updates. */
export const ADAMW_QUADS = THREADS;

/**
 * AdamW (Loshchilov and Hutter 2019, algorithm 2) with a clipped norm and the moving average of the parameters, over
 * all parameters at once. The gradient is scaled to norm `clip` at most, by the sums that `squares` left. `rate`
 * carries the bias correction of m, `rootCorrection` is 1/√(1 − β₂ᵗ), `decay` is rate · λ and applies to the first
 * `decaying` fours.
 */
export const adamw: Kernel<
	"quads" | "decaying" | "rate" | "b1" | "b2" | "epsilon" | "decay" | "emaKeep" | "rootCorrection" | "clip"
> = {
	name: "adamw",
	buffers: [
		{ name: "sums", type: "f32" },
		{ name: "g", type: "vec4f" },
		{ name: "p", type: "vec4f", write: true },
		{ name: "m", type: "vec4f", write: true },
		{ name: "v", type: "vec4f", write: true },
		{ name: "ema", type: "vec4f", write: true },
	],
	fields: {
		quads: "u32",
		decaying: "u32",
		rate: "f32",
		b1: "f32",
		b2: "f32",
		epsilon: "f32",
		decay: "f32",
		emaKeep: "f32",
		rootCorrection: "f32",
		clip: "f32",
	},
	threads: THREADS,
	code: `
var<workgroup> part: array<f32, ${SQUARE_SUMS}>;
fn work(t: u32, w: u32) {
	if (t < ${SQUARE_SUMS}u) { part[t] = sums[t]; }
	for (var half = ${SQUARE_SUMS / 2}u; half > 0u; half >>= 1u) {
		workgroupBarrier();
		if (t < half) { part[t] += part[t + half]; }
	}
	workgroupBarrier();
	let i = w * ${THREADS}u + t;
	if (i >= call.quads) { return; }
	let gradient = g[i] * min(1.0, call.clip * inverseSqrt(part[0] + 1e-24));
	let moment = call.b1 * m[i] + (1.0 - call.b1) * gradient;
	let square = call.b2 * v[i] + (1.0 - call.b2) * gradient * gradient;
	let decay = select(0.0, call.decay, i < call.decaying);
	let parameter = (1.0 - decay) * p[i] - call.rate * moment / (sqrt(square) * call.rootCorrection + call.epsilon);
	m[i] = moment;
	v[i] = square;
	p[i] = parameter;
	ema[i] += (1.0 - call.emaKeep) * (parameter - ema[i]);
}`,
};
