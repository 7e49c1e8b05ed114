/** Which edges a number is cut at before it is counted against a category. */
export type Binning = "compatible" | "shared";

/** Equal-width bins of SDMetrics. */
export const BINS = 10;

/**
 * Edges of `bins` equal-width bins over the present values, as numpy's `histogram_bin_edges` lays them
 * (start + i·step, the last edge exactly the maximum); a constant column gets one unit around its value,
 * an empty one [0, 1].
 */
export function binEdges(values: Float64Array, bins = BINS): Float64Array {
	let low = Number.POSITIVE_INFINITY;
	let high = Number.NEGATIVE_INFINITY;
	for (let i = 0; i < values.length; i++) {
		const v = values[i]!;
		if (v < low) low = v;
		if (v > high) high = v;
	}
	if (low > high) {
		low = 0;
		high = 1;
	} else if (low === high) {
		low -= 0.5;
		high += 0.5;
	}
	const step = (high - low) / bins;
	const edges = Float64Array.from({ length: bins + 1 }, (_, i) => i * step + low);
	edges[bins] = high;
	return edges;
}

/** How many edges are ≤ value: numpy's `digitize`, where a missing value counts as beyond every edge. */
export function digitize(value: number, edges: Float64Array): number {
	if (Number.isNaN(value)) return edges.length;
	let low = 0;
	let high = edges.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (edges[middle]! <= value) low = middle + 1;
		else high = middle;
	}
	return low;
}

/**
 * Bin codes of a real and a synthetic column, both 0 … `levels` − 1.
 *
 * `compatible` is what SDMetrics' QualityReport does (v0.11.1 and later): each side is cut at its own edges, so
 * that a synthetic column moved or stretched by any factor looks unchanged, the maximum has a bin of its own
 * and missing values fall into that bin. `shared` cuts both at the real column's edges, with everything beyond
 * in the end bins and missing values in a bin of their own.
 */
export function binPair(
	real: Float64Array,
	synthetic: Float64Array,
	binning: Binning,
): { real: Int32Array; synthetic: Int32Array; levels: number } {
	const edges = binEdges(real);
	if (binning === "compatible") {
		const own = binEdges(synthetic);
		return {
			real: Int32Array.from(real, (v) => digitize(v, edges)),
			synthetic: Int32Array.from(synthetic, (v) => digitize(v, own)),
			levels: BINS + 2,
		};
	}
	const inner = edges.subarray(1, BINS);
	const bin = (v: number): number => (Number.isNaN(v) ? BINS : digitize(v, inner));
	return { real: Int32Array.from(real, bin), synthetic: Int32Array.from(synthetic, bin), levels: BINS + 1 };
}
