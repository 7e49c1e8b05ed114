import { decode, type Encoder } from "../../encode/encoder";
import { useBackend } from "../../nn/backend";
import { factors } from "../../nn/edm/edm";
import { denoise, edmLayout } from "../../nn/edm/network";
import { heun } from "../../nn/edm/sample";
import { loadParameters } from "../../nn/parameters";
import { add, dispose, mul, type Tensor, type Tensor2D, tensor1d, tidy } from "../../nn/tf";
import type { Random } from "../../random";
import type { Table } from "../../table/table";
import type { Run } from "../../worker/run";
import {
	type AutoencoderShape,
	autoencoderLayout,
	decodeLatent,
	decoderFrom,
	SIGMA_LEAST,
	SIGMA_MOST,
} from "../mode-autoencoder";
import { createModeRows, fromModes, type ModeSpace } from "../mode-space";
import { sampleStates } from "../sample-states";
import { denoiserOf } from "./latent";

/** Rows of a block: block b of a seed is always sampled whole, so that chunks of any size hold the same rows. */
export const BLOCK = 256;

/** What sampling needs. */
export interface AutodiffSampler {
	readonly encoder: Encoder;
	readonly space: ModeSpace;
	readonly shape: AutoencoderShape;
	readonly width: number;
	readonly samplingSteps: number;
	readonly decoder: Float32Array;
	readonly denoiser: Float32Array;
	readonly means: Float32Array;
	readonly deviations: Float32Array;
}

/** A block of standardised latent rows (256, Z) by Heun's steps from noise; the caller disposes it. */
export function sampleLatents(
	denoiser: readonly Tensor[],
	Z: number,
	samplingSteps: number,
	random: Random,
	pause: () => Promise<void>,
): Promise<Tensor2D> {
	const noise = Float32Array.from({ length: BLOCK * Z }, () => random.normal());
	const denoised = (x: Tensor2D, time: Tensor2D, sigma: number) => {
		const c = factors(sigma);
		const F = denoise(mul(x, c.in) as Tensor2D, time, denoiser, true);
		return add(mul(x, c.skip), mul(F, c.out)) as Tensor2D;
	};
	return heun(noise, BLOCK, samplingSteps, denoised, pause);
}

/** Rows `offset` … of a seed: latent rows by Heun's steps, then every scalar from its normal and every state from its softmax. */
export async function sampleRows(sampler: AutodiffSampler, rows: number, offset: number, run: Run): Promise<Table> {
	const { encoder, space, shape, width, samplingSteps } = sampler;
	const { latent: Z } = shape;
	const random = run.random.stream("sample");
	const result = createModeRows(space, rows);
	const first = Math.floor(offset / BLOCK);
	const blocks = space.D > 0 ? Math.ceil((offset + rows) / BLOCK) - first : 0;
	if (space.D > 0) await useBackend(run);
	const layout = autoencoderLayout(space, shape, new Float32Array(space.D)).slice(decoderFrom(shape));
	const decoder = space.D > 0 ? loadParameters(layout, sampler.decoder) : [];
	const denoiser = space.D > 0 ? loadParameters(edmLayout(denoiserOf(Z, width)), sampler.denoiser) : [];
	const evaluations = blocks * 2 * (samplingSteps - 1);
	let done = 0;
	const pause = () => run.step({ phase: "sample", step: done++, steps: evaluations });
	try {
		const sigma = space.N > 0 && blocks > 0 ? ((await decoder.at(-1)!.data()) as Float32Array) : undefined;
		const deviation = (n: number) => Math.min(SIGMA_MOST, Math.max(SIGMA_LEAST, sigma![n]!));
		for (let b = 0; b < blocks; b++) {
			const own = random.stream(first + b);
			const x = await sampleLatents(denoiser, Z, samplingSteps, own, pause);
			const out = tidy(() => {
				const z = add(mul(x, tensor1d(sampler.deviations)), tensor1d(sampler.means)) as Tensor2D;
				return decodeLatent(z, decoder, shape);
			});
			try {
				const values = (await out.data()) as Float32Array;
				sampleStates(space, values, BLOCK, own, result, (first + b) * BLOCK - offset, deviation);
			} finally {
				dispose([x, out]);
			}
		}
		await run.step({ phase: "sample", step: evaluations, steps: evaluations });
	} finally {
		dispose([...decoder, ...denoiser]);
	}
	return decode(encoder, fromModes(space, encoder, result), { offset, random: random.stream("decode") });
}
