import { type Aligned, isNumericSeries } from "../align";

/** What a missing number is coded as: farther than 1 from every present one. */
const MISSING = 1e6;
/** Scaled numbers are cut here, so that they stay clear of `MISSING`. */
const FAR = 1e5;

/**
 * Rows as points among which Gower's distance (1971) is Σ min(|a − b|, 1) over the coordinates: a number counts its
 * difference over the real column's range, at most 1; a level 0 or 1; missing is 1 from everything but missing.
 */
export interface Space {
	/** Coordinates of a row, one a column. */
	readonly columns: number;
	readonly names: readonly string[];
	/** Row-major coordinates of each table. */
	readonly points: readonly Float64Array[];
	/** What a row is, for messages. */
	readonly unit: "people" | "rows";
}

/** Lays the aligned tables in one space; numbers are scaled by the range they have in the tables of `rangeOf`. */
export function createSpace(aligned: Aligned, rangeOf: readonly number[] = [0]): Space {
	const columns = aligned.series.length;
	const points = aligned.rows.map((rows) => new Float64Array(rows * columns));
	aligned.series.forEach((series, c) => {
		if (isNumericSeries(series)) {
			let low = Number.POSITIVE_INFINITY;
			let high = Number.NEGATIVE_INFINITY;
			for (const t of rangeOf) {
				for (const v of series.values[t]!) {
					if (v < low) low = v;
					if (v > high) high = v;
				}
			}
			const range = high - low;
			for (let t = 0; t < points.length; t++) {
				const values = series.values[t]!;
				const out = points[t]!;
				for (let i = 0; i < values.length; i++) {
					const v = values[i]!;
					// A column without a range tells its value from all others, as a level would.
					const x = range > 0 ? (v - low) / range : v === low ? 0 : v > low ? FAR : -FAR;
					out[i * columns + c] = Number.isNaN(v) ? MISSING : Math.min(FAR, Math.max(-FAR, x));
				}
			}
			return;
		}
		for (let t = 0; t < points.length; t++) {
			const codes = series.codes[t]!;
			const out = points[t]!;
			for (let i = 0; i < codes.length; i++) out[i * columns + c] = codes[i]!;
		}
	});
	return { columns, names: aligned.series.map((s) => s.name), points, unit: aligned.onePerPerson ? "people" : "rows" };
}

/** The points of some rows, in that order. */
export function takePoints(points: Float64Array, columns: number, rows: ArrayLike<number>): Float64Array {
	const out = new Float64Array(rows.length * columns);
	for (let i = 0; i < rows.length; i++) {
		const at = rows[i]! * columns;
		for (let c = 0; c < columns; c++) out[i * columns + c] = points[at + c]!;
	}
	return out;
}
