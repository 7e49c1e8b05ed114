/** Mean and standard deviation, by n, of one value or more. */
export function moments(values: Float64Array): { mean: number; deviation: number } {
	const n = values.length;
	const mean = values.reduce((a, b) => a + b, 0) / n;
	return { mean, deviation: Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / n) };
}
