/** Values that are present, ascending, rounded to 14 decimals where a double carries them (as SDMetrics does). */
export function sortedPresent(values: Float64Array): Float64Array {
	const present = values.filter((v) => !Number.isNaN(v));
	for (let i = 0; i < present.length; i++) {
		// Beyond 2^53 / 10^14 a double has fewer than 14 decimals and rounding would only add noise.
		if (Math.abs(present[i]!) < 90) present[i] = Math.round(present[i]! * 1e14) / 1e14;
	}
	return present.sort();
}

/**
 * Kolmogorov–Smirnov statistic D = sup |F_a(x) − F_b(x)| of two ascending samples without missing values,
 * 0 … 1; null where one of them is empty.
 */
export function ksStatistic(a: Float64Array, b: Float64Array): number | null {
	if (a.length === 0 || b.length === 0) return null;
	let i = 0;
	let j = 0;
	let d = 0;
	while (i < a.length && j < b.length) {
		const x = Math.min(a[i]!, b[j]!);
		while (i < a.length && a[i]! <= x) i++;
		while (j < b.length && b[j]! <= x) j++;
		d = Math.max(d, Math.abs(i / a.length - j / b.length));
	}
	return d;
}

/** KSComplement of SDMetrics, 1 − D with missing values dropped; null where one side has no value. */
export function ksComplement(real: Float64Array, synthetic: Float64Array): number | null {
	const d = ksStatistic(sortedPresent(real), sortedPresent(synthetic));
	return d === null ? null : 1 - d;
}
