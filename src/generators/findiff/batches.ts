import type { Matrix } from "../../encode/encoder";
import { createDealer } from "../../nn/dealer";
import { factors, TIME_WIDTH, trainingLevels, writeTime } from "../../nn/edm/edm";
import { type Batches, placedTogether } from "../../nn/placed";
import { tensor1d, tensor2d } from "../../nn/tf";
import type { Random } from "../../random";
import { rowNumbers } from "../../table/table";
import { createVariates } from "../variates";
import type { FindiffBatch } from "./network";
import { type EmbeddingSpace, embeddingMask } from "./space";

/** The batches, one after the other. */
export interface FindiffBatches extends Batches {
	next(): FindiffBatch;
}

/** Batches of rows, each noised to a level of its own. Tensors are made inside the caller's `tidy`. */
export function createBatches(matrix: Matrix, space: EmbeddingSpace, B: number, random: Random): FindiffBatches {
	const { N, S, D, starts, states } = space;
	const E = D - N;
	const dealer = createDealer(rowNumbers(matrix.rows), random.stream("deal"));
	const noise = createVariates(random.stream("noise"), (own) => own.normal());
	const levels = random.stream("levels");
	const mask = embeddingMask(space);
	const next = (): FindiffBatch => {
		const sigmas = trainingLevels(B, levels);
		const rows = dealer.deal(B);
		const [scale, time, precision] = [new Float32Array(B), new Float32Array(B * TIME_WIDTH), new Float32Array(B)];
		const own = noise.take(B * D);
		const [noised, wanted, known] = [new Float32Array(B * N), new Float32Array(B * N), new Float32Array(B * N)];
		const [oneHot, moved] = [new Float32Array(B * S), new Float32Array(B * E)];
		rows.forEach((row, i) => {
			const sigma = sigmas[i]!;
			const c = factors(sigma);
			scale[i] = c.in;
			precision[i] = 1 / (sigma * sigma);
			writeTime(sigma, time, i * TIME_WIDTH);
			for (let j = 0; j < N; j++) {
				const x0 = matrix.numbers[j]![row]!;
				const x = x0 + sigma * own[i * D + j]!;
				noised[i * N + j] = x;
				wanted[i * N + j] = (x0 - c.skip * x) / c.out;
				const state = states[j]!;
				known[i * N + j] = state < 0 || matrix.codes[state]![row] === 0 ? 1 : 0;
			}
			for (let e = 0; e < E; e++) moved[i * E + e] = sigma * own[i * D + N + e]!;
			starts.forEach((start, code) => {
				oneHot[i * S + start + matrix.codes[code]![row]!] = 1;
			});
		});
		return {
			...(N > 0 && {
				numbers: { noised: tensor2d(noised, [B, N]), wanted: tensor2d(wanted, [B, N]), known: tensor2d(known, [B, N]) },
			}),
			...(S > 0 && {
				codes: {
					oneHot: tensor2d(oneHot, [B, S]),
					noise: tensor2d(moved, [B, E]),
					precision: tensor2d(precision, [B, 1]),
					zeros: tensor1d(new Float32Array(E)),
					mask: tensor2d(mask, [S, E]),
				},
			}),
			scale: tensor2d(scale, [B, 1]),
			time: tensor2d(time, [B, TIME_WIDTH]),
		};
	};
	const dealt = { ...dealer, prepare: () => dealer.prepare(B) };
	return { next, ...placedTogether({ dealer: dealt, noise, levels }) };
}
