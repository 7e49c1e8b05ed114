import { createNoise } from "../../../causal/noise";
import { power } from "../../elementary";
import { drawNormals } from "../../kernels/noise";
import { fastPower } from "../../power";
import { fourier } from "../cosines";
import { drawWeights } from "../matrices";
import { within } from "../scalars";
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

/**
 * A sample path of a random kernel: radii u^(1 / (1 − a)) − 1 with a ~ LogU(2, 20), either a frequency a dimension
 * (product kernel) or a radius and a random direction through weights and a scale LogU(0.5, 10) (isotropic kernel).
 */
export const gp: FunctionFamily<FourierFeatures, FourierFeatures> = {
	plan(source, _rows, inputs, outputs) {
		const { random, scalars } = source;
		const a = scalars.real(random, "gp/tail", { low: 2, high: 20, log: true });
		const isotropic = random.int(2) === 1;
		const radius = () => power(random.uniform(), 1 / (1 - a)) - 1;
		const frequencies = new Float32Array(inputs * FEATURES);
		if (isotropic) {
			const scale = scalars.real(random, "gp/scale", { low: 0.5, high: 10, log: true });
			const weights = drawWeights(within(source, "weights"), inputs);
			const directions = drawNormals(random.stream("directions"), inputs * FEATURES);
			for (let k = 0; k < FEATURES; k++) {
				let squares = 0;
				for (let i = 0; i < inputs; i++) squares += directions[i * FEATURES + k]! ** 2;
				const factor = (scale * radius()) / (2 * Math.PI * (Math.sqrt(squares) || 1));
				for (let i = 0; i < inputs; i++) {
					frequencies[i * FEATURES + k] = factor * weights[i]! * directions[i * FEATURES + k]!;
				}
			}
		} else {
			// One uniform gives the sign with its first bit and the radius with the rest.
			const exponent = Math.fround(1 / (1 - a));
			const uniforms = new Float32Array(frequencies.length);
			createNoise(random, "radii", { offset: 0 }).uniform(uniforms, 2);
			for (let i = 0; i < frequencies.length; i++) {
				const u = 2 * uniforms[i]!;
				const negative = u > 1;
				const r = (fastPower(negative ? u - 1 : u, exponent) - 1) / (2 * Math.PI);
				frequencies[i] = negative ? -r : r;
			}
		}
		const phases = Float32Array.from({ length: FEATURES }, () => random.uniform());
		const amplitudes = drawNormals(random.stream("amplitudes"), FEATURES * outputs);
		for (let i = 0; i < amplitudes.length; i++) amplitudes[i] = amplitudes[i]! / Math.sqrt(FEATURES);
		return { inputs, outputs, frequencies, phases, amplitudes };
	},
	fix: (f, x) => ({ f, y: gp.apply(f, x) }),
	apply: ({ inputs, outputs, frequencies, phases, amplitudes }, x) =>
		fourier(x, inputs, frequencies, phases, amplitudes, outputs),
};
