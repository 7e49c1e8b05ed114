import { createNoise } from "../../../causal/noise";
import type { Random } from "../../../random";
import { power } from "../../elementary";
import { drawNormals, fastNoise } from "../../kernels/noise";
import { applyPowers } from "../../power";
import { fourier } from "../cosines";
import { drawWeights } from "../matrices";
import { type Source, within } from "../scalars";
import type { FunctionFamily } from "./function";

/** Random Fourier features of a Gaussian process: y = cos(x W + b) A / √features. */
export interface FourierFeatures {
	readonly inputs: number;
	readonly outputs: number;
	/** inputs × FEATURES, in turns (radians / 2π). */
	readonly frequencies: Float32Array;
	/** In turns. */
	readonly phases: Float32Array;
	/** FEATURES × outputs, divided by √FEATURES. */
	readonly amplitudes: Float32Array;
}

const FEATURES = 256;

/** Frequencies of the isotropic kernel: a radius and a direction a feature. */
function drawDirections(source: Source, inputs: number, exponent: number): Float32Array {
	const { random, scalars } = source;
	const scale = scalars.real(random, "gp/scale", { low: 0.5, high: 10, log: true });
	const weights = drawWeights(within(source, "weights"), inputs);
	const directions = drawNormals(random.stream("directions"), inputs * FEATURES);
	// Sums of squares, then what a direction of such a length is multiplied by.
	const factors = new Float64Array(FEATURES);
	for (let i = 0, at = 0; i < inputs; i++) {
		for (let k = 0; k < FEATURES; k++, at++) factors[k]! += directions[at]! * directions[at]!;
	}
	for (let k = 0; k < FEATURES; k++) {
		const radius = power(random.uniform(), exponent) - 1;
		factors[k] = (scale * radius) / (2 * Math.PI * (Math.sqrt(factors[k]!) || 1));
	}
	for (let i = 0, at = 0; i < inputs; i++) {
		const weight = weights[i]!;
		for (let k = 0; k < FEATURES; k++, at++) directions[at] = factors[k]! * weight * directions[at]!;
	}
	return directions;
}

/** Frequencies of the product kernel, one a dimension and feature. */
function drawIndependent(random: Random, inputs: number, exponent: number): Float32Array {
	// One uniform gives the sign with its first bit and the radius with the rest.
	const uniforms = new Float32Array(inputs * FEATURES);
	fastNoise(createNoise(random, "radii", { offset: 0 }), random.stream("radii").key).uniform(uniforms, 2);
	const radii = new Float32Array(uniforms.length);
	for (let i = 0; i < radii.length; i++) {
		const u = 2 * uniforms[i]!;
		radii[i] = u > 1 ? u - 1 : u;
	}
	applyPowers(radii, exponent, Number.POSITIVE_INFINITY, false);
	for (let i = 0; i < radii.length; i++) {
		const r = (radii[i]! - 1) / (2 * Math.PI);
		radii[i] = uniforms[i]! > 0.5 ? -r : r;
	}
	return radii;
}

/**
 * A sample path of a random kernel: radii u^(1 / (1 − a)) − 1 with a ~ LogU(2, 20), either a frequency a dimension
 * (product kernel) or a radius and a random direction through weights and a scale LogU(0.5, 10) (isotropic kernel).
 */
export const gp: FunctionFamily<FourierFeatures, FourierFeatures> = {
	plan(source, _rows, inputs, outputs) {
		const { random, scalars } = source;
		const a = scalars.real(random, "gp/tail", { low: 2, high: 20, log: true });
		const isotropic = random.int(2) === 1;
		const exponent = 1 / (1 - a);
		const frequencies = isotropic
			? drawDirections(source, inputs, exponent)
			: drawIndependent(random, inputs, Math.fround(exponent));
		const phases = new Float32Array(FEATURES);
		for (let k = 0; k < FEATURES; k++) phases[k] = random.uniform();
		const amplitudes = drawNormals(random.stream("amplitudes"), FEATURES * outputs);
		const root = Math.sqrt(FEATURES);
		for (let i = 0; i < amplitudes.length; i++) amplitudes[i] = amplitudes[i]! / root;
		return { inputs, outputs, frequencies, phases, amplitudes };
	},
	fix: (f, x) => ({ f, y: gp.apply(f, x) }),
	apply: ({ inputs, outputs, frequencies, phases, amplitudes }, x) =>
		fourier(x, inputs, frequencies, phases, amplitudes, outputs),
};
