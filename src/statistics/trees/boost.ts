import type { Random } from "../../random";
import { applyBins, type Feature, type FeatureBins, fitBins } from "./features";
import { addTree, createWorkspace, growTree, offsetsOf, type Tree } from "./grow";
import type { Limits } from "./split";

/** What is predicted: a number, or one of `classes` classes coded 0 … classes − 1. */
export type Target =
	| { readonly kind: "number"; readonly values: Float64Array }
	| { readonly kind: "class"; readonly codes: Int32Array; readonly classes: number };

export interface BoostOptions {
	/** Boosting rounds. Default 100. */
	readonly rounds?: number;
	/** Shrinkage of each tree. Default 0.1. */
	readonly learningRate?: number;
	/** Leaves of a tree. Default 31. */
	readonly leaves?: number;
	/** Rows a leaf keeps at least. Default 20. */
	readonly minRows?: number;
	/** Share of the rows each tree is grown on, drawn from `random` to the nearest 1/256. Default 1: all, no draw. */
	readonly rowShare?: number;
	/** Features that a tree may split on at most, drawn anew for each from `random`. Default: all. */
	readonly featuresEach?: number;
	readonly random?: Random;
}

/** A fitted ensemble. */
export interface Boosted {
	readonly bins: readonly FeatureBins[];
	/** Scores a row has: 1 for a number or two classes, otherwise one a class. */
	readonly outputs: number;
	readonly classes: number;
	/** Score before the first tree, one an output. */
	readonly base: Float64Array;
	/** Trees of round r and output k stand at `r * outputs + k`. */
	readonly trees: readonly Tree[];
}

function baseScores(target: Target, outputs: number): Float64Array {
	if (target.kind === "number") {
		let sum = 0;
		for (const v of target.values) sum += v;
		return Float64Array.of(target.values.length > 0 ? sum / target.values.length : 0);
	}
	const counts = new Float64Array(target.classes);
	for (const c of target.codes) counts[c]!++;
	const n = Math.max(1, target.codes.length);
	const log = (count: number): number => Math.log(Math.min(Math.max(count / n, 1e-9), 1 - 1e-9));
	if (outputs === 1) return Float64Array.of(log(counts[1] ?? 0) - log(n - (counts[1] ?? 0)));
	return counts.map(log);
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Probabilities of a row's classes from its scores, written to `out`. */
function softmax(scores: Float64Array, at: number, out: Float64Array): void {
	let max = Number.NEGATIVE_INFINITY;
	for (let k = 0; k < out.length; k++) max = Math.max(max, scores[at + k]!);
	let sum = 0;
	for (let k = 0; k < out.length; k++) {
		out[k] = Math.exp(scores[at + k]! - max);
		sum += out[k]!;
	}
	for (let k = 0; k < out.length; k++) out[k]! /= sum;
}

/**
 * First and second derivatives of the loss by the score, per row and output: squared error, logistic loss or
 * cross-entropy. Output-major, so that each output's derivatives are one contiguous array.
 */
function derivatives(
	target: Target,
	scores: Float64Array,
	outputs: number,
	g: Float64Array[],
	h: Float64Array[],
): void {
	if (target.kind === "number") {
		for (let i = 0; i < target.values.length; i++) g[0]![i] = scores[i]! - target.values[i]!;
		return;
	}
	const { codes } = target;
	if (outputs === 1) {
		for (let i = 0; i < codes.length; i++) {
			const p = sigmoid(scores[i]!);
			g[0]![i] = p - codes[i]!;
			h[0]![i] = p * (1 - p);
		}
		return;
	}
	const p = new Float64Array(outputs);
	for (let i = 0; i < codes.length; i++) {
		softmax(scores, i * outputs, p);
		for (let k = 0; k < outputs; k++) {
			g[k]![i] = p[k]! - Number(codes[i] === k);
			h[k]![i] = p[k]! * (1 - p[k]!);
		}
	}
}

/** Writes the rows a tree is grown on to `out` and gives their number. */
function drawRows(out: Int32Array, rows: number, share: number, random: Random | undefined): number {
	let count = 0;
	// Four rows a draw: shares are kept to 1/256.
	const limit = Math.round(share * 256);
	let bits = 0;
	for (let i = 0; i < rows; i++) {
		if (random && limit < 256) {
			if (i % 4 === 0) bits = random.uint32();
			if (((bits >>> (8 * (i % 4))) & 255) >= limit) continue;
		}
		out[count++] = i;
	}
	return count;
}

/**
 * Fits gradient-boosted histogram trees (Friedman 2001; histograms, leaf-wise growth and unordered level splits as
 * in Ke et al., "LightGBM", 2017), yielding the number of rounds done after each. Same rows, same options, same
 * `random`: same trees.
 */
export function* boost(
	features: readonly Feature[],
	target: Target,
	options: BoostOptions = {},
): Generator<number, Boosted, void> {
	const { rounds = 100, learningRate = 0.1, leaves = 31, minRows = 20, rowShare = 1, random } = options;
	const { featuresEach = features.length } = options;
	const rows = target.kind === "number" ? target.values.length : target.codes.length;
	const classes = target.kind === "number" ? 1 : target.classes;
	const outputs = classes > 2 ? classes : 1;
	const bins = fitBins(features);
	const binned = applyBins(bins, features);
	const base = baseScores(target, outputs);
	const scores = new Float64Array(rows * outputs);
	for (let i = 0; i < scores.length; i++) scores[i] = base[i % outputs]!;
	const g = Array.from({ length: outputs }, () => new Float64Array(rows));
	const h = Array.from({ length: outputs }, () => new Float64Array(rows).fill(1));
	const drawn = random && featuresEach < features.length ? featuresEach : undefined;
	const widest = drawn ? bins.toSorted((a, b) => b.bins - a.bins).slice(0, drawn) : bins;
	const workspace = createWorkspace(widest, rows);
	const order = Int32Array.from(bins.keys());
	const limits: Limits = { minRows, minHessian: 1e-3, lambda: 0 };
	const trees: Tree[] = [];
	for (let round = 0; round < rounds; round++) {
		derivatives(target, scores, outputs, g, h);
		for (let k = 0; k < outputs; k++) {
			const count = drawRows(workspace.rows, rows, rowShare, random);
			const grow = (columns: readonly Uint8Array[], own: readonly FeatureBins[], offsets: Int32Array) => {
				const space = { ...workspace, offsets };
				return growTree(columns, own, g[k]!, h[k]!, count, leaves, limits, learningRate, space);
			};
			let tree: Tree;
			if (drawn) {
				const some = Array.from(random!.shuffle(order).subarray(0, drawn)).sort((a, b) => a - b);
				const own = some.map((f) => bins[f]!);
				const narrow = grow(
					some.map((f) => binned[f]!),
					own,
					offsetsOf(own),
				);
				tree = { ...narrow, feature: narrow.feature.map((f) => (f < 0 ? f : some[f]!)) };
			} else tree = grow(binned, bins, workspace.offsets);
			addTree(tree, binned, scores, outputs, k);
			trees.push(tree);
		}
		yield round + 1;
	}
	return { bins, outputs, classes, base, trees };
}

/** Scores of rows: the predicted number, log-odds of class 1, or one score a class (row-major). */
export function predictScores(model: Boosted, features: readonly Feature[]): Float64Array {
	const first = features[0];
	const rows = first === undefined ? 0 : "values" in first ? first.values.length : first.codes.length;
	const binned = applyBins(model.bins, features);
	const scores = new Float64Array(rows * model.outputs);
	for (let i = 0; i < scores.length; i++) scores[i] = model.base[i % model.outputs]!;
	for (let t = 0; t < model.trees.length; t++) {
		addTree(model.trees[t]!, binned, scores, model.outputs, t % model.outputs);
	}
	return scores;
}
