import { logSingle } from "../causal/quantile/normal-single";
import { loadedKernels, START } from "./kernels/kernels";

/** Turns uniforms of single precision into standard Gumbel variates −log(−log u), in place. */
export function toGumbels(u: Float32Array): void {
	const kernels = loadedKernels();
	if (!kernels) {
		for (let i = 0; i < u.length; i++) u[i] = -logSingle(-logSingle(u[i]!));
		return;
	}
	const at = START >> 2;
	const memory = kernels.view(at + u.length + 4);
	memory.set(u, at);
	kernels.gumbels(START, u.length);
	u.set(memory.subarray(at, at + u.length));
}
