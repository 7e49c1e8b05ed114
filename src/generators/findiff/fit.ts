import type { Encoder } from "../../encode/encoder";
import type { Backend } from "../../nn/backend";
import { startParameters } from "../../nn/parameters";
import { startTraining } from "../../nn/start-training";
import type { Tensor } from "../../nn/tf";
import { linearDecay, type Trained, train } from "../../nn/train";
import { checkOptions } from "../../options/check";
import type { Table } from "../../table/table";
import type { Run } from "../../worker/run";
import { encodeRows, learnEncoder } from "../encode-table";
import { createBatches } from "./batches";
import { type FindiffOptions, meta } from "./meta";
import { findiffLayout, findiffLoss } from "./network";
import { createEmbeddingSpace, type EmbeddingSpace } from "./space";

const EMA_DECAY = 0.995;
/** Levels of all columns together that have an embedding of their own, and of one. */
const [MOST_LEVELS, MOST_EACH, LEAST_EACH] = [8192, 4096, 32];

/** What fitting found: enough to sample, without a row of the table. */
export interface FittedFindiff {
	readonly encoder: Encoder;
	readonly space: EmbeddingSpace;
	readonly trained: Trained;
	readonly backend?: Backend;
}

export async function fitFindiff(table: Table, options: Required<FindiffOptions>, run: Run): Promise<FittedFindiff> {
	checkOptions('"findiff"', options, meta.options);
	await run.step({ phase: "encode", step: 0, steps: 1 });
	const { random } = run;
	const categories = table.columns.filter(({ kind }) => kind === "category").length;
	const maxLevels = Math.max(LEAST_EACH, Math.min(MOST_EACH, Math.floor(MOST_LEVELS / Math.max(1, categories))));
	const encoder = await learnEncoder(table, { protect: options.protect, maxLevels }, run);
	const matrix = await encodeRows(encoder, table, run);
	await run.step({ phase: "encode", step: 1, steps: 1 });
	const space = createEmbeddingSpace(encoder, options.embedding);
	if (space.D === 0) {
		const parameters = new Float32Array(0);
		return { encoder, space, trained: { parameters, steps: 0, loss: 0, restarts: 0, stopped: "steps" } };
	}
	// Starting at the marginals spares the first steps learning them.
	const bias = new Float32Array(space.S);
	space.starts.forEach((start, code) => {
		for (const level of matrix.codes[code]!) bias[start + level]!++;
	});
	const layout = findiffLayout(
		space,
		options,
		bias.map((count) => Math.log((count + 0.5) / matrix.rows)),
	);
	const start = startParameters(layout, random.stream("parameters"));
	const { steps, batchRows } = options;
	const lossOf = (purpose: string) => {
		const batches = createBatches(matrix, space, batchRows, random.stream(purpose));
		return { loss: (parameters: Tensor[]) => findiffLoss(space, parameters, batches.next()), batches };
	};
	const training = { layout, start, emaDecay: EMA_DECAY };
	const backend = await startTraining(
		run,
		"findiff training",
		batchRows,
		{ ...training, steps },
		() => lossOf("trial").loss,
	);
	const learningRate = linearDecay(options.learningRate, steps);
	const trained = await train({ ...training, learningRate, steps, ...lossOf("batches") }, run);
	return { encoder, space, trained, backend: trained.backend ?? backend };
}
