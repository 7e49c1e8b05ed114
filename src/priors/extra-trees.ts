import type { Random } from "../random";
import { drawUniforms } from "./kernels/noise";
import { createSplitSearch, type SplitSearch } from "./split-search";

/** Inputs column by column, and what is to be predicted: a class a row, or one number. */
export interface TreeData {
	readonly rows: number;
	readonly inputs: readonly ArrayLike<number>[];
	/** Class of each row; absent for numbers. */
	readonly classes?: Int32Array;
	/** Number of each row; absent for classes. */
	readonly numbers?: Float64Array;
	/** How many classes; 1 for numbers. */
	readonly outputs: number;
}

/** Trees grown so far: what those that did not see a row predict for it. */
export interface Forest {
	readonly data: TreeData;
	readonly depth: number;
	/** rows × outputs: sums of the predictions. */
	readonly sums: Float64Array;
	/** Sum of the predictions' squared lengths, for each row. */
	readonly squares: Float64Array;
	/** How many trees predicted, for each row. */
	readonly counts: Int32Array;
	readonly search: SplitSearch;
	/** Rows left out of the sample, moved along with the splits. */
	readonly others: Int32Array;
}

/** Bytes of one column: its values from least to largest on 0 … 255. */
function quantise(values: ArrayLike<number>, cells: Uint8Array, at: number, stride: number): void {
	let low = Number.POSITIVE_INFINITY;
	let high = Number.NEGATIVE_INFINITY;
	for (let i = 0; i < values.length; i++) {
		const v = values[i]!;
		if (v < low) low = v;
		if (v > high) high = v;
	}
	const scale = high > low ? 255.999 / (high - low) : 0;
	for (let i = 0, to = at; i < values.length; i++, to += stride) cells[to] = (values[i]! - low) * scale;
}

/**
 * Makes ready for trees of at most `depth` levels. Inputs are cut into 256 steps from least to largest: a threshold
 * uniform in a node's range halves it on average, so that six levels do not come near a step.
 */
export function createForest(data: TreeData, depth: number): Forest {
	const { rows, inputs, outputs, classes } = data;
	const nodes = 2 ** depth - 1;
	const reserved = Math.max(rows, nodes * inputs.length) + 1;
	const search = createSplitSearch(rows, inputs.length, outputs, classes !== undefined, reserved);
	for (let k = 0; k < inputs.length; k++) quantise(inputs[k]!, search.cells, k, search.stride);
	if (classes) search.slots.set(classes);
	return {
		data,
		depth,
		sums: new Float64Array(rows * outputs),
		squares: new Float64Array(rows),
		counts: new Int32Array(rows),
		search,
		others: new Int32Array(rows),
	};
}

/**
 * Grows one extremely randomised regression tree (Geurts, Ernst, Wehenkel 2006) on a bootstrap sample and adds its
 * predictions for the rows left out. Every input is tried at each node with one uniform threshold; the split with
 * the largest fall of the squared error (summed over one-hot classes) is taken.
 */
export function addTree(forest: Forest, random: Random): void {
	const { data, depth, others, search } = forest;
	const { rows, numbers } = data;
	const { weights, values, members } = search;
	const sample = drawUniforms(random.stream("sample"), rows);
	weights.fill(0);
	for (let i = 0; i < rows; i++) weights[Math.floor(sample[i]! * rows)]!++;
	let in_ = 0;
	let out = 0;
	for (let row = 0; row < rows; row++) {
		values[row] = numbers ? weights[row]! * numbers[row]! : weights[row]!;
		if (weights[row]! > 0) members[in_++] = row;
		else others[out++] = row;
	}
	const thresholds = drawUniforms(random.stream("thresholds"), (2 ** depth - 1) * data.inputs.length);
	grow(forest, thresholds, 0, in_, 0, out, 1);
}

/** Grows node `node` (the root is 1, children are 2 · node and 2 · node + 1). */
function grow(
	forest: Forest,
	uniforms: Float32Array,
	from: number,
	to: number,
	outFrom: number,
	outTo: number,
	node: number,
): void {
	if (outFrom === outTo) return; // nobody will ask
	const { data, depth, others, search } = forest;
	const { cells, stride, members, slots, weights, values, totals, random, thresholds } = search;
	const { outputs } = data;
	totals.fill(0);
	for (let i = from; i < to; i++) {
		const row = members[i]!;
		totals[slots[row]!]! += values[row]!;
		totals[outputs]! += weights[row]!;
	}
	const n = totals[outputs]!;
	let chosen = -1;
	if (node < 2 ** depth && to - from > 1) {
		const first = (node - 1) * data.inputs.length;
		for (let k = 0; k < data.inputs.length; k++) random[k] = 256 * uniforms[first + k]!;
		let parent = 0;
		for (let o = 0; o < outputs; o++) parent += totals[o]! ** 2 / n;
		chosen = search.search(from, to, parent * (1 + 1e-6));
	}
	if (chosen < 0) {
		const { sums, squares, counts } = forest;
		let square = 0;
		for (let o = 0; o < outputs; o++) square += (totals[o]! / n) ** 2;
		for (let i = outFrom; i < outTo; i++) {
			const row = others[i]!;
			counts[row]!++;
			squares[row]! += square;
			for (let o = 0; o < outputs; o++) sums[row * outputs + o]! += totals[o]! / n;
		}
		return;
	}
	const threshold = thresholds[chosen]!;
	const middle = partition(members, cells, stride, chosen, threshold, from, to);
	const outMiddle = partition(others, cells, stride, chosen, threshold, outFrom, outTo);
	grow(forest, uniforms, from, middle, outFrom, outMiddle, 2 * node);
	grow(forest, uniforms, middle, to, outMiddle, outTo, 2 * node + 1);
}

/** Moves rows at or below the threshold to the front; gives where the others begin. */
function partition(
	rows: Int32Array,
	cells: Uint8Array,
	stride: number,
	input: number,
	threshold: number,
	from: number,
	to: number,
): number {
	let middle = from;
	for (let i = from; i < to; i++) {
		const row = rows[i]!;
		if (cells[row * stride + input]! <= threshold) {
			rows[i] = rows[middle]!;
			rows[middle++] = row;
		}
	}
	return middle;
}
