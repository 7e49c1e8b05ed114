import { decode, type Encoder } from "../../encode/encoder";
import { assertBackend, useBackend } from "../../nn/backend";
import { loadParameters, type ParameterLayout } from "../../nn/parameters";
import { dispose, type Tensor, tensor2d, tidy } from "../../nn/tf";
import type { Random } from "../../random";
import type { Table } from "../../table/table";
import type { Run } from "../../worker/run";
import { type AutoencoderShape, decodeLatent, SIGMA_LEAST, SIGMA_MOST } from "../mode-autoencoder";
import { createModeRows, fromModes, type ModeRows, type ModeSpace } from "../mode-space";
import { sampleStates } from "../sample-states";

/** Rows of a block: block b of a seed is always sampled whole, so that chunks of any size hold the same rows. */
export const BLOCK = 256;

/** Writes block after block of rows into `rows`, those of `first` on. */
async function sampleBlock(
	space: ModeSpace,
	shape: AutoencoderShape,
	parameters: readonly Tensor[],
	random: Random,
	rows: ModeRows,
	first: number,
): Promise<void> {
	const z = Float32Array.from({ length: BLOCK * shape.latent }, () => random.normal());
	const out = tidy(() => decodeLatent(tensor2d(z, [BLOCK, shape.latent]), parameters, shape));
	const sigma = space.N > 0 ? parameters.at(-1)! : undefined;
	try {
		const deviations = sigma ? ((await sigma.data()) as Float32Array) : new Float32Array(0);
		const values = (await out.data()) as Float32Array;
		sampleStates(space, values, BLOCK, random, rows, first, (n) =>
			Math.min(SIGMA_MOST, Math.max(SIGMA_LEAST, deviations[n]!)),
		);
	} finally {
		out.dispose();
	}
}

/** As many rows as whole blocks hold, as modes, from parameters of the decoder. */
export async function sampleModes(
	space: ModeSpace,
	shape: AutoencoderShape,
	parameters: readonly Tensor[],
	blocks: number,
	random: Random,
): Promise<ModeRows> {
	const rows = createModeRows(space, blocks * BLOCK);
	for (let b = 0; b < blocks; b++) await sampleBlock(space, shape, parameters, random.stream(b), rows, b * BLOCK);
	return rows;
}

/** What sampling needs. */
export interface TvaeSampler {
	readonly encoder: Encoder;
	readonly space: ModeSpace;
	readonly shape: AutoencoderShape;
	readonly layout: ParameterLayout;
	readonly parameters: Float32Array;
}

/** Rows `offset` … of a seed: z from N(0, 1), then every scalar from its normal and every state from its softmax. */
export async function sampleRows(
	{ encoder, space, shape, layout, parameters }: TvaeSampler,
	rows: number,
	offset: number,
	run: Run,
): Promise<Table> {
	const random = run.random.stream("sample");
	const result = createModeRows(space, rows);
	const first = Math.floor(offset / BLOCK);
	const blocks = space.D > 0 ? Math.ceil((offset + rows) / BLOCK) - first : 0;
	if (space.D > 0) await useBackend(run);
	const views = space.D > 0 ? loadParameters(layout, parameters) : [];
	try {
		for (let b = 0; b < blocks; b++) {
			await run.step({ phase: "sample", step: b, steps: blocks });
			assertBackend();
			await sampleBlock(space, shape, views, random.stream(first + b), result, (first + b) * BLOCK - offset);
		}
		await run.step({ phase: "sample", step: blocks, steps: blocks });
	} finally {
		dispose(views);
	}
	return decode(encoder, fromModes(space, encoder, result), { offset, random: random.stream("decode") });
}
