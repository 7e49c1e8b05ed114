// B batch, Z latent variables

import { ROWS_A_BREATH } from "../../encode/protection";
import { createDealer } from "../../nn/dealer";
import { factors, TIME_WIDTH, trainingLevels, writeTime } from "../../nn/edm/edm";
import { type DenoiserShape, denoise } from "../../nn/edm/network";
import { loadParameters } from "../../nn/parameters";
import { placedTogether } from "../../nn/placed";
import { dispose, mul, type Scalar, square, sub, sum, type Tensor, tensor2d, tidy } from "../../nn/tf";
import type { Objective } from "../../nn/train";
import type { Random } from "../../random";
import { paced, type Steps } from "../../table/pause";
import { rowNumbers } from "../../table/table";
import type { Run } from "../../worker/run";
import { type AutoencoderShape, autoencoderLayout, encodeRows } from "../mode-autoencoder";
import { writeRows } from "../mode-batches";
import type { ModeRows, ModeSpace } from "../mode-space";
import { createVariates } from "../variates";

/** The denoiser's hidden layers. */
export const LAYERS = 3;

export const denoiserOf = (latent: number, width: number): DenoiserShape => ({
	inputs: latent,
	outputs: latent,
	width,
	layers: LAYERS,
});

/** Latent rows, standardised, and what they were standardised by. */
export interface Latents {
	/** (rows, Z) flat. */
	readonly z: Float32Array;
	readonly rows: number;
	readonly means: Float32Array;
	readonly deviations: Float32Array;
}

const BLOCK = 512;
/** A latent variable that the encoder does not use keeps its scale. */
const LEAST_DEVIATION = 1e-3;

/**
 * A latent row of each row, sampled from its posterior and standardised: so the decoder met it in training, and what is finer than
 * the posterior need not be learned.
 *
 * @param parameters of the autoencoder.
 */
export async function latentsOf(
	space: ModeSpace,
	shape: AutoencoderShape,
	rows: ModeRows,
	parameters: Float32Array,
	random: Random,
	run: Run,
): Promise<Latents> {
	const { latent: Z } = shape;
	const views = loadParameters(autoencoderLayout(space, shape, new Float32Array(space.D)), parameters);
	const z = new Float32Array(rows.rows * Z);
	try {
		for (let first = 0; first < rows.rows; first += BLOCK) {
			await run.step({ phase: "encode rows", step: first, steps: rows.rows });
			// Blocks are of one size, the last filled up with its last row: buffers are used again.
			const wanted = Int32Array.from({ length: BLOCK }, (_, i) => Math.min(rows.rows - 1, first + i));
			const posterior = tidy(() =>
				encodeRows(tensor2d(writeRows(space, rows, wanted), [BLOCK, space.D]), views, shape),
			);
			try {
				const values = (await posterior.data()) as Float32Array;
				for (let i = 0; i < BLOCK && first + i < rows.rows; i++) {
					const at = 2 * i * Z;
					for (let k = 0; k < Z; k++) {
						z[(first + i) * Z + k] = values[at + k]! + Math.exp(0.5 * values[at + Z + k]!) * random.normal();
					}
				}
			} finally {
				posterior.dispose();
			}
		}
	} finally {
		dispose(views);
	}
	const pause = () => run.step({ phase: "encode rows", step: rows.rows - 1, steps: rows.rows });
	const scale = await paced(standardiseSteps(z, rows.rows, Z), pause);
	await run.step({ phase: "encode rows", step: rows.rows, steps: rows.rows });
	return { z, rows: rows.rows, ...scale };
}

/** Standardises latent rows in place, with stops for breath. */
function* standardiseSteps(z: Float32Array, rows: number, Z: number): Steps<Pick<Latents, "means" | "deviations">> {
	const [means, deviations] = [new Float32Array(Z), new Float32Array(Z)];
	function* each(change: (row: number) => void): Steps<void> {
		for (let row = 0; row < rows; row++) {
			if (row % ROWS_A_BREATH === 0) yield;
			change(row);
		}
	}
	for (let k = 0; k < Z; k++) {
		let [sum, squares] = [0, 0];
		yield* each((row) => {
			sum += z[row * Z + k]!;
		});
		const mean = sum / rows;
		yield* each((row) => {
			squares += (z[row * Z + k]! - mean) ** 2;
		});
		means[k] = mean;
		deviations[k] = Math.max(LEAST_DEVIATION, Math.sqrt(squares / rows));
		const deviation = deviations[k]!;
		yield* each((row) => {
			z[row * Z + k] = (z[row * Z + k]! - mean) / deviation;
		});
	}
	return { means, deviations };
}

/** The denoiser's loss of the next batch: squared error of F, Karras et al. 2022, eq. 8. */
export function createLatentLoss({ z, rows }: Latents, Z: number, B: number, random: Random): Objective {
	const dealer = createDealer(rowNumbers(rows), random.stream("deal"));
	const variates = createVariates(random.stream("noise"), (own) => own.normal());
	const levels = random.stream("levels");
	const loss = (parameters: readonly Tensor[]): Scalar => {
		const sigmas = trainingLevels(B, levels);
		const noise = variates.take(B * Z);
		const [x, wanted, time] = [new Float32Array(B * Z), new Float32Array(B * Z), new Float32Array(B * TIME_WIDTH)];
		for (let i = 0; i < B; i++) {
			const [row, sigma] = [dealer.next(), sigmas[i]!];
			const c = factors(sigma);
			writeTime(sigma, time, i * TIME_WIDTH);
			for (let k = 0; k < Z; k++) {
				const x0 = z[row * Z + k]!;
				const noised = x0 + sigma * noise[i * Z + k]!;
				x[i * Z + k] = c.in * noised;
				wanted[i * Z + k] = (x0 - c.skip * noised) / c.out;
			}
		}
		const F = denoise(tensor2d(x, [B, Z]), tensor2d(time, [B, TIME_WIDTH]), parameters, true);
		return mul(sum(square(sub(F, tensor2d(wanted, [B, Z])))), 1 / (B * Z)) as Scalar;
	};
	const dealt = { ...dealer, prepare: () => dealer.prepare(B) };
	return { loss, batches: placedTogether({ dealer: dealt, variates, levels }) };
}
