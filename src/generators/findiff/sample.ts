import { decode, type Encoder } from "../../encode/encoder";
import { useBackend } from "../../nn/backend";
import { SIGMA_LEAST, TIME_WIDTH, writeTime } from "../../nn/edm/edm";
import { heun } from "../../nn/edm/sample";
import { loadParameters } from "../../nn/parameters";
import { dispose, type Tensor2D, tensor2d, tidy } from "../../nn/tf";
import type { Random } from "../../random";
import type { Table } from "../../table/table";
import type { Run } from "../../worker/run";
import { sampleState } from "../sample-states";
import { createFindiff, type FindiffShape, findiffLayout } from "./network";
import { type EmbeddingSpace, embeddingMask } from "./space";

/** Rows of a block: block b of a seed is always sampled whole, so that chunks of any size hold the same rows. */
const BLOCK = 256;

/** What sampling needs. */
export interface FindiffSampler {
	readonly encoder: Encoder;
	readonly space: EmbeddingSpace;
	readonly shape: FindiffShape;
	readonly samplingSteps: number;
	readonly parameters: Float32Array;
}

const normals = (n: number, random: Random) => Float32Array.from({ length: n }, () => random.normal());

/** Rows `offset` … of a seed: Heun's steps from noise, then every code from its softmax at the least noise. */
export async function sampleRows(sampler: FindiffSampler, rows: number, offset: number, run: Run): Promise<Table> {
	const { encoder, space, shape, samplingSteps, parameters } = sampler;
	const { N, S, D, levels, starts } = space;
	const random = run.random.stream("sample");
	const numbers = Array.from({ length: encoder.numbers }, () => new Float32Array(rows));
	const codes = encoder.levels.map(() => new Int32Array(rows));
	const first = Math.floor(offset / BLOCK);
	const blocks = D > 0 ? Math.ceil((offset + rows) / BLOCK) - first : 0;
	if (D > 0) await useBackend(run);
	const views = D > 0 ? loadParameters(findiffLayout(space, shape, new Float32Array(S)), parameters) : [];
	const mask = S > 0 ? tensor2d(embeddingMask(space), [S, D - N]) : undefined;
	const evaluations = 2 * (samplingSteps - 1);
	let done = 0;
	const pause = () => run.step({ phase: "sample", step: done++, steps: blocks * evaluations });
	const denoised = (x: Tensor2D, time: Tensor2D, sigma: number) =>
		createFindiff(space, views, mask).denoised(x, time, sigma);
	try {
		for (let b = 0; b < blocks; b++) {
			const own = random.stream(first + b);
			const x = await heun(
				normals(BLOCK * D, own),
				BLOCK,
				samplingSteps,
				(x, time, sigma) => denoised(x, time, sigma).rows,
				pause,
			);
			const time = new Float32Array(TIME_WIDTH);
			writeTime(SIGMA_LEAST, time, 0);
			const found = tidy(() => {
				const { rows, logits } = denoised(x, tensor2d(time, [1, TIME_WIDTH]), SIGMA_LEAST);
				return logits ? [rows, logits] : [rows];
			});
			try {
				const [clean, logits] = (await Promise.all(found.map((tensor) => tensor.data()))) as Float32Array[];
				for (let i = 0; i < BLOCK; i++) {
					const row = (first + b) * BLOCK + i - offset;
					const wanted = row >= 0 && row < rows;
					for (let j = 0; wanted && j < N; j++) numbers[j]![row] = clean![i * D + j]!;
					for (let c = 0; c < levels.length; c++) {
						const level = sampleState(logits!, i * S + starts[c]!, levels[c]!, own.uniform());
						if (wanted) codes[c]![row] = level;
					}
				}
			} finally {
				dispose([x, ...found]);
			}
		}
		await run.step({ phase: "sample", step: blocks * evaluations, steps: blocks * evaluations });
	} finally {
		dispose(mask ? [...views, mask] : views);
	}
	return decode(encoder, { rows, numbers, codes }, { offset, random: random.stream("decode") });
}
