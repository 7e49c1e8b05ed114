/**
 * CTGAN: Xu, Skoularidou, Cuesta-Infante, Veeramachaneni, "Modeling Tabular Data using Conditional GAN" (NeurIPS 2019),
 * §4. See the folder's README for the equations and for what was mended.
 */
import { type Encoder, withheldCounts } from "../../encode/encoder";
import { OptionError, SavedModelError } from "../../errors";
import type { Mixture } from "../../statistics/mixture";
import type { Generator, Model } from "../generator";
import { createModeSpace } from "../mode-space";
import { conditionColumns, trueChances } from "./conditions";
import { fitCtgan } from "./fit";
import type { CtganOptions } from "./meta";
import { generatorLayout } from "./network";
import { type SavedMoments, sampleRows } from "./sample";

/** A trained generator and how to read what it samples; no row of the table. */
export interface CtganSaved {
	readonly encoder: Encoder;
	readonly mixtures: readonly Mixture[];
	readonly layers: readonly number[];
	readonly noise: number;
	/** The generator's parameters, flat, in the layout's order. */
	readonly parameters: Float32Array;
	/** Mean and variance of each hidden layer's units. */
	readonly moments: readonly SavedMoments[];
}

function createModel(saved: CtganSaved, diagnostics: Model<CtganSaved>["diagnostics"]): Model<CtganSaved> {
	const { encoder, mixtures, layers, noise, parameters, moments } = saved;
	const space = createModeSpace(encoder, mixtures);
	const { columns, width } = conditionColumns(space);
	const layout = generatorLayout(space, noise + width, layers, new Float32Array(space.D));
	const chances = trueChances(space, encoder, columns);
	const sampler = { encoder, space, columns, width, noise, chances, layout, parameters, moments };
	return {
		async sample({ rows, offset = 0, given, complete }, run) {
			if (complete) {
				throw new OptionError(
					'ctgan cannot obey complete: it knows no row but those it makes. Take "diffusion", "bayesian-network" or "copula".',
					{ option: "complete" },
				);
			}
			return sampleRows(sampler, rows, offset, given, run);
		},
		save: async () => saved,
		dispose() {},
		diagnostics,
	};
}

export const ctgan: Generator<CtganOptions, CtganSaved> = {
	version: 1,
	async fit(table, options, run) {
		const { encoder, space, parameters, moments, backend, diagnostics } = await fitCtgan(table, options, run);
		const { layers, noise } = options;
		const saved = { encoder, mixtures: space.mixtures, layers: [...layers], noise, parameters, moments };
		return createModel(saved, {
			...diagnostics,
			...withheldCounts(encoder),
			...(backend && { device: backend.name, reason: backend.reason }),
		});
	},
	async load(saved) {
		if (!(saved?.parameters instanceof Float32Array) || !saved.moments) {
			throw new SavedModelError("This is not a saved CTGAN: it has no generator.");
		}
		return createModel(saved, { parameters: saved.parameters.length });
	},
};
