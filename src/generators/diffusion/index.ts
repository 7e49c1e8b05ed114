/**
 * Masked (absorbing-state) diffusion over tokens: hide cells of a row, learn to tell them from the rest, then draw
 * rows cell by cell. With a linear schedule its bound on the likelihood is that of an any-order autoregressive model
 * (Austin et al. 2021, "Structured denoising diffusion models in discrete state-spaces", appendix A.3; Sahoo et al.
 * 2024, "Simple and effective masked diffusion language models"), which is what is trained here.
 */
import { type Encoder, encode, fitEncoder, withheldCounts } from "../../encode/encoder";
import { startNetwork } from "../../nn/mlp/choose";
import { createInputs } from "../../nn/mlp/inputs";
import { layOut, type Shape } from "../../nn/mlp/layout";
import { startParameters } from "../../nn/mlp/start";
import { splitForTraining, type TrainingRules, train } from "../../nn/mlp/train";
import { checkOptions } from "../../options/check";
import type { Table } from "../../table/table";
import { chainOrder, levelsFirst } from "../../tokens/column-order";
import { reorder, stateFrequencies, type TokenTable, tokenTable } from "../../tokens/data";
import { type TokenColumn, tokenColumns } from "../../tokens/tokens";
import type { Run } from "../../worker/run";
import type { Generator, Model } from "../generator";
import type { LinkSetup } from "./columns/column-network";
import { linkShape } from "./columns/column-networks";
import { straightScales } from "./columns/scales";
import { prepareLinks, prepareLinkWorker, type Refinement } from "./columns/worker-pool";
import { type Rules, rulesFor, rulesOfGroups } from "./hyperparameters";
import { createMasker } from "./masked/masks";
import { type DiffusionOptions, meta } from "./meta";
import { createModel, type DiffusionSaved, parameterCount, sampleRows } from "./model";
import { BLOCK } from "./sample";

/**
 * Columns up to which a network of them all draws one a step; above, so many at once that this number of steps suffice.
 * Numbers drawn at once, each ignoring the others, are told from real ones (41 columns of them: .66 in 32 steps, .63 in 41),
 * levels are not (81 columns: .62 and .63).
 */
const STEPS_MOST = 32;
const ORDERED_STEPS_MOST = 128;
/** Rows of a preview. */
const PREVIEW_ROWS = 240;
/** Most distinct values of a number that are learned value by value, and most levels of a category. */
const FEW_VALUES = 128;
const MOST_LEVELS = 20_000;

/**
 * The table as tokens in the order of drawing, the encoder by which it is, and how links are trained on it, where there
 * are any.
 */
function encodeTable(
	table: Table,
	learned: Encoder,
	{ bins, link, regressed }: Rules,
	{ random }: Run,
): { encoder: Encoder; data: TokenTable; link?: TrainingRules } {
	const asTold = (encoder: Encoder) =>
		tokenTable(tokenColumns(encoder, bins), encode(encoder, table, random.stream("encode")));
	const told = asTold(learned);
	if (!link) return { encoder: learned, data: told };
	const groups = levelsFirst(told);
	const straight = regressed ? straightScales(learned, table, reorder(told, groups)) : undefined;
	if (straight) return { encoder: straight, data: reorder(asTold(straight), groups), link: rulesOfGroups(link) };
	return { encoder: learned, data: reorder(told, chainOrder(told)), link };
}

async function fit(table: Table, options: Required<DiffusionOptions>, run: Run): Promise<Model<DiffusionSaved>> {
	checkOptions('"diffusion"', options, meta.options);
	await run.step({ phase: "encode", step: 0, steps: 1 });
	const limits = { protect: options.protect, fewValues: FEW_VALUES, maxLevels: MOST_LEVELS };
	const learned = fitEncoder(table, limits, run.random.stream("encoder"));
	const rules = rulesFor(learned, options);
	const { ordered, regressed } = rules;
	const { encoder, data, link } = encodeTable(table, learned, rules, run);
	const { tokens } = data;
	const { width, layers, ramps } = rules;
	const shape: Shape<TokenColumn> = { tokens, width, layers, ramps, free: tokens.map(() => rules.free) };
	const steps = rules.samplingSteps || (link ? tokens.length : ordered ? ORDERED_STEPS_MOST : STEPS_MOST);
	const together = Math.max(1, Math.ceil(tokens.length / steps));
	const saved = { encoder, shape, ordered, together };
	await run.step({ phase: "encode", step: 1, steps: 1 });
	if (tokens.length === 0)
		return createModel({ ...saved, parameters: new Float32Array(0) }, { steps: 0, ...withheldCounts(encoder) });

	const layout = layOut(shape);
	const size = { batchRows: Math.max(rules.batchRows, BLOCK), training: true };
	const { backend, network } = await startNetwork(run, shape, { ...size, rows: rules.batchRows, steps: rules.steps });
	const { learningRate } = options;
	const { key } = run.random.stream("chain");
	const links: LinkSetup | undefined = link && {
		...{ table: data, shape: linkShape(shape, link), rules: link, regressed, learningRate, key },
	};
	let refinement: Refinement | undefined;
	try {
		refinement = links && (await prepareLinks(links, network.backend, size, run));
		const bytes = network.bytes + (refinement?.bytes ?? 0);
		await run.step({ phase: "device", step: 1, steps: 1, device: backend, bytes });
		const refine = refinement?.start();
		const where = refinement?.backend ?? network.backend;
		const start = startParameters(shape, layout, stateFrequencies(data), run.random.stream("start"));
		const inputs = createInputs(tokens, layout, network.batch.codes, network.batch.numbers);
		const masker = createMasker(data, ordered && !link ? "last" : "any", network.batch, inputs);
		const quiet: Run = { ...run, random: run.random.stream("preview"), step: async () => {} };
		const shared = await train(network, masker, start, {
			rules,
			split: splitForTraining(data.rows, rules.heldOutRows, run.random.stream("split"), table.subjects),
			learningRate,
			run,
			preview: () => sampleRows({ ...saved, parameters: start }, { shared: network }, { rows: PREVIEW_ROWS }, quiet),
		});
		const refined = await refine?.();
		const { heldOut } = refined && Number.isFinite(refined.heldOut) ? refined : shared;
		const whole = { ...saved, parameters: shared.parameters, ...(refined && { chain: refined.chain }) };
		return createModel(whole, {
			device: network.backend,
			reason: where === network.backend ? backend.reason : `${backend.reason} Columns were refined on ${where}.`,
			steps: shared.steps + (refined?.steps ?? 0),
			ended: shared.ended,
			...(Number.isFinite(heldOut) && { heldOut, keptStep: shared.keptStep }),
			heldOutRows: rules.heldOutRows,
			restarts: shared.restarts,
			batchRows: rules.batchRows,
			width: rules.width,
			dropout: rules.dropout,
			bins: rules.bins,
			links: refined?.chain.links.length ?? 0,
			workers: refined?.workers ?? 1,
			parameters: parameterCount(whole),
			bytes,
			...withheldCounts(encoder),
		});
	} finally {
		network.dispose();
		refinement?.dispose();
	}
}

export const diffusion: Generator<DiffusionOptions, DiffusionSaved> = {
	version: 6,
	fit,
	load: async (saved) => createModel(saved, { parameters: parameterCount(saved) }),
	prepareWorker: (setup) => prepareLinkWorker(setup as Parameters<typeof prepareLinkWorker>[0]),
};
