import type { Random } from "../../../random";
import { chosenBy, sum } from "../../draws";
import { loadedKernels, START } from "../../kernels/kernels";
import { drawNormals } from "../../kernels/noise";
import { putRows, takeRows } from "../../kernels/rows";
import { columnMoments } from "../../moments";
import type { FunctionFamily } from "./function";

/** An ensemble of oblivious trees: one split a level, the same for all its nodes. */
export interface Trees {
	readonly inputs: number;
	readonly outputs: number;
	/** Levels of each tree. */
	readonly depths: Uint8Array;
	/** Input and threshold of each split, tree by tree, level by level. */
	readonly dims: Int32Array;
	readonly thresholds: Float32Array;
	/** Values of the leaves: 2^depth × outputs for each tree. */
	readonly leaves: Float32Array;
}

/** Trees before the rows are known: a split's input is chosen by a uniform number, its threshold by a row. */
export interface TreesPlan extends Pick<Trees, "inputs" | "outputs" | "depths"> {
	readonly picks: Float64Array;
	readonly rows: Int32Array;
	/** The leaves' stream and their numbers in all. */
	readonly leaves: Random;
	readonly size: number;
}

/**
 * LogU(1, 128) trees of depth U{1 … 7}; split inputs drawn in proportion to their deviation, thresholds are values of
 * random rows, leaves N(0, 1); the mean over the trees.
 */
export const tree: FunctionFamily<TreesPlan, Trees> = {
	plan({ random, scalars }, rows, inputs, outputs) {
		const count = scalars.int(random, "tree/trees", { low: 1, high: 128, log: true });
		const depths = new Uint8Array(count);
		let splits = 0;
		let size = 0;
		for (let t = 0; t < count; t++) {
			depths[t] = scalars.int(random, "tree/depth", { low: 1, high: 7 });
			splits += depths[t]!;
			size += outputs << depths[t]!;
		}
		const picks = new Float64Array(splits);
		const chosen = new Int32Array(splits);
		for (let s = 0; s < splits; s++) {
			picks[s] = random.uniform();
			chosen[s] = random.int(rows);
		}
		return { inputs, outputs, depths, picks, rows: chosen, leaves: random.stream("leaves"), size };
	},
	fix({ inputs, outputs, depths, picks, rows, leaves, size }, x) {
		const { inverses } = columnMoments(x, inputs);
		const weights = inverses.map((inverse) => (inverse > 0 ? 1 / inverse : 0));
		if (weights.every((w) => w === 0)) weights.fill(1);
		const total = sum(weights);
		const dims = new Int32Array(picks.length);
		const thresholds = new Float32Array(picks.length);
		for (let s = 0; s < picks.length; s++) {
			dims[s] = chosenBy(picks[s]! * total, weights);
			thresholds[s] = x[rows[s]! * inputs + dims[s]!]!;
		}
		const f = { inputs, outputs, depths, dims, thresholds, leaves: drawNormals(leaves, size) };
		return { f, y: tree.apply(f, x) };
	},
	apply(f, x) {
		const y = leafSums(f, x, x.length / f.inputs);
		const trees = f.depths.length;
		for (let i = 0; i < y.length; i++) y[i] = y[i]! / trees;
		return y;
	},
};

/** Sums of each row's leaves, tree by tree, in single precision. */
function leafSums(f: Trees, x: Float32Array, rows: number): Float32Array {
	const { inputs, outputs, depths, dims, thresholds, leaves } = f;
	const kernels = loadedKernels();
	if (kernels) {
		const ld = (outputs + 3) & ~3;
		const count = leaves.length / outputs;
		const xAt = START >> 2;
		const dimsAt = xAt + x.length;
		const thresholdsAt = dimsAt + dims.length;
		const depthsAt = thresholdsAt + dims.length;
		const leavesAt = (depthsAt + depths.length + 3) & ~3;
		const yAt = leavesAt + count * ld;
		const memory = kernels.view(yAt + rows * ld);
		const words = new Int32Array(memory.buffer, 0, memory.length);
		memory.set(x, xAt);
		words.set(dims, dimsAt);
		memory.set(thresholds, thresholdsAt);
		words.set(depths, depthsAt);
		putRows(kernels, leaves, outputs, leavesAt, ld);
		memory.fill(0, yAt, yAt + rows * ld);
		kernels.trees(
			xAt << 2,
			yAt << 2,
			dimsAt << 2,
			thresholdsAt << 2,
			depthsAt << 2,
			leavesAt << 2,
			rows,
			inputs,
			depths.length,
			ld,
		);
		return takeRows(kernels, yAt, ld, rows, outputs);
	}
	const y = new Float32Array(rows * outputs);
	for (let row = 0; row < rows; row++) {
		const at = row * inputs;
		const to = row * outputs;
		for (let t = 0, split = 0, base = 0; t < depths.length; t++) {
			const depth = depths[t]!;
			let leaf = 0;
			for (let level = 0; level < depth; level++, split++) {
				leaf = leaf * 2 + (x[at + dims[split]!]! > thresholds[split]! ? 1 : 0);
			}
			const from = base + leaf * outputs;
			for (let j = 0; j < outputs; j++) y[to + j] = y[to + j]! + leaves[from + j]!;
			base += outputs << depth;
		}
	}
	return y;
}
