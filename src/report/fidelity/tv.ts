/** Rows per level, missing (−1) left out. */
export function levelCounts(codes: Int32Array, levels: number): Float64Array {
	const counts = new Float64Array(levels);
	for (let i = 0; i < codes.length; i++) if (codes[i]! >= 0) counts[codes[i]!]!++;
	return counts;
}

/** What SDMetrics adds to the real count of a level that only the synthetic column holds. */
const UNSEEN = 1e-6;

/**
 * TVComplement of SDMetrics: 1 − ½ Σ |f_real − f_synthetic| over the levels, missing values dropped, with its
 * 10⁻⁶ for a level the real column lacks. Null where one side has no value.
 */
export function tvComplement(real: Int32Array, synthetic: Int32Array, levels: number): number | null {
	const r = levelCounts(real, levels);
	const s = levelCounts(synthetic, levels);
	let realTotal = 0;
	let syntheticTotal = 0;
	for (let k = 0; k < levels; k++) {
		realTotal += r[k]!;
		syntheticTotal += s[k]!;
	}
	if (realTotal === 0 || syntheticTotal === 0) return null;
	for (let k = 0; k < levels; k++) {
		if (r[k] === 0 && s[k]! > 0) {
			r[k] = UNSEEN;
			realTotal += UNSEEN;
		}
	}
	let distance = 0;
	for (let k = 0; k < levels; k++) distance += Math.abs(r[k]! / realTotal - s[k]! / syntheticTotal);
	return 1 - distance / 2;
}
