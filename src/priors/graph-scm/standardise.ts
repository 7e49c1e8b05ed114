/** Means and inverse deviations of the columns of a rows × width array. */
export interface Moments {
	readonly means: Float64Array;
	/** 1 / deviation; 0 where a column is constant. */
	readonly inverses: Float64Array;
}

/** Moments over the rows; deviations with divisor n. */
export function columnMoments(x: Float32Array, width: number): Moments {
	const rows = x.length / width;
	const means = new Float64Array(width);
	const inverses = new Float64Array(width);
	for (let i = 0; i < x.length; ) for (let k = 0; k < width; k++, i++) means[k]! += x[i]!;
	for (let k = 0; k < width; k++) means[k]! /= rows;
	for (let i = 0; i < x.length; ) {
		for (let k = 0; k < width; k++, i++) {
			const d = x[i]! - means[k]!;
			inverses[k]! += d * d;
		}
	}
	for (let k = 0; k < width; k++) {
		const deviation = Math.sqrt(inverses[k]! / rows);
		inverses[k] = deviation > 1e-9 * Math.abs(means[k]!) && deviation > 1e-30 ? 1 / deviation : 0;
	}
	return { means, inverses };
}

/** (x − mean) / deviation in place; 0 where the column was constant. */
export function standardise({ means, inverses }: Moments, x: Float32Array, width: number): void {
	for (let i = 0; i < x.length; ) for (let k = 0; k < width; k++, i++) x[i] = (x[i]! - means[k]!) * inverses[k]!;
}
