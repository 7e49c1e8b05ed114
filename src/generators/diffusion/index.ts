/**
 * Masked (absorbing-state) diffusion over tokens: hide cells of a row, learn to tell them from the rest, then draw
 * rows cell by cell. With a linear schedule its bound on the likelihood is that of an any-order autoregressive model
 * (Austin et al. 2021, "Structured denoising diffusion models in discrete state-spaces", appendix A.3; Sahoo et al.
 * 2024, "Simple and effective masked diffusion language models"), which is what is trained here.
 */
import { encode, fitEncoder } from "../../encode/encoder";
import { SavedModelError } from "../../errors";

import type { Run } from "../../run";
import type { Table } from "../../table/table";
import type { Generator, Model } from "../generator";
import { stateFrequencies, tokenTable } from "./data";
import { createInputs } from "./inputs";
import { layOut, type Shape } from "./layout";
import { createMasker } from "./masks";
import type { DiffusionOptions } from "./meta";
import { createModel, type DiffusionSaved, sampleRows } from "./model";
import { startNetwork } from "./networks";
import { isOrdered, rulesFor } from "./rules";
import { BLOCK } from "./sample";
import { startParameters } from "./start";
import { tokenColumns } from "./tokens";
import { train } from "./train";

/** Columns of a table up to which one is drawn a step; above, so many at once that this number of steps suffice. */
const STEPS_MOST = 32;
/** Rows of a preview. */
const PREVIEW_ROWS = 240;
/** Most distinct values of a number that are learned value by value, and most levels of a category. */
const FEW_VALUES = 128;
const MOST_LEVELS = 20_000;

async function fit(table: Table, options: Required<DiffusionOptions>, run: Run): Promise<Model<DiffusionSaved>> {
	await run.step({ phase: "encode", step: 0, steps: 1 });
	const limits = { protect: Math.max(1, options.protect), fewValues: FEW_VALUES, maxLevels: MOST_LEVELS };
	const encoder = fitEncoder(table, limits, run.random.stream("encoder"));
	const rules = rulesFor(encoder, options);
	const tokens = tokenColumns(encoder, rules.bins);
	const shape: Shape = { tokens, width: rules.width, layers: rules.layers, ramps: rules.ramps };
	const together = Math.max(1, Math.ceil(tokens.length / (rules.samplingSteps || STEPS_MOST)));
	const order = tokens.map((_, f) => f);
	const ordered = isOrdered(encoder);
	const saved = { version: 2 as const, encoder, shape, order, ordered, together };
	if (tokens.length === 0) return createModel({ ...saved, parameters: new Float32Array(0) }, { steps: 0 });

	const data = tokenTable(tokens, encode(encoder, table, run.random.stream("encode")));
	await run.step({ phase: "encode", step: 1, steps: 1 });
	const layout = layOut(shape);
	const size = { batchRows: Math.max(rules.batchRows, BLOCK), training: true };
	const { backend, network } = await startNetwork(run, shape, { ...size, rows: rules.batchRows, steps: rules.steps });
	try {
		await run.step({ phase: "device", step: 1, steps: 1, device: backend, bytes: network.bytes });
		const start = startParameters(shape, layout, stateFrequencies(data), run.random.stream("start"));
		const inputs = createInputs(tokens, layout, network.batch.codes, network.batch.scalars);
		const masker = createMasker(data, order, ordered, network.batch, inputs);
		const quiet: Run = { ...run, random: run.random.stream("preview"), step: async () => {} };
		const preview = () => sampleRows({ ...saved, parameters: start }, network, { rows: PREVIEW_ROWS }, quiet);
		const trained = await train(network, data, masker, start, {
			rules,
			learningRate: options.learningRate,
			run,
			preview,
		});
		return createModel(
			{ ...saved, parameters: trained.parameters },
			{
				device: network.backend,
				reason: backend.reason,
				steps: trained.steps,
				ended: trained.ended,
				...(Number.isFinite(trained.heldOut) && { heldOut: trained.heldOut, keptStep: trained.keptStep }),
				heldOutRows: rules.heldOutRows,
				restarts: trained.restarts,
				batchRows: rules.batchRows,
				width: rules.width,
				dropout: rules.dropout,
				bins: rules.bins,
				parameters: layout.size,
				bytes: network.bytes,
			},
		);
	} finally {
		network.dispose();
	}
}

export const diffusion: Generator<DiffusionOptions, DiffusionSaved> = {
	fit,
	async load(saved) {
		if (saved?.version !== 2) {
			throw new SavedModelError(`This model was saved as version ${saved?.version}; this build reads version 2.`, {
				version: saved?.version,
			});
		}
		return createModel(saved, { parameters: saved.parameters.length });
	},
};
