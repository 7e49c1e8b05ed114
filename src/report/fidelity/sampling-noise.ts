/** Accuracy 1 − ½ Σ |p − q| of two tables of counts (MOSTLY AI QA's univariate, bivariate and trivariate accuracy). */
export function accuracy(real: ArrayLike<number>, synthetic: ArrayLike<number>): number {
	const [n, m] = [total(real), total(synthetic)];
	let distance = 0;
	for (let k = 0; k < real.length; k++) distance += Math.abs(real[k]! / n - synthetic[k]! / m);
	return 1 - distance / 2;
}

/**
 * Accuracy to expect of a synthetic table as good as further real rows: 1 − ½ Σ E|p̂ − q̂| with
 * E|p̂ − q̂| = √((p(1 − p)/n + p(1 − p)/m)·2/π) from the real shares p.
 */
export function expectedAccuracy(real: ArrayLike<number>, syntheticRows: number): number {
	const n = total(real);
	let distance = 0;
	for (let k = 0; k < real.length; k++) {
		const p = real[k]! / n;
		distance += Math.sqrt((p * (1 - p) * (1 / n + 1 / syntheticRows) * 2) / Math.PI);
	}
	return 1 - distance / 2;
}

/**
 * KSComplement to expect of further real rows: 1 − √(π/2)·ln 2·√(1/n + 1/m), from the mean of Kolmogorov's limit distribution.
 */
export function expectedKsComplement(n: number, m: number): number {
	return Math.max(0, 1 - Math.sqrt(Math.PI / 2) * Math.LN2 * Math.sqrt(1 / n + 1 / m));
}

function total(counts: ArrayLike<number>): number {
	let sum = 0;
	for (let k = 0; k < counts.length; k++) sum += counts[k]!;
	return sum;
}
