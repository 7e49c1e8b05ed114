/**
 * CTGAN: Xu, Skoularidou, Cuesta-Infante, Veeramachaneni, "Modeling Tabular Data using Conditional GAN" (NeurIPS 2019),
 * §4. See the folder's README for the equations and for what was mended.
 */
import type { Encoder } from "../../encode/encoder";
import { OptionError } from "../../errors";
import { asOption, list, numbers, record } from "../../saved-data";
import type { Mixture } from "../../statistics/mixture";
import { checkModes, checkParameters } from "../check-modes";
import type { Generator, Model } from "../generator";
import { createModeSpace } from "../mode-space";
import { trainedDiagnostics, trainedModel } from "../trained-model";
import { conditionColumns, trueChances } from "./conditions";
import { fitCtgan } from "./fit";
import { type CtganOptions, meta } from "./meta";
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
	return trainedModel(saved, diagnostics, {
		refuse({ complete }) {
			if (!complete) return;
			throw new OptionError(
				'ctgan cannot obey complete: it knows no row but those it makes. Take "diffusion", "bayesian-network" or "copula".',
				{ option: "complete" },
			);
		},
		sampleRows: (rows, offset, run, { given }) => sampleRows(sampler, rows, offset, given, run),
	});
}

export const ctgan: Generator<CtganOptions, CtganSaved> = {
	version: 1,
	async fit(table, options, run) {
		const { encoder, space, parameters, moments, backend, diagnostics } = await fitCtgan(table, options, run);
		const { layers, noise } = options;
		const saved = { encoder, mixtures: space.mixtures, layers: [...layers], noise, parameters, moments };
		return createModel(saved, trainedDiagnostics(diagnostics, encoder, backend));
	},
	async load(saved) {
		checkModes(saved);
		record({ layers: asOption(meta.options.layers), noise: asOption(meta.options.noise) })(saved, "saved");
		const { encoder, mixtures, layers, noise, parameters, moments } = saved;
		const space = createModeSpace(encoder, mixtures);
		const inputs = noise + conditionColumns(space).width;
		checkParameters(
			parameters,
			space.D > 0 ? generatorLayout(space, inputs, layers, new Float32Array(space.D)) : undefined,
		);
		list(record({}), space.D > 0 ? layers.length : 0, layers.length)(moments, "saved.moments");
		for (const [i, { mean, variance }] of moments.entries()) {
			numbers(Float32Array, { length: layers[i]! })(mean, `saved.moments[${i}].mean`);
			numbers(Float32Array, { length: layers[i]!, min: 0 })(variance, `saved.moments[${i}].variance`);
		}
		return createModel(saved, { parameters: saved.parameters.length });
	},
};
