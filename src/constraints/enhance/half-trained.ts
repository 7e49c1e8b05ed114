/** Trees that learn from one half of the rows and stop where they predict the other half best. */
import { type Boosted, boost, predictScores } from "../../statistics/trees/boost";
import { takeFeatures } from "../../statistics/trees/features";
import type { features } from "./coarse";

/** Rows that trees learn from at most. */
export const MOST_ROWS = 33_000;
const ROUNDS = 120;
const TREES = { rounds: ROUNDS, learningRate: 0.1, leaves: 31, minRows: 20 };
/** Shares of the rounds that are tried. */
const LENGTHS = [0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1];
export const FOLDS = [0, 1] as const;
/** Steps that training on either half takes together. */
export const TRAINING_STEPS = FOLDS.length * (ROUNDS + LENGTHS.length);

/** Mean logarithmic loss of a model's predictions. */
function lossOf(model: Boosted, all: ReturnType<typeof features>, codes: Int32Array): number {
	const scores = predictScores(model, all);
	const K = model.outputs;
	let loss = 0;
	for (let row = 0; row < codes.length; row++) {
		const own = K === 1 ? [0, scores[row]!] : Array.from(scores.subarray(row * K, (row + 1) * K));
		const most = Math.max(...own);
		loss += most + Math.log(own.reduce((sum, score) => sum + Math.exp(score - most), 0)) - own[codes[row]!]!;
	}
	return loss / codes.length;
}

/**
 * Trees that learned from the rows of one fold, as many rounds of them as predict the other fold best: trees that go on
 * would memorise rows.
 */
export async function trainHalf(
	all: ReturnType<typeof features>,
	codes: Int32Array,
	classes: number,
	folds: readonly [number[], number[]],
	tick: () => Promise<void>,
): Promise<Boosted> {
	const [own, other] = folds.map((rows) => ({
		all: takeFeatures(all, rows),
		codes: Int32Array.from(rows, (row) => codes[row]!),
	})) as [{ all: typeof all; codes: Int32Array }, { all: typeof all; codes: Int32Array }];
	const work = boost(own.all, { kind: "class", codes: own.codes, classes }, TREES);
	let step = work.next();
	for (; !step.done; step = work.next()) await tick();
	const whole = step.value;
	let best = { ...whole, trees: whole.trees.slice(0, 0) };
	let least = lossOf(best, other.all, other.codes);
	for (const share of LENGTHS) {
		const model = { ...whole, trees: whole.trees.slice(0, Math.ceil(share * ROUNDS) * whole.outputs) };
		const loss = lossOf(model, other.all, other.codes);
		await tick();
		if (loss < least) [best, least] = [model, loss];
	}
	return best;
}
