import type { Boosted } from "./boost";

/**
 * One array of scores a class from what `predictScores` gave, by which rows can be ranked as members of it:
 * probabilities where there are more than two classes, whose raw scores do not compare across rows.
 */
export function classScores({ outputs }: Boosted, scores: Float64Array): Float64Array[] {
	if (outputs === 1) return [scores.map((s) => -s), scores];
	const rows = scores.length / outputs;
	const columns = Array.from({ length: outputs }, () => new Float64Array(rows));
	for (let i = 0; i < rows; i++) {
		let max = Number.NEGATIVE_INFINITY;
		for (let k = 0; k < outputs; k++) max = Math.max(max, scores[i * outputs + k]!);
		let sum = 0;
		for (let k = 0; k < outputs; k++) sum += Math.exp(scores[i * outputs + k]! - max);
		for (let k = 0; k < outputs; k++) columns[k]![i] = Math.exp(scores[i * outputs + k]! - max) / sum;
	}
	return columns;
}

/** R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)², optionally with rows counted `weights` times; null where y is constant. */
export function rSquared(y: Float64Array, predicted: Float64Array, weights?: Float64Array): number | null {
	let sum = 0;
	let total = 0;
	for (let i = 0; i < y.length; i++) {
		const w = weights ? weights[i]! : 1;
		sum += w * y[i]!;
		total += w;
	}
	const mean = sum / total;
	let residual = 0;
	let spread = 0;
	for (let i = 0; i < y.length; i++) {
		const w = weights ? weights[i]! : 1;
		residual += w * (y[i]! - predicted[i]!) ** 2;
		spread += w * (y[i]! - mean) ** 2;
	}
	return total > 0 && spread > 0 ? 1 - residual / spread : null;
}
