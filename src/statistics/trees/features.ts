/**
 * Features of gradient-boosted trees: numbers cut into at most 255 bins, levels as unordered bins.
 */

/** One feature of all rows. Numbers: NaN is missing. Levels: codes, −1 is missing. */
export type Feature = { readonly values: Float64Array } | { readonly codes: Int32Array };

/** Bins a feature may have besides the one for missing values. */
const MAX_BINS = 255;

/** How one feature is cut; learned from training rows. */
export interface FeatureBins {
	readonly categorical: boolean;
	/** Bins of present values; the bin with this number is for missing ones. */
	readonly bins: number;
	/** Numbers: ascending thresholds; bin b holds values in (thresholds[b − 1], thresholds[b]]. */
	readonly thresholds?: Float64Array;
	/** Levels: the bin of each code; beyond 254 levels the rarer ones share the last bin. */
	readonly binOfCode?: Int32Array;
}

function numberBins(values: Float64Array): FeatureBins {
	const sorted = values.filter((v) => !Number.isNaN(v)).sort();
	const n = sorted.length;
	const distinct: number[] = [];
	for (let i = 0; i < n && distinct.length <= MAX_BINS; i++) {
		if (i === 0 || sorted[i] !== sorted[i - 1]) distinct.push(sorted[i]!);
	}
	const thresholds: number[] = [];
	if (distinct.length <= MAX_BINS) {
		for (let i = 1; i < distinct.length; i++) thresholds.push((distinct[i - 1]! + distinct[i]!) / 2);
	} else {
		for (let q = 1; q < MAX_BINS; q++) {
			const at = Math.floor((q * n) / MAX_BINS);
			const threshold = (sorted[at - 1]! + sorted[at]!) / 2;
			if (thresholds.length === 0 || threshold > thresholds[thresholds.length - 1]!) thresholds.push(threshold);
		}
	}
	return { categorical: false, bins: thresholds.length + 1, thresholds: Float64Array.from(thresholds) };
}

function levelBins(codes: Int32Array): FeatureBins {
	let levels = 0;
	for (let i = 0; i < codes.length; i++) if (codes[i]! >= levels) levels = codes[i]! + 1;
	const counts = new Float64Array(levels);
	for (let i = 0; i < codes.length; i++) if (codes[i]! >= 0) counts[codes[i]!]!++;
	const order = Array.from(counts.keys()).sort((a, b) => counts[b]! - counts[a]! || a - b);
	const binOfCode = new Int32Array(levels);
	for (let k = 0; k < order.length; k++) binOfCode[order[k]!] = Math.min(k, MAX_BINS - 1);
	return { categorical: true, bins: Math.max(1, Math.min(levels, MAX_BINS)), binOfCode };
}

/** Learns the bins of each feature: every distinct value its own bin where they fit, quantiles otherwise. */
export function fitBins(features: readonly Feature[]): FeatureBins[] {
	return features.map((f) => ("values" in f ? numberBins(f.values) : levelBins(f.codes)));
}

/** Bin numbers of every feature, one `Uint8Array` a feature; a level unseen in training counts as missing. */
export function applyBins(bins: readonly FeatureBins[], features: readonly Feature[]): Uint8Array[] {
	return features.map((feature, f) => {
		const { bins: missing, thresholds, binOfCode } = bins[f]!;
		if ("codes" in feature) {
			return Uint8Array.from(feature.codes, (c) => (c < 0 || c >= binOfCode!.length ? missing : binOfCode![c]!));
		}
		const out = new Uint8Array(feature.values.length);
		for (let i = 0; i < out.length; i++) {
			const v = feature.values[i]!;
			if (Number.isNaN(v)) {
				out[i] = missing;
				continue;
			}
			let low = 0;
			let high = thresholds!.length;
			while (low < high) {
				const middle = (low + high) >> 1;
				if (thresholds![middle]! < v) low = middle + 1;
				else high = middle;
			}
			out[i] = low;
		}
		return out;
	});
}

/** The features at `rows`, in that order. */
export function takeFeatures(features: readonly Feature[], rows: ArrayLike<number>): Feature[] {
	return features.map((f) => {
		if ("values" in f) {
			const values = new Float64Array(rows.length);
			for (let i = 0; i < rows.length; i++) values[i] = f.values[rows[i]!]!;
			return { values };
		}
		const codes = new Int32Array(rows.length);
		for (let i = 0; i < rows.length; i++) codes[i] = f.codes[rows[i]!]!;
		return { codes };
	});
}
