/**
 * TVAE: Xu, Skoularidou, Cuesta-Infante, Veeramachaneni, "Modeling Tabular Data using Conditional GAN" (NeurIPS 2019),
 * §4.5. See the folder's README for the equations and for what was mended.
 */
import type { Encoder } from "../../encode/encoder";
import { asOption, record } from "../../saved-data";
import type { Mixture } from "../../statistics/mixture";
import { checkModes, checkParameters } from "../check-modes";
import type { Generator, Model } from "../generator";
import { type AutoencoderShape, autoencoderLayout, decoderFrom } from "../mode-autoencoder";
import { createModeSpace, type ModeSpace } from "../mode-space";
import { refuseConditions } from "../refuse-conditions";
import { trainedDiagnostics, trainedModel } from "../trained-model";
import { fitTvae } from "./fit";
import { meta, type TvaeOptions } from "./meta";
import { sampleRows } from "./sample";

/** A trained decoder and how to read what it samples; no row of the table. */
export interface TvaeSaved {
	readonly encoder: Encoder;
	readonly mixtures: readonly Mixture[];
	readonly layers: readonly number[];
	readonly latent: number;
	/** The decoder's parameters, flat, in the layout's order. */
	readonly parameters: Float32Array;
}

const decoderLayout = (space: ModeSpace, shape: AutoencoderShape) =>
	autoencoderLayout(space, shape, new Float32Array(space.D)).slice(decoderFrom(shape));

function createModel(saved: TvaeSaved, diagnostics: Model<TvaeSaved>["diagnostics"]): Model<TvaeSaved> {
	const { encoder, mixtures, layers, latent, parameters } = saved;
	const space = createModeSpace(encoder, mixtures);
	const shape = { layers, latent };
	const layout = decoderLayout(space, shape);
	return trainedModel(saved, diagnostics, {
		refuse: (request) =>
			refuseConditions(
				"tvae",
				'its latent space knows no columns. Take "diffusion", "bayesian-network" or "copula".',
				request,
			),
		sampleRows: (rows, offset, run) => sampleRows({ encoder, space, shape, layout, parameters }, rows, offset, run),
	});
}

export const tvae: Generator<TvaeOptions, TvaeSaved> = {
	version: 1,
	async fit(table, options, run) {
		const { encoder, space, parameters, backend, diagnostics } = await fitTvae(table, options, run);
		const { layers, latent } = options;
		const saved = { encoder, mixtures: space.mixtures, layers: [...layers], latent, parameters };
		return createModel(saved, trainedDiagnostics(diagnostics, encoder, backend));
	},
	async load(saved) {
		checkModes(saved);
		record({ layers: asOption(meta.options.layers), latent: asOption(meta.options.latent) })(saved, "saved");
		const space = createModeSpace(saved.encoder, saved.mixtures);
		checkParameters(saved.parameters, space.D > 0 ? decoderLayout(space, saved) : undefined);
		return createModel(saved, { parameters: saved.parameters.length });
	},
};
