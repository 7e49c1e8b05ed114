// B rows of a batch, N scores, C codes, D width of the data, W width of the embeddings
import { decode, type Encoder } from "../../encode/encoder";
import { assertBackend, useBackend } from "../../nn/backend";
import { loadParameters } from "../../nn/parameters";
import { add, dispose, keep, slice, type Tensor, type Tensor2D, tensor2d, tidy } from "../../nn/tf";
import type { Random } from "../../random";
import type { Table } from "../../table/table";
import type { Run } from "../../worker/run";
import { createDenoiser, denoiserLayout, sinusoid, W } from "./denoiser";
import { reverseGaussian } from "./gaussian";
import { reverseLevel } from "./multinomial";
import type { Schedule } from "./schedule";
import type { Space } from "./space";

/** Rows that share a stream of noise: what is drawn for a row depends on the seed and its index alone. */
const GROUP = 256;

/**
 * Groups in a batch. A batch is always computed whole, so that chunks of any size hold the same rows; on a GPU it is
 * large, since every pass waits for the device once.
 */
const GROUPS = { webgpu: 16, wasm: 1, cpu: 1 } as const;

export interface Sampler {
	readonly encoder: Encoder;
	readonly space: Space;
	readonly schedule: Schedule;
	readonly layers: readonly number[];
	readonly parameters: Float32Array;
}

/** Scores and levels of the rows of a batch while they diffuse back. */
interface Rows {
	readonly scores: Float32Array; // (B, N)
	readonly levels: Int32Array; // (B, C)
	readonly labels: Int32Array; // (B)
}

/** A level drawn by its training frequency. */
function drawLevel(counts: readonly number[], total: number, uniform: number): number {
	let left = uniform * total;
	let level = 0;
	while (level < counts.length - 1 && left >= counts[level]!) left -= counts[level++]!;
	return level;
}

/** x_T of a group's rows from row `from` on: normal scores, uniform levels, and labels as often as in training. */
function start(rows: Rows, from: number, { N, levels, labelCounts }: Space, random: Random): void {
	const C = levels.length;
	const total = labelCounts.reduce((a, b) => a + b, 0);
	for (let i = from; i < from + GROUP; i++) {
		if (total > 0) rows.labels[i] = drawLevel(labelCounts, total, random.uniform());
		for (let j = 0; j < N; j++) rows.scores[i * N + j] = random.normal();
		for (let c = 0; c < C; c++) rows.levels[i * C + c] = random.int(levels[c]!);
	}
}

/** Scores and one-hot levels, as the network reads them. */
function writeInput(rows: Rows, { N, D, levels, starts }: Space, x: Float32Array): void {
	const C = levels.length;
	x.fill(0);
	for (let i = 0; i * D < x.length; i++) {
		for (let j = 0; j < N; j++) x[i * D + j] = rows.scores[i * N + j]!;
		for (let c = 0; c < C; c++) x[i * D + starts[c]! + rows.levels[i * C + c]!] = 1;
	}
}

/** One ancestral step of a group, from x_t and the network's output to x_{t−1}. */
function reverse(rows: Rows, from: number, out: Float32Array, t: number, sampler: Sampler, random: Random): void {
	const { N, D, levels, starts } = sampler.space;
	const { schedule } = sampler;
	const C = levels.length;
	const scratch = new Float64Array(Math.max(1, ...levels));
	for (let i = from; i < from + GROUP; i++) {
		for (let j = 0; j < N; j++) {
			const at = i * N + j;
			const z = t > 0 ? random.normal() : 0;
			rows.scores[at] = reverseGaussian(rows.scores[at]!, out[i * D + j]!, t, z, schedule);
		}
		for (let c = 0; c < C; c++) {
			const at = i * C + c;
			const span = i * D + starts[c]!;
			rows.levels[at] = reverseLevel(out, span, levels[c]!, rows.levels[at]!, t, random.uniform(), schedule, scratch);
		}
	}
}

/** The network over batches of B rows: noise and logits for x_t. Keeps its tensors until disposed. */
function createNetwork({ space, schedule, layers, parameters }: Sampler, B: number) {
	const { D, labelCounts } = space;
	const L = labelCounts.length;
	const views = loadParameters(denoiserLayout(D, L, layers, new Float32Array(D)), parameters);
	const denoiser = createDenoiser(views, L);
	const times = tidy(() => {
		const steps = new Float32Array(schedule.T * W);
		for (let t = 0; t < schedule.T; t++) sinusoid(t, steps, t * W);
		return keep(denoiser.time(tensor2d(steps, [schedule.T, W])));
	});
	return {
		/** Embedding of the batch's labels, kept until the caller disposes it. */
		embed(labels: Int32Array): Tensor2D | undefined {
			if (L === 0) return undefined;
			const oneHot = new Float32Array(B * L);
			labels.forEach((label, i) => {
				oneHot[i * L + label] = 1;
			});
			return tidy(() => keep(denoiser.label(tensor2d(oneHot, [B, L]))));
		},
		predict(x: Float32Array, t: number, labels: Tensor2D | undefined): Tensor {
			return tidy(() => {
				const time = slice(times, [t, 0], [1, W]);
				return denoiser.denoise(tensor2d(x, [B, D]), labels ? add(labels, time) : time);
			});
		},
		dispose: () => dispose([...views, times]),
	};
}

/** Rows `offset` … of a seed, by ancestral sampling (Ho et al. 2020 algorithm 2, per Kotelnikov et al. 2023 §4.1). */
export async function sampleRows(sampler: Sampler, rows: number, offset: number, run: Run): Promise<Table> {
	const { space, schedule, encoder } = sampler;
	const { N, D, levels } = space;
	const C = levels.length;
	const { T } = schedule;
	const groups = D > 0 ? GROUPS[(await useBackend(run)).name] : 1;
	const B = groups * GROUP;
	const random = run.random.stream("sample");
	const numbers = Array.from({ length: encoder.numbers }, () => new Float32Array(rows));
	const codes = encoder.levels.map(() => new Int32Array(rows));
	const first = Math.floor(offset / B);
	const batches = Math.ceil((offset + rows) / B) - first;
	const steps = batches * T;
	const network = D > 0 ? createNetwork(sampler, B) : undefined;
	const x = new Float32Array(B * D);
	const batch: Rows = { scores: new Float32Array(B * N), levels: new Int32Array(B * C), labels: new Int32Array(B) };
	try {
		for (let b = 0; b < batches; b++) {
			const streams = Array.from({ length: groups }, (_, g) => random.stream((first + b) * groups + g));
			for (const [g, stream] of streams.entries()) start(batch, g * GROUP, space, stream);
			const labels = network?.embed(batch.labels);
			try {
				for (let t = T - 1; network && t >= 0; t--) {
					await run.step({ phase: "sample", step: b * T + T - 1 - t, steps });
					assertBackend();
					writeInput(batch, space, x);
					const predicted = network.predict(x, t, labels);
					try {
						const out = (await predicted.data()) as Float32Array;
						for (const [g, stream] of streams.entries()) reverse(batch, g * GROUP, out, t, sampler, stream);
					} finally {
						predicted.dispose();
					}
				}
			} finally {
				labels?.dispose();
			}
			for (let i = 0; i < B; i++) {
				const row = (first + b) * B + i - offset;
				if (row < 0 || row >= rows) continue;
				for (let j = 0; j < N; j++) numbers[j]![row] = batch.scores[i * N + j]!;
				for (let c = 0; c < C; c++) codes[space.codes[c]!]![row] = batch.levels[i * C + c]!;
				if (space.label >= 0) codes[space.label]![row] = batch.labels[i]!;
			}
		}
		await run.step({ phase: "sample", step: steps, steps });
	} finally {
		network?.dispose();
	}
	return decode(encoder, { rows, numbers, codes }, { offset, random: random.stream("decode") });
}
