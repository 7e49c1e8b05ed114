/** A map of rows: synthetic ones alone, by the two directions in which their latent codes differ most. */
// n rows, Z latent variables
import { edmLayout } from "../../nn/edm/network";
import { surviveLosses } from "../../nn/lost-device";
import { loadParameters } from "../../nn/parameters";
import { dispose } from "../../nn/tf";
import { symmetricEigen } from "../../statistics/correlation-matrix";
import type { Run } from "../../worker/run";
import { denoiserOf } from "./latent";
import { BLOCK, sampleLatents } from "./sample";

const PHASE = "map rows";

/** The first two principal components of rows (n, Z) about their mean, (n, 2) flat. The largest weight of each is positive. */
export function firstComponents(z: Float32Array, Z: number): Float64Array {
	const n = z.length / Z;
	const means = Float64Array.from({ length: Z }, (_, k) => {
		let sum = 0;
		for (let row = 0; row < n; row++) sum += z[row * Z + k]!;
		return sum / n;
	});
	const covariance = new Float64Array(Z * Z);
	for (let row = 0; row < n; row++) {
		for (let a = 0; a < Z; a++) {
			const d = z[row * Z + a]! - means[a]!;
			for (let b = 0; b < Z; b++) covariance[a * Z + b]! += (d * (z[row * Z + b]! - means[b]!)) / n;
		}
	}
	const { values, vectors } = symmetricEigen(covariance, Z);
	const order = Array.from(values.keys()).sort((a, b) => values[b]! - values[a]!);
	const out = new Float64Array(2 * n);
	for (const [axis, at] of order.slice(0, 2).entries()) {
		let [largest, sign] = [0, 1];
		for (let k = 0; k < Z; k++) {
			const weight = vectors[k * Z + at]!;
			if (Math.abs(weight) > largest + 1e-9) [largest, sign] = [Math.abs(weight), Math.sign(weight)];
		}
		for (let row = 0; row < n; row++) {
			for (let k = 0; k < Z; k++) out[2 * row + axis]! += sign * (z[row * Z + k]! - means[k]!) * vectors[k * Z + at]!;
		}
	}
	return out;
}

/**
 * 256 synthetic rows of the trained denoiser, a line each: first and second principal component of the latent code, to three
 * decimals. No real row is on it, nor are the directions those of real rows.
 */
export function mapRows(
	denoiser: Float32Array,
	{ latent: Z, width, samplingSteps }: { latent: number; width: number; samplingSteps: number },
	run: Run,
): Promise<string> {
	return surviveLosses(run, async () => {
		const views = loadParameters(edmLayout(denoiserOf(Z, width)), denoiser);
		const steps = 2 * (samplingSteps - 1);
		let done = 0;
		try {
			const pause = () => run.step({ phase: PHASE, step: done++, steps });
			const z = await sampleLatents(views, Z, samplingSteps, run.random.stream("map"), pause);
			try {
				const at = firstComponents((await z.data()) as Float32Array, Z);
				await run.step({ phase: PHASE, step: steps, steps });
				const line = (row: number) => `${at[2 * row]!.toFixed(3)} ${at[2 * row + 1]!.toFixed(3)}`;
				return Array.from({ length: BLOCK }, (_, row) => line(row)).join("\n");
			} finally {
				z.dispose();
			}
		} finally {
			dispose(views);
		}
	});
}
