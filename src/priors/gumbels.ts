import { logSingle } from "../statistics/quantile/normal-single";
import { workInPlace } from "./kernels/kernels";

/** Turns uniforms of single precision into standard Gumbel variates −log(−log u), in place. */
export function toGumbels(u: Float32Array): void {
	if (workInPlace(u, (kernels, at) => kernels.gumbels(at, u.length))) return;
	for (let i = 0; i < u.length; i++) u[i] = -logSingle(-logSingle(u[i]!));
}
