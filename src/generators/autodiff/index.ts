/**
 * AutoDiff: Suh, Lin, Hsieh, Honarkhah, Cheng, "AutoDiff: Combining Auto-encoder and Diffusion Model for Tabular Data Synthesizing"
 * (2023). See the folder's README for the equations and for what was mended.
 */
import type { Encoder } from "../../encode/encoder";
import { edmLayout } from "../../nn/edm/network";
import { parameterCount } from "../../nn/parameters";
import { asOption, numbers, record } from "../../saved-data";
import type { Mixture } from "../../statistics/mixture";
import { checkModes } from "../check-modes";
import type { Generator, Model } from "../generator";
import { autoencoderLayout, decoderFrom } from "../mode-autoencoder";
import { createModeSpace } from "../mode-space";
import { refuseConditions } from "../refuse-conditions";
import { trainedDiagnostics, trainedModel } from "../trained-model";
import { fitAutodiff } from "./fit";
import { denoiserOf } from "./latent";
import { type AutodiffOptions, meta } from "./meta";
import { sampleRows } from "./sample";

/** A trained decoder and denoiser, and how to read what they sample; no row of the table. */
export interface AutodiffSaved {
	readonly encoder: Encoder;
	readonly mixtures: readonly Mixture[];
	readonly layers: readonly number[];
	readonly latent: number;
	readonly width: number;
	readonly samplingSteps: number;
	readonly decoder: Float32Array;
	readonly denoiser: Float32Array;
	/** By which latent variables were standardised. */
	readonly means: Float32Array;
	readonly deviations: Float32Array;
}

function createModel(saved: AutodiffSaved, diagnostics: Model<AutodiffSaved>["diagnostics"]): Model<AutodiffSaved> {
	const space = createModeSpace(saved.encoder, saved.mixtures);
	return trainedModel(saved, diagnostics, {
		refuse: (request) =>
			refuseConditions(
				"autodiff",
				'its latent space knows no columns. Take "diffusion", "bayesian-network" or "copula".',
				request,
			),
		sampleRows: (rows, offset, run) => sampleRows({ ...saved, space, shape: saved }, rows, offset, run),
	});
}

export const autodiff: Generator<AutodiffOptions, AutodiffSaved> = {
	version: 1,
	async fit(table, options, run) {
		const { encoder, space, decoder, denoiser, scale, backend, diagnostics } = await fitAutodiff(table, options, run);
		const { layers, latent, width, samplingSteps } = options;
		const { mixtures } = space;
		const saved = { encoder, mixtures, layers: [...layers], latent, width, samplingSteps, decoder, denoiser, ...scale };
		return createModel(saved, trainedDiagnostics(diagnostics, encoder, backend));
	},
	async load(saved) {
		const { layers, latent, width, samplingSteps } = meta.options;
		checkModes(saved);
		record({
			layers: asOption(layers),
			latent: asOption(latent),
			width: asOption(width),
			samplingSteps: asOption(samplingSteps),
		})(saved, "saved");
		const space = createModeSpace(saved.encoder, saved.mixtures);
		const some = space.D > 0;
		const decoder = autoencoderLayout(space, saved, new Float32Array(space.D)).slice(decoderFrom(saved));
		const denoiser = edmLayout(denoiserOf(saved.latent, saved.width));
		const Z = some ? saved.latent : 0;
		record({
			decoder: numbers(Float32Array, { length: some ? parameterCount(decoder) : 0 }),
			denoiser: numbers(Float32Array, { length: some ? parameterCount(denoiser) : 0 }),
			means: numbers(Float32Array, { length: Z }),
			deviations: numbers(Float32Array, { length: Z }),
		})(saved, "saved");
		return createModel(saved, { parameters: saved.decoder.length + saved.denoiser.length });
	},
};
