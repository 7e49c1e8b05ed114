import type { FeatureBins } from "./features";
import { bestSplit, type Limits, type Split, type Sums } from "./split";

/** One regression tree; node 0 is the root, children follow their parents. */
export interface Tree {
	/** Feature a node splits on, −1 at a leaf. */
	readonly feature: Int32Array;
	readonly left: Int32Array;
	readonly right: Int32Array;
	/** Per splitting node, 1 for each bin that goes left. */
	readonly bins: readonly (Uint8Array | null)[];
	/** Value a leaf adds. */
	readonly value: Float64Array;
}

/** Arrays a run of trees reuses: one histogram a leaf. */
export interface Workspace {
	readonly offsets: Int32Array;
	readonly size: number;
	readonly free: Float64Array[];
	readonly rows: Int32Array;
	readonly scratch: Int32Array;
	readonly gradients: Float64Array;
	readonly hessians: Float64Array;
}

/** Where each feature's bins begin in a histogram, and where the last ends. */
export function offsetsOf(bins: readonly FeatureBins[]): Int32Array {
	const offsets = new Int32Array(bins.length + 1);
	for (let f = 0; f < bins.length; f++) offsets[f + 1] = offsets[f]! + 3 * (bins[f]!.bins + 1);
	return offsets;
}

export function createWorkspace(bins: readonly FeatureBins[], rows: number): Workspace {
	const offsets = offsetsOf(bins);
	return {
		offsets,
		size: offsets[bins.length]!,
		free: [],
		rows: new Int32Array(rows),
		scratch: new Int32Array(rows),
		gradients: new Float64Array(rows),
		hessians: new Float64Array(rows),
	};
}

interface Leaf extends Sums {
	readonly node: number;
	/** Its rows are `workspace.rows[start … end)`. */
	readonly start: number;
	readonly end: number;
	readonly histogram: Float64Array;
	readonly split: Split | null;
}

/** Sums (gradient, hessian, rows) per feature and bin over the rows of a leaf. */
function fillHistogram(
	histogram: Float64Array,
	binned: readonly Uint8Array[],
	{ offsets, rows, gradients, hessians }: Workspace,
	gradient: Float64Array,
	hessian: Float64Array,
	start: number,
	end: number,
): void {
	histogram.fill(0);
	for (let i = start; i < end; i++) {
		const row = rows[i]!;
		gradients[i] = gradient[row]!;
		hessians[i] = hessian[row]!;
	}
	for (let f = 0; f < binned.length; f++) {
		const column = binned[f]!;
		const offset = offsets[f]!;
		for (let i = start; i < end; i++) {
			const at = offset + 3 * column[rows[i]!]!;
			histogram[at]! += gradients[i]!;
			histogram[at + 1]! += hessians[i]!;
			histogram[at + 2]! += 1;
		}
	}
}

/**
 * Grows one tree leaf by leaf, the largest gain first, until `leaves` are reached, on the rows in
 * `workspace.rows[0 … count)`. Only the smaller child's histogram is summed; its sibling's is the parent's less it.
 */
export function growTree(
	binned: readonly Uint8Array[],
	bins: readonly FeatureBins[],
	gradient: Float64Array,
	hessian: Float64Array,
	count: number,
	leaves: number,
	limits: Limits,
	shrinkage: number,
	workspace: Workspace,
): Tree {
	const { rows, scratch, size, free } = workspace;
	const feature: number[] = [];
	const left: number[] = [];
	const right: number[] = [];
	const masks: (Uint8Array | null)[] = [];
	const value: number[] = [];
	const addNode = ({ gradient: g, hessian: h }: Sums): number => {
		feature.push(-1);
		left.push(-1);
		right.push(-1);
		masks.push(null);
		value.push(h + limits.lambda > 0 ? (-shrinkage * g) / (h + limits.lambda) : 0);
		return feature.length - 1;
	};
	const take = (): Float64Array => free.pop() ?? new Float64Array(size);
	const findSplit = (histogram: Float64Array, sums: Sums): Split | null => {
		let best: Split | null = null;
		if (sums.rows < 2 * limits.minRows) return null;
		for (let f = 0; f < binned.length; f++) {
			const found = bestSplit(histogram, workspace.offsets[f]!, f, bins[f]!, sums, limits, best?.gain ?? 1e-12);
			if (found) best = found;
		}
		return best;
	};
	const leaf = (sums: Sums, start: number, end: number, histogram: Float64Array): Leaf => ({
		gradient: sums.gradient,
		hessian: sums.hessian,
		rows: sums.rows,
		node: addNode(sums),
		start,
		end,
		histogram,
		split: findSplit(histogram, sums),
	});

	let g = 0;
	let h = 0;
	for (let i = 0; i < count; i++) {
		g += gradient[rows[i]!]!;
		h += hessian[rows[i]!]!;
	}
	const rootHistogram = take();
	fillHistogram(rootHistogram, binned, workspace, gradient, hessian, 0, count);
	const open: Leaf[] = [leaf({ gradient: g, hessian: h, rows: count }, 0, count, rootHistogram)];
	let grown = 1;
	while (grown < leaves) {
		let at = -1;
		for (let i = 0; i < open.length; i++) {
			if (open[i]!.split && (at < 0 || open[i]!.split!.gain > open[at]!.split!.gain)) at = i;
		}
		if (at < 0) break;
		const parent = open.splice(at, 1)[0]!;
		const split = parent.split!;
		const column = binned[split.feature]!;
		let write = parent.start;
		let aside = 0;
		for (let i = parent.start; i < parent.end; i++) {
			const row = rows[i]!;
			if (split.left[column[row]!] === 1) rows[write++] = row;
			else scratch[aside++] = row;
		}
		rows.set(scratch.subarray(0, aside), write);
		const leftSums = { gradient: split.leftGradient, hessian: split.leftHessian, rows: split.leftRows };
		const rightSums = {
			gradient: parent.gradient - leftSums.gradient,
			hessian: parent.hessian - leftSums.hessian,
			rows: parent.rows - leftSums.rows,
		};
		const small = take();
		const large = parent.histogram;
		const leftSmaller = write - parent.start <= parent.end - write;
		if (leftSmaller) fillHistogram(small, binned, workspace, gradient, hessian, parent.start, write);
		else fillHistogram(small, binned, workspace, gradient, hessian, write, parent.end);
		for (let i = 0; i < size; i++) large[i]! -= small[i]!;
		const leftLeaf = leaf(leftSums, parent.start, write, leftSmaller ? small : large);
		const rightLeaf = leaf(rightSums, write, parent.end, leftSmaller ? large : small);
		feature[parent.node] = split.feature;
		masks[parent.node] = split.left;
		left[parent.node] = leftLeaf.node;
		right[parent.node] = rightLeaf.node;
		open.push(leftLeaf, rightLeaf);
		grown++;
	}
	for (const { histogram } of open) free.push(histogram);
	return {
		feature: Int32Array.from(feature),
		left: Int32Array.from(left),
		right: Int32Array.from(right),
		bins: masks,
		value: Float64Array.from(value),
	};
}

/** Adds a tree's leaf values to `scores[row * stride + offset]` for every row. */
export function addTree(tree: Tree, binned: readonly Uint8Array[], scores: Float64Array, stride = 1, offset = 0): void {
	const rows = scores.length / stride;
	for (let row = 0; row < rows; row++) {
		let node = 0;
		for (let f = tree.feature[0]!; f >= 0; f = tree.feature[node]!) {
			node = tree.bins[node]![binned[f]![row]!] === 1 ? tree.left[node]! : tree.right[node]!;
		}
		scores[row * stride + offset]! += tree.value[node]!;
	}
}
