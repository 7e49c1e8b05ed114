import { createNoise } from "../../causal/noise";
import type { Noise, Values } from "../../causal/scm";
import type { Random, RandomKey } from "../../random";
import { loadedKernels, START } from "./kernels";

/** The same noise, its numbers in single precision (rows from 0) drawn by the kernels: the same bits, sooner. */
export function fastNoise(noise: Noise, key: RandomKey): Noise {
	const kernels = loadedKernels();
	if (!kernels) return noise;
	const by =
		(kind: "uniform" | "normal") =>
		(out: Values, width: number = 1, draw: number = 0) => {
			if (!(out instanceof Float32Array)) return noise[kind](out, width, draw);
			const at = START >> 2;
			const rows = out.length / width;
			const memory = kernels.view(at + ((rows + 3) & ~3) * width);
			kernels.words(START, rows, width, key[0] | 0, key[1] | 0, 0, draw);
			kernels[`${kind}s`](START, out.length);
			out.set(memory.subarray(at, at + out.length));
		};
	return { ...noise, uniform: by("uniform"), normal: by("normal") };
}

/** `count` numbers of a stream, two a counter. */
function drawNumbers(kind: "uniform" | "normal", random: Random, count: number): Float32Array {
	const even = new Float32Array(count + (count & 1));
	fastNoise(createNoise(random, kind, { offset: 0 }), random.stream(kind).key)[kind](even, 2);
	return even.subarray(0, count);
}

/** `count` standard normals of a stream. */
export function drawNormals(random: Random, count: number): Float32Array {
	return drawNumbers("normal", random, count);
}

/** `count` uniforms of a stream, of 23 bits. */
export function drawUniforms(random: Random, count: number): Float32Array {
	return drawNumbers("uniform", random, count);
}
