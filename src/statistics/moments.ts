/** Mean of one value or more. */
export function mean(values: Float64Array): number {
	return values.reduce((a, b) => a + b, 0) / values.length;
}

/** Mean and standard deviation, by n, of one value or more. */
export function moments(values: Float64Array): { mean: number; deviation: number } {
	const centre = mean(values);
	return { mean: centre, deviation: Math.sqrt(mean(values.map((v) => (v - centre) ** 2))) };
}
