/**
 * The chain rule in one order, p(row) = Π p(column | those before it), with parameters of its own for every column: a
 * link. One network that answers for all columns spreads its training over them; where columns are numbers that hang
 * together closely, each learns its own better alone (as TabularARGN does: Tiwald et al. 2025).
 *
 * All links have one shape, that of the whole table with fewer units, and take turns on one network.
 */
import type { Run } from "../../run";
import { stateFrequencies, type TokenTable } from "./data";
import { createInputs } from "./inputs";
import { layOut, type Shape } from "./layout";
import { packLink } from "./link-parameters";
import { startFromRegression } from "./link-start";
import { createMasker } from "./masks";
import type { Network } from "./network";
import type { TrainingRules } from "./rules";
import { startParameters } from "./start";
import { splitForTraining, train } from "./train";

/** Sizes of a link. Plain data. */
export interface LinkSize {
	readonly width: number;
	readonly layers: number;
}

/** By how much the bins of links that know many columns may depart from a mixture. */
const LEAST_FREE = 0.1;

/**
 * The shape of a table's links. The more columns a link knows, the less freely its bins depart from a mixture: of one
 * other column there are rows enough to learn any shape of dependence, of many there are not. But some freedom is left to
 * all: values that lie in clusters, as where one column is a step of another, are not what logistics describe.
 */
export function linkShape(shape: Shape, { width, layers }: LinkSize): Shape {
	return {
		...shape,
		width,
		layers,
		oneHead: true,
		free: shape.tokens.map((_, f) => Math.max(LEAST_FREE, 1 / Math.max(1, f) ** 2)),
	};
}

/** Learned links. Plain data. */
export interface Chain extends LinkSize {
	/** Parameters of each column's link, as `packLink` has them; the first columns', where training was cut short. */
	readonly links: readonly Float32Array[];
}

/** Mean −log of a state's frequency, nats. */
function entropy(counts: Float64Array): number {
	const total = counts.reduce((a, b) => a + b, 0);
	return counts.reduce((sum, n) => (n > 0 ? sum - (n / total) * Math.log(n / total) : sum), 0);
}

/** What training a chain found. */
export interface TrainedChain {
	readonly chain: Chain;
	/** Steps of all links. */
	readonly steps: number;
	/** Held-out score, nats a row; NaN where nothing was held out or links are lacking. */
	readonly heldOut: number;
}

export interface ChainOptions {
	readonly rules: TrainingRules;
	/** Whether links of numbers start as regressions. */
	readonly regressed: boolean;
	readonly learningRate: number;
	readonly run: Run;
}

/**
 * Trains the links one after the other, phase "refine". Asked to finish early, it keeps those that are done: the shared
 * network knows the other columns better than a link that has just begun.
 *
 * @param shape of the links.
 * @throws DivergedError as `train` does.
 */
export async function trainChain(
	network: Network,
	shape: Shape,
	table: TokenTable,
	{ rules, regressed, learningRate, run }: ChainOptions,
): Promise<TrainedChain> {
	const layout = layOut(shape);
	const inputs = createInputs(shape.tokens, layout, network.batch.codes, network.batch.numbers);
	const counts = stateFrequencies(table);
	const F = shape.tokens.length;
	const links: Float32Array[] = [];
	let steps = 0;
	let heldOut = 0;
	for (let f = 0; f < F && !run.finishEarly?.(); f++) {
		const random = run.random.stream(f);
		const start = startParameters(shape, layout, counts, random.stream("start"), f);
		if (f === 0) {
			// Nothing comes before it: its frequencies are all there is to know.
			links.push(packLink(shape, layout, f, start));
			heldOut += entropy(counts[f]!);
			continue;
		}
		const split = splitForTraining(table, rules.heldOutRows, random.stream("split"));
		if (regressed) startFromRegression(shape, layout, table, f, split.training, start);
		const after = (F - 1 - f) * rules.steps;
		const trained = await train(network, createMasker(table, f, network.batch, inputs), start, {
			rules,
			split,
			learningRate,
			run: {
				...run,
				random,
				// A link's loss is that of one column: no figure to stand beside those of rows.
				step: ({ step, steps: own }) => run.step({ phase: "refine", step: steps + step, steps: steps + own + after }),
			},
		});
		if (run.finishEarly?.()) break;
		if (regressed && trained.keptStep === 0) {
			// Held-out rows have said what they were kept for.
			const all = Int32Array.from({ length: table.rows }, (_, row) => row);
			startFromRegression(shape, layout, table, f, all, trained.parameters);
		}
		links.push(packLink(shape, layout, f, trained.parameters));
		steps += trained.steps;
		heldOut += trained.heldOut;
	}
	const { width, layers } = shape;
	return {
		chain: { width, layers, links },
		steps,
		heldOut: links.length === F ? heldOut : Number.NaN,
	};
}
