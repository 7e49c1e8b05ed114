/**
 * TabFairGAN: Rajabi, Garibay, "TabFairGAN: Fair Tabular Data Generation with Generative Adversarial Networks" (2022). See
 * the folder's README for the equations and for what was mended.
 */
import type { Encoder } from "../../encode/encoder";
import { flag, record } from "../../saved-data";
import type { Mixture } from "../../statistics/mixture";
import { checkModes, checkParameters } from "../check-modes";
import type { Generator, Model } from "../generator";
import { createModeSpace } from "../mode-space";
import { generatorLayout } from "../noise-network";
import { refuseConditions } from "../refuse-conditions";
import { trainedDiagnostics, trainedModel } from "../trained-model";
import { fitTabFairGan } from "./fit";
import type { TabFairGanOptions } from "./meta";
import { sampleRows } from "./sample";

/** A trained generator and how to read what it samples; no row of the table. */
export interface TabFairGanSaved {
	readonly encoder: Encoder;
	readonly mixtures: readonly Mixture[];
	/** Whether it was trained for groups to fare alike; its tables then say so. */
	readonly fair: boolean;
	/** The generator's parameters, flat, in the layout's order. */
	readonly parameters: Float32Array;
}

function createModel(
	saved: TabFairGanSaved,
	diagnostics: Model<TabFairGanSaved>["diagnostics"],
): Model<TabFairGanSaved> {
	const { encoder, mixtures, fair, parameters } = saved;
	const space = createModeSpace(encoder, mixtures);
	return trainedModel(saved, diagnostics, {
		refuse: (request) =>
			refuseConditions(
				"tabfairgan",
				'its network is asked for nothing but rows. Take "diffusion", "bayesian-network" or "copula".',
				request,
			),
		async sampleRows(rows, offset, run) {
			const table = await sampleRows({ encoder, space, parameters }, rows, offset, run);
			return fair ? { ...table, marks: ["fair"] } : table;
		},
	});
}

export const tabfairgan: Generator<TabFairGanOptions, TabFairGanSaved> = {
	version: 1,
	async fit(table, options, run) {
		const { encoder, space, parameters, fair, backend, diagnostics } = await fitTabFairGan(table, options, run);
		return createModel(
			{ encoder, mixtures: space.mixtures, fair, parameters },
			trainedDiagnostics(diagnostics, encoder, backend),
		);
	},
	async load(saved) {
		checkModes(saved);
		record({ fair: flag })(saved, "saved");
		const { D } = createModeSpace(saved.encoder, saved.mixtures);
		checkParameters(saved.parameters, D > 0 ? generatorLayout(D, new Float32Array(D)) : undefined);
		return createModel(saved, { parameters: saved.parameters.length });
	},
};
