import { createNoise } from "../../causal/noise";
import type { Noise } from "../../causal/scm";
import type { Random, RandomKey } from "../../random";
import { loadedKernels, START } from "./kernels";

/** The same noise, its single-precision normals (rows from 0) drawn by the kernel: the same bits, sooner. */
export function fastNoise(noise: Noise, key: RandomKey): Noise {
	const kernels = loadedKernels();
	if (!kernels) return noise;
	return {
		...noise,
		normal(out, width = 1, draw = 0) {
			if (!(out instanceof Float32Array)) return noise.normal(out, width, draw);
			const at = START >> 2;
			const rows = out.length / width;
			const memory = kernels.view(at + ((rows + 3) & ~3) * width);
			kernels.normals(START, rows, width, key[0] | 0, key[1] | 0, 0, draw);
			out.set(memory.subarray(at, at + out.length));
		},
	};
}

/** `count` standard normals of a stream, two a counter. */
export function drawNormals(random: Random, count: number): Float32Array {
	const even = new Float32Array(count + (count & 1));
	const own = random.stream("normals");
	fastNoise(createNoise(random, "normals", { offset: 0 }), own.key).normal(even, 2);
	return even.subarray(0, count);
}
