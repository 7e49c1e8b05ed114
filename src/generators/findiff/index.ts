/**
 * FinDiff: Sattarov, Schreyer, Borth, "FinDiff: Diffusion Models for Financial Tabular Data Generation" (ICAIF 2023), with
 * learned embeddings. See the folder's README for the equations and for what was mended.
 */
import { encoderCheck } from "../../encode/check-encoder";
import type { Encoder } from "../../encode/encoder";
import { asOption, record } from "../../saved-data";
import { checkParameters } from "../check-modes";
import type { Generator, Model } from "../generator";
import { refuseConditions } from "../refuse-conditions";
import { trainedDiagnostics, trainedModel } from "../trained-model";
import { fitFindiff } from "./fit";
import { type FindiffOptions, meta } from "./meta";
import { findiffLayout } from "./network";
import { sampleRows } from "./sample";
import { createEmbeddingSpace } from "./space";

/** A trained denoiser and how to decode what it samples; no row of the table. */
export interface FindiffSaved {
	readonly encoder: Encoder;
	readonly width: number;
	readonly layers: number;
	readonly embedding: number;
	readonly samplingSteps: number;
	/** Running average of the parameters, flat, in the layout's order. */
	readonly parameters: Float32Array;
}

function createModel(saved: FindiffSaved, diagnostics: Model<FindiffSaved>["diagnostics"]): Model<FindiffSaved> {
	const { encoder, samplingSteps, parameters } = saved;
	const space = createEmbeddingSpace(encoder, saved.embedding);
	return trainedModel(saved, diagnostics, {
		refuse: (request) =>
			refuseConditions(
				"findiff",
				'its sampler knows no exact way to. Take "diffusion", "bayesian-network" or "copula".',
				request,
			),
		sampleRows: (rows, offset, run) =>
			sampleRows({ encoder, space, shape: saved, samplingSteps, parameters }, rows, offset, run),
	});
}

export const findiff: Generator<FindiffOptions, FindiffSaved> = {
	version: 1,
	async fit(table, options, run) {
		const { encoder, space, trained, backend } = await fitFindiff(table, options, run);
		const { width, layers, embedding, samplingSteps } = options;
		const { parameters, steps, loss, stopped, restarts, warning } = trained;
		const diagnostics = {
			steps,
			loss,
			stopped,
			restarts,
			...(warning && { warning }),
			parameters: parameters.length,
			embedding: space.d,
		};
		return createModel(
			{ encoder, width, layers, embedding, samplingSteps, parameters },
			trainedDiagnostics(diagnostics, encoder, backend),
		);
	},
	async load(saved) {
		const { width, layers, embedding, samplingSteps } = meta.options;
		record({
			encoder: encoderCheck,
			width: asOption(width),
			layers: asOption(layers),
			embedding: asOption(embedding),
			samplingSteps: asOption(samplingSteps),
		})(saved, "saved");
		const space = createEmbeddingSpace(saved.encoder, saved.embedding);
		checkParameters(saved.parameters, space.D > 0 ? findiffLayout(space, saved, new Float32Array(space.S)) : undefined);
		return createModel(saved, { parameters: saved.parameters.length });
	},
};
