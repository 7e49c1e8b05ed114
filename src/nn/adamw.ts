// p parameters, g gradient, m and v its running moments, β₁ β₂ their decays, η learning rate, λ weight decay
import {
	add,
	clone,
	div,
	keep,
	maximum,
	mul,
	sqrt,
	square,
	sub,
	sum,
	type Tensor,
	tensor1d,
	tidy,
	zerosLike,
} from "./tf";

export interface AdamWOptions {
	/** Decay of the first moment. Default 0.9. */
	beta1?: number;
	/** Decay of the second moment. Default 0.999. */
	beta2?: number;
	/** Default 1e-8. */
	epsilon?: number;
	/** Share of every parameter taken off per step, times the learning rate. Default 0. */
	weightDecay?: number;
	/** Largest Euclidean norm of the whole gradient; beyond it the gradient is scaled down. Default 1. */
	clipNorm?: number;
	/** Decay of the running average of the parameters. Default 0.999. */
	emaDecay?: number;
}

/** Parameters, moments and running average, each one flat tensor: a step costs as many operations for 2 layers as for 20. */
export interface AdamWState {
	p: Tensor;
	m: Tensor;
	v: Tensor;
	/** Running average of `p`, the parameters to sample with. */
	ema: Tensor;
	/** Steps done. */
	step: number;
}

export function startAdamW(parameters: Float32Array): AdamWState {
	return tidy(() => {
		const p = keep(tensor1d(parameters));
		const m = keep(zerosLike(p));
		const v = keep(zerosLike(p));
		return { p, m, v, ema: keep(mul(p, 1)), step: 0 };
	});
}

export function disposeAdamW(state: AdamWState): void {
	for (const t of [state.p, state.m, state.v, state.ema]) t.dispose();
}

/** A state off the device, to go on from where that is lost. */
export interface AdamWCheckpoint {
	readonly p: Float32Array;
	readonly m: Float32Array;
	readonly v: Float32Array;
	readonly ema: Float32Array;
	readonly step: number;
}

/** Copies a state off the device. */
export async function readAdamW({ p, m, v, ema, step }: Readonly<AdamWState>): Promise<AdamWCheckpoint> {
	const read = async (t: Tensor) => ((await t.data()) as Float32Array).slice();
	const [own, first, second, average] = await Promise.all([read(p), read(m), read(v), read(ema)]);
	return { p: own, m: first, v: second, ema: average, step };
}

/** The state of a checkpoint, on the backend in use. */
export function restoreAdamW({ p, m, v, ema, step }: AdamWCheckpoint): AdamWState {
	return tidy(() => {
		const put = (values: Float32Array) => keep(tensor1d(values));
		return { p: put(p), m: put(m), v: put(v), ema: put(ema), step };
	});
}

/** The same state again; the tensors are shared until the next step of either. */
export function cloneAdamW(state: AdamWState): AdamWState {
	const { p, m, v, ema, step } = state;
	return tidy(() => ({ p: keep(clone(p)), m: keep(clone(m)), v: keep(clone(v)), ema: keep(clone(ema)), step }));
}

/**
 * One step of AdamW (Loshchilov and Hutter 2019, algorithm 2) with a clipped global norm (Pascanu et al. 2013) and a
 * running average whose decay warms up as (1 + step) / (10 + step). Replaces the state's tensors.
 */
export function stepAdamW(state: AdamWState, g: Tensor, eta: number, options: AdamWOptions = {}): void {
	const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0, clipNorm = 1, emaDecay = 0.999 } = options;
	const t = ++state.step;
	const decay = Math.min(emaDecay, (1 + t) / (10 + t));
	const next = tidy(() => {
		const norm = sqrt(sum(square(g)));
		const gClipped = mul(g, div(clipNorm, maximum(norm, clipNorm)));
		const m = add(mul(state.m, beta1), mul(gClipped, 1 - beta1));
		const v = add(mul(state.v, beta2), mul(square(gClipped), 1 - beta2));
		// η·m̂ / (√v̂ + ε) with both bias corrections folded into scalars.
		const correction = Math.sqrt(1 - beta2 ** t);
		const update = div(mul(m, (eta * correction) / (1 - beta1 ** t)), add(sqrt(v), epsilon * correction));
		const p = sub(weightDecay > 0 ? mul(state.p, 1 - eta * weightDecay) : state.p, update);
		const ema = add(mul(state.ema, decay), mul(p, 1 - decay));
		return { p: keep(p), m: keep(m), v: keep(v), ema: keep(ema) };
	});
	disposeAdamW(state);
	Object.assign(state, next);
}
