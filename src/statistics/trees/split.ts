import type { FeatureBins } from "./features";

/** What stops a tree from splitting on; the defaults of scikit-learn's HistGradientBoosting. */
export interface Limits {
	/** Rows each leaf keeps at least. */
	readonly minRows: number;
	/** Sum of second derivatives each leaf keeps at least. */
	readonly minHessian: number;
	/** Ridge term λ on leaf values. */
	readonly lambda: number;
}

/** A way to part a node's rows in two. */
export interface Split {
	readonly gain: number;
	readonly feature: number;
	/** 1 for each bin (the last one is missing) that goes left. */
	readonly left: Uint8Array;
	readonly leftGradient: number;
	readonly leftHessian: number;
	readonly leftRows: number;
}

/** Sums over a node's rows. */
export interface Sums {
	readonly gradient: number;
	readonly hessian: number;
	readonly rows: number;
}

/** Rows' worth of hessian a level needs before it may be moved left, and the smoothing of the levels' order. */
const LEVEL_SUPPORT = 10;

/**
 * The best split of a node on one feature, or null. `histogram` holds (gradient, hessian, rows) per bin from
 * `offset` on, the last bin for missing values. Gain as in Chen and Guestrin, "XGBoost" (2016), eq. 7 without
 * its halves; levels ordered by gradient over hessian (Fisher 1958; LightGBM's categorical splits).
 */
export function bestSplit(
	histogram: Float64Array,
	offset: number,
	feature: number,
	{ categorical, bins }: FeatureBins,
	node: Sums,
	limits: Limits,
	atLeast: number,
): Split | null {
	const { minRows, minHessian, lambda } = limits;
	const parent = (node.gradient * node.gradient) / (node.hessian + lambda);
	let bestGain = atLeast;
	// Sums of the best left side, and what it was: bins in `order` up to `upTo`, with or without missing.
	let bestUpTo = -1;
	let bestMissingLeft = false;
	let bestReversed = false;
	let bestG = 0;
	let bestH = 0;
	let bestN = 0;

	let order: number[] | null = null;
	if (categorical) {
		const perHessian = node.rows / node.hessian;
		order = [];
		for (let b = 0; b <= bins; b++) {
			if (histogram[offset + 3 * b + 1]! * perHessian >= LEVEL_SUPPORT) order.push(b);
		}
		const value = (b: number): number => histogram[offset + 3 * b]! / (histogram[offset + 3 * b + 1]! + LEVEL_SUPPORT);
		order.sort((a, b) => value(a) - value(b));
		if (order.length === 0) return null;
	}

	const missing = offset + 3 * bins;
	const anyMissing = !categorical && histogram[missing + 2]! > 0;
	const steps = order ? order.length : anyMissing ? bins : bins - 1;
	for (let pass = 0; pass < (categorical || anyMissing ? 2 : 1); pass++) {
		let g = 0;
		let h = 0;
		let n = 0;
		if (pass === 1 && !categorical) {
			g = histogram[missing]!;
			h = histogram[missing + 1]!;
			n = histogram[missing + 2]!;
		}
		for (let s = 0; s < steps; s++) {
			const bin = order ? order[pass === 0 ? s : order.length - 1 - s]! : s;
			const at = offset + 3 * bin;
			g += histogram[at]!;
			h += histogram[at + 1]!;
			n += histogram[at + 2]!;
			if (n < minRows || h < minHessian) continue;
			if (node.rows - n < minRows || node.hessian - h < minHessian) break;
			const rest = node.gradient - g;
			const gain = (g * g) / (h + lambda) + (rest * rest) / (node.hessian - h + lambda) - parent;
			if (gain > bestGain) {
				bestGain = gain;
				bestUpTo = s;
				bestMissingLeft = pass === 1 && !categorical;
				bestReversed = pass === 1;
				bestG = g;
				bestH = h;
				bestN = n;
			}
		}
	}
	if (bestUpTo < 0) return null;
	const left = new Uint8Array(bins + 1);
	for (let s = 0; s <= bestUpTo; s++) left[order ? order[bestReversed ? order.length - 1 - s : s]! : s] = 1;
	if (!categorical) left[bins] = anyMissing ? Number(bestMissingLeft) : Number(bestN * 2 > node.rows);
	return { gain: bestGain, feature, left, leftGradient: bestG, leftHessian: bestH, leftRows: bestN };
}
