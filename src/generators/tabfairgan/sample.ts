import { decode, type Encoder } from "../../encode/encoder";
import { assertBackend, useBackend } from "../../nn/backend";
import { loadParameters } from "../../nn/parameters";
import { dispose, type Tensor, tensor2d, tidy } from "../../nn/tf";
import type { Random } from "../../random";
import type { Table } from "../../table/table";
import type { Run } from "../../worker/run";
import { createModeRows, fromModes, type ModeRows, type ModeSpace } from "../mode-space";
import { generate, generatorLayout, widthOf } from "../noise-network";
import { sampleStates } from "../sample-states";

/** Rows of a block: block b of a seed is always sampled whole, so that chunks of any size hold the same rows. */
export const BLOCK = 256;

/** Writes a block of rows to `rows`, from row `first` on. */
export async function sampleBlock(
	space: ModeSpace,
	parameters: readonly Tensor[],
	random: Random,
	rows: ModeRows,
	first: number,
): Promise<void> {
	const H = widthOf(space.D);
	const noise = Float32Array.from({ length: BLOCK * H }, () => random.normal());
	const out = tidy(() => generate(tensor2d(noise, [BLOCK, H]), parameters));
	try {
		sampleStates(space, (await out.data()) as Float32Array, BLOCK, random, rows, first);
	} finally {
		out.dispose();
	}
}

/** Rows `offset` … of a seed: scalars as the network has them, states from their softmax. */
export async function sampleRows(
	{ encoder, space, parameters }: { encoder: Encoder; space: ModeSpace; parameters: Float32Array },
	rows: number,
	offset: number,
	run: Run,
): Promise<Table> {
	const { D } = space;
	const random = run.random.stream("sample");
	const result = createModeRows(space, rows);
	const first = Math.floor(offset / BLOCK);
	const steps = D > 0 ? Math.ceil((offset + rows) / BLOCK) - first : 0;
	if (D > 0) await useBackend(run);
	const views = D > 0 ? loadParameters(generatorLayout(D, new Float32Array(D)), parameters) : [];
	try {
		for (let b = 0; b < steps; b++) {
			await run.step({ phase: "sample", step: b, steps });
			assertBackend();
			await sampleBlock(space, views, random.stream(first + b), result, (first + b) * BLOCK - offset);
		}
		await run.step({ phase: "sample", step: steps, steps });
	} finally {
		dispose(views);
	}
	return decode(encoder, fromModes(space, encoder, result), { offset, random: random.stream("decode") });
}
