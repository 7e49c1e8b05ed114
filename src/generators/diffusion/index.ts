/**
 * `diffusion`: two methods on one encoding of a table as states. "masked" is masked (absorbing-state) diffusion over tokens
 * (Austin et al. 2021, "Structured denoising diffusion models in discrete state-spaces", appendix A.3; Sahoo et al. 2024,
 * "Simple and effective masked diffusion language models"): one network that predicts any columns given any others.
 * "columns" adds a network for each column given those before it, from which rows of numeric tables are sampled.
 */
import { withheldCounts } from "../../encode/encoder";
import type { Backend } from "../../nn/backend";
import { surviveLosses } from "../../nn/lost-device";
import { startNetwork } from "../../nn/mlp/choose";
import { createInputs } from "../../nn/mlp/inputs";
import { layOut, type Shape } from "../../nn/mlp/layout";
import { startParameters } from "../../nn/mlp/start";
import { splitSteps, train } from "../../nn/mlp/train";
import { LEARNED_NOTHING } from "../../nn/watch";
import { checkOptions } from "../../options/check";
import { paced } from "../../table/pause";
import type { Table } from "../../table/table";
import { BLOCK } from "../../tokens/block";
import { columnOrder } from "../../tokens/column-order";
import { frequencySteps, reorder, tokenSteps } from "../../tokens/data";
import { type TokenColumn, tokenColumns } from "../../tokens/tokens";
import { quietRun, type Run } from "../../worker/run";
import { encodeRows, learnEncoder } from "../encode-table";
import type { Generator, Model } from "../generator";
import { checkDiffusion } from "./check-diffusion";
import type { ColumnSetup } from "./columns/column-network";
import { type ColumnTraining, prepareColumns, prepareWorker } from "./columns/column-pool";
import { columnShape } from "./columns/column-shape";
import { hyperparametersFor } from "./hyperparameters";
import { createMasker } from "./masked/masks";
import { type DiffusionOptions, meta } from "./meta";
import { chooseMethod } from "./method";
import { createModel, type DiffusionSaved, parameterCount, sampleRows } from "./model";
import type { Networks } from "./sample";

/** Rows of a preview. */
const PREVIEW_ROWS = 240;
/** Most distinct values of a number that are learned value by value, and most categories of a column. */
const FEW_VALUES = 128;
const MOST_LEVELS = 20_000;

/** The table as states, and how they are learned. */
async function prepare(table: Table, options: Required<DiffusionOptions>, run: Run) {
	checkOptions('"diffusion"', options, meta.options);
	await run.step({ phase: "encode", step: 0, steps: 1 });
	const limits = { protect: options.protect, fewValues: FEW_VALUES, maxLevels: MOST_LEVELS };
	const encoder = await learnEncoder(table, limits, run);
	const method = chooseMethod(encoder, options);
	const hyperparameters = hyperparametersFor(encoder, method.name, options);
	const { bins, width, layers, pieces, ordered, samplingSteps, columns } = hyperparameters;
	const matrix = await encodeRows(encoder, table, run);
	const pause = () => run.step({ phase: "encode", step: 0, steps: 1 });
	const unordered = await paced(tokenSteps(tokenColumns(encoder, bins), matrix), pause);
	const frequencies = await paced(frequencySteps(unordered), pause);
	const order = columns ? columnOrder(unordered, frequencies) : Array.from(frequencies.keys());
	const data = reorder(unordered, order);
	const counts = order.map((f) => frequencies[f]!);
	const { tokens } = data;
	const shape: Shape<TokenColumn> = { tokens, width, layers, pieces, residual: tokens.map(() => 0.5) };
	const saved = { encoder, shape, ordered, together: Math.max(1, Math.ceil(tokens.length / samplingSteps)) };
	const chosen = { method: method.name, methodReason: method.reason, ...withheldCounts(encoder) };
	await run.step({ phase: "encode", step: 1, steps: 1 });
	return { data, counts, subjects: table.subjects, hyperparameters, learningRate: options.learningRate, saved, chosen };
}

type Prepared = Awaited<ReturnType<typeof prepare>>;

async function fit(table: Table, options: Required<DiffusionOptions>, run: Run): Promise<Model<DiffusionSaved>> {
	if (run.privacy) {
		checkOptions('"diffusion"', options, meta.options);
		// Never again on another device, and no checkpoints: the budget is spent once.
		return (await import("./private/fit")).fitPrivately(table, options, run, run.privacy);
	}
	const prepared = await prepare(table, options, run);
	const { data, saved, chosen } = prepared;
	if (data.tokens.length === 0)
		return createModel({ ...saved, parameters: new Float32Array(0) }, { steps: 0, ...chosen });
	return surviveLosses(run, (own, replaced) => trainOn(prepared, own, replaced));
}

/** Trains where the run asks for, from the checkpoints that there are. @param replaced backend that stands in for a lost one. */
async function trainOn(prepared: Prepared, run: Run, replaced?: Backend): Promise<Model<DiffusionSaved>> {
	const { data, counts, subjects, hyperparameters, learningRate, saved, chosen } = prepared;
	const { shape } = saved;
	const { tokens } = data;
	const { bins, width, ordered, columns: ofColumns, batchRows, steps, heldOutRows, dropout } = hyperparameters;
	const layout = layOut(shape);
	const size = { batchRows: Math.max(batchRows, BLOCK), training: true };
	const { backend: started, network } = await startNetwork(run, shape, { ...size, rows: batchRows, steps });
	const backend = replaced ?? started;
	const { key } = run.random.stream("columns");
	let columns: ColumnTraining | undefined;
	try {
		if (ofColumns) {
			const own = { shape: columnShape(shape, ofColumns), hyperparameters: ofColumns };
			const setup: ColumnSetup = { table: data, counts, ...own, subjects, learningRate, key };
			columns = await prepareColumns(setup, network.backend, size, run);
		}
		const bytes = network.bytes + (columns?.bytes ?? 0);
		await run.step({ phase: "device", step: 1, steps: 1, device: backend, bytes });
		const finishColumns = columns?.start();
		const where = columns?.backend ?? network.backend;
		const start = startParameters(shape, layout, counts, run.random.stream("start"));
		const inputs = createInputs(tokens, layout, network.batch.codes, network.batch.numbers);
		const masker = createMasker(data, ordered && !columns ? "fixed" : "any", network.batch, inputs);
		const quiet: Run = { ...quietRun(run), random: run.random.stream("preview") };
		const lend = <T>(use: (networks: Networks) => Promise<T>) => use({ masked: network });
		const pause = () => run.step({ phase: "train", step: 0, steps });
		const split = await paced(splitSteps(data.rows, heldOutRows, run.random.stream("split"), subjects), pause);
		const masked = await train(network, masker, start, {
			hyperparameters,
			split,
			learningRate,
			run,
			preview: () => sampleRows({ ...saved, parameters: start }, lend, { rows: PREVIEW_ROWS }, quiet),
		});
		const trained = await finishColumns?.();
		const { heldOut } = trained && Number.isFinite(trained.heldOut) ? trained : masked;
		// Rows are sampled from the column networks where there are any.
		const warning = trained ? (trained.learned ? undefined : LEARNED_NOTHING) : masked.warning;
		const whole = { ...saved, parameters: masked.parameters, ...(trained && { columns: trained.networks }) };
		return createModel(whole, {
			device: network.backend,
			reason:
				where === network.backend ? backend.reason : `${backend.reason} Column networks were trained on ${where}.`,
			...chosen,
			steps: masked.steps + (trained?.steps ?? 0),
			ended: masked.ended,
			...(Number.isFinite(heldOut) && { heldOut, keptStep: masked.keptStep }),
			heldOutRows,
			restarts: masked.restarts + (trained?.restarts ?? 0),
			...(warning && { warning }),
			...{ batchRows, width, dropout, bins },
			columnNetworks: trained?.networks.parameters.length ?? 0,
			workers: trained?.workers ?? 1,
			parameters: parameterCount(whole),
			bytes,
		});
	} finally {
		network.dispose();
		columns?.dispose();
	}
}

export const diffusion: Generator<DiffusionOptions, DiffusionSaved> = {
	version: 6,
	fit,
	load: async (saved) => createModel(checkDiffusion(saved), { parameters: parameterCount(saved) }),
	prepareWorker: (setup) => prepareWorker(setup as Parameters<typeof prepareWorker>[0]),
};
