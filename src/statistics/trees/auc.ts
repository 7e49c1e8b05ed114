/** Area under the ROC curve with the interval's ground. */
export interface Auc {
	/** P(score of a positive > score of a negative) + ½ P(equal), 0 … 1. */
	readonly auc: number;
	/** Standard error of DeLong, DeLong and Clarke-Pearson (1988). */
	readonly standardError: number;
}

/**
 * Area under the ROC curve of `scores` for `positive[i] === 1` against the rest, ties counted half; null where one
 * class is missing. `weights` counts each row that often (bootstrap); the standard error is of the unweighted rows.
 */
export function rocAuc(scores: Float64Array, positive: ArrayLike<number>, weights?: Float64Array): Auc | null {
	return orderedAuc(scores, positive, orderByScore(scores), weights);
}

/** Row numbers by ascending score. */
export function orderByScore(scores: Float64Array): Uint32Array {
	return Uint32Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]!);
}

/** `rocAuc` with the order of the scores given, for many weightings of the same scores. */
export function orderedAuc(
	scores: Float64Array,
	positive: ArrayLike<number>,
	order: Uint32Array,
	weights?: Float64Array,
): Auc | null {
	const n = order.length;
	let positives = 0;
	let negatives = 0;
	for (let i = 0; i < n; i++) {
		const w = weights ? weights[i]! : 1;
		if (positive[i] === 1) positives += w;
		else negatives += w;
	}
	if (positives === 0 || negatives === 0) return null;
	let below = 0;
	let belowPositive = 0;
	let area = 0;
	// Sums of squared placements for DeLong's variance.
	let squaresPositive = 0;
	let squaresNegative = 0;
	let sumNegative = 0;
	for (let start = 0; start < n; ) {
		let end = start;
		let tiedPositive = 0;
		let tiedNegative = 0;
		const score = scores[order[start]!]!;
		for (; end < n && scores[order[end]!] === score; end++) {
			const row = order[end]!;
			const w = weights ? weights[row]! : 1;
			if (positive[row] === 1) tiedPositive += w;
			else tiedNegative += w;
		}
		const placementPositive = (below + tiedNegative / 2) / negatives;
		const placementNegative = 1 - (belowPositive + tiedPositive / 2) / positives;
		area += tiedPositive * placementPositive;
		squaresPositive += tiedPositive * placementPositive ** 2;
		squaresNegative += tiedNegative * placementNegative ** 2;
		sumNegative += tiedNegative * placementNegative;
		below += tiedNegative;
		belowPositive += tiedPositive;
		start = end;
	}
	const auc = area / positives;
	const variance = (squares: number, mean: number, count: number): number =>
		count > 1 ? Math.max(0, squares - count * mean * mean) / (count - 1) / count : 0.25;
	const v = variance(squaresPositive, auc, positives) + variance(squaresNegative, sumNegative / negatives, negatives);
	return { auc, standardError: Math.sqrt(v) };
}
