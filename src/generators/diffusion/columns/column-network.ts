/**
 * One small network for each column, p(row) = Π p(column | those before it): an autoregressive model in a fixed order, as
 * TabularARGN (Tiwald et al. 2025). One network that predicts all columns spreads its training over them; where columns are
 * numbers that depend closely on each other, each is learned better alone.
 *
 * All column networks have one shape, that of the whole table with fewer units, and take turns on one `Network`.
 */
import { createInputs } from "../../../nn/mlp/inputs";
import { layOut, type Shape, sliceColumn } from "../../../nn/mlp/layout";
import type { Network } from "../../../nn/mlp/network";
import { startParameters } from "../../../nn/mlp/start";
import { splitSteps, type TrainingHyperparameters, train } from "../../../nn/mlp/train";
import { Random, type RandomKey } from "../../../random";
import { entropy } from "../../../statistics/contingency";
import { paced } from "../../../table/pause";
import type { TokenTable } from "../../../tokens/data";
import type { TokenColumn } from "../../../tokens/tokens";
import type { Run } from "../../../worker/run";
import { createPositions } from "../row-writer";
import { createColumnMasker } from "./column-batch";

/** What all column networks of a table are learned from. Plain data. */
export interface ColumnSetup {
	readonly table: TokenTable;
	/** Rows in each state of each token column. */
	readonly counts: readonly Float64Array[];
	/** Of the column networks. */
	readonly shape: Shape<TokenColumn>;
	readonly hyperparameters: TrainingHyperparameters;
	/** Whose each row is, so that whole subjects are held out; absent where every row is a subject. */
	readonly subjects: Int32Array | undefined;
	readonly learningRate: number;
	/** Of the stream from which each column network has its own. */
	readonly key: RandomKey;
}

/** A trained column network. Plain data. */
export interface TrainedColumn {
	/** As `sliceColumn` gives them. */
	readonly parameters: Float32Array;
	readonly steps: number;
	/** Held-out score, nats. */
	readonly heldOut: number;
	/** How often its training went back. */
	readonly restarts: number;
	/** Whether it predicts better than the column's frequencies. */
	readonly learned: boolean;
}

/** Under which checkpoints of the training of column f are kept. */
export const columnTraining = (f: number) => `training of column ${f}`;

/** Trains the network of column f; the same one whatever was trained before it, and in whichever worker. */
export type TrainColumn = (f: number, run: Run) => Promise<TrainedColumn>;

/**
 * Trains column networks on a network, on which they take turns.
 *
 * @throws DivergedError as `train` does.
 */
export function createColumnTrainer(network: Network, setup: ColumnSetup): TrainColumn {
	const { table, counts, shape, hyperparameters, subjects, learningRate, key } = setup;
	const layout = layOut(shape);
	const inputs = createInputs(shape.tokens, layout, network.batch.codes, network.batch.numbers);
	const positions = createPositions(table, inputs);
	const all = new Random(key);
	return async (f, run) => {
		const random = all.stream(f);
		const start = startParameters(shape, layout, counts, random.stream("start"), f);
		if (f === 0) {
			// Nothing comes before it: its frequencies are all there is to know.
			const parameters = sliceColumn(shape, layout, f, start);
			return { parameters, steps: 0, heldOut: entropy(counts[f]!, table.rows), restarts: 0, learned: false };
		}
		const splitting = splitSteps(table.rows, hyperparameters.heldOutRows, random.stream("split"), subjects);
		const split = await paced(splitting, () => run.step({ phase: "train", step: 0, steps: hyperparameters.steps }));
		const masker = createColumnMasker(table, f, network.batch, inputs, positions);
		const options = { hyperparameters, split, learningRate, run: { ...run, random }, name: columnTraining(f) };
		const { parameters, steps, heldOut, restarts, keptStep } = await train(network, masker, start, options);
		const learned = keptStep > 0;
		return { parameters: sliceColumn(shape, layout, f, parameters), steps, heldOut, restarts, learned };
	};
}
