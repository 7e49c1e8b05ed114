import { packLink } from "../../../nn/mlp/column-parameters";
import { createInputs } from "../../../nn/mlp/inputs";
import { layOut, type Shape } from "../../../nn/mlp/layout";
import type { Network } from "../../../nn/mlp/network";
import { startParameters } from "../../../nn/mlp/start";
import { splitForTraining, type TrainingRules, train } from "../../../nn/mlp/train";
import { Random, type RandomKey } from "../../../random";
import { stateFrequencies, type TokenTable } from "../../../tokens/data";
import type { Run } from "../../../worker/run";
import { createMasker, createPlaces } from "../masked/masks";
import { startFromRegression } from "./regression-start";

/** What all links of a table are learned from. Plain data. */
export interface LinkSetup {
	readonly table: TokenTable;
	/** Of the links. */
	readonly shape: Shape;
	readonly rules: TrainingRules;
	/** Whether links of numbers start as regressions. */
	readonly regressed: boolean;
	readonly learningRate: number;
	/** Of the stream from which each link has its own. */
	readonly key: RandomKey;
}

/** A learned link. Plain data. */
export interface TrainedLink {
	/** As `packLink` has them. */
	readonly parameters: Float32Array;
	readonly steps: number;
	/** Held-out score, nats. */
	readonly heldOut: number;
}

/** Trains the link of column f; the same one whatever was trained before it, and in whichever worker. */
export type TrainLink = (f: number, run: Run) => Promise<TrainedLink>;

/** Mean −log of a state's frequency, nats. */
function entropy(counts: Float64Array): number {
	const total = counts.reduce((a, b) => a + b, 0);
	return counts.reduce((sum, n) => (n > 0 ? sum - (n / total) * Math.log(n / total) : sum), 0);
}

/**
 * Trains links on a network, on which they take turns.
 *
 * @throws DivergedError as `train` does.
 */
export function createLinkTrainer(network: Network, setup: LinkSetup): TrainLink {
	const { table, shape, rules, regressed, learningRate, key } = setup;
	const layout = layOut(shape);
	const inputs = createInputs(shape.tokens, layout, network.batch.codes, network.batch.numbers);
	const places = createPlaces(table, inputs);
	const counts = stateFrequencies(table);
	const all = new Random(key);
	return async (f, run) => {
		const random = all.stream(f);
		const start = startParameters(shape, layout, counts, random.stream("start"), f);
		if (f === 0) {
			// Nothing comes before it: its frequencies are all there is to know.
			return { parameters: packLink(shape, layout, f, start), steps: 0, heldOut: entropy(counts[f]!) };
		}
		const split = splitForTraining(table.rows, rules.heldOutRows, random.stream("split"));
		if (regressed) startFromRegression(shape, layout, table, f, split.training, start);
		const masker = createMasker(table, f, network.batch, inputs, places);
		const trained = await train(network, masker, start, { rules, split, learningRate, run: { ...run, random } });
		const { parameters, steps, heldOut, keptStep } = trained;
		if (regressed && keptStep === 0 && !run.finishEarly?.()) {
			// Held-out rows have said what they were kept for.
			const everyRow = Int32Array.from({ length: table.rows }, (_, row) => row);
			startFromRegression(shape, layout, table, f, everyRow, parameters);
		}
		return { parameters: packLink(shape, layout, f, parameters), steps, heldOut };
	};
}
