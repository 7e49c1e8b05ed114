const ROUNDS = 15;
const LEAST = 0.2;
const MOST = 5;

/**
 * Factors of the bins of each column that bring weighted rows to the shares of `real` (iterative proportional fitting,
 * Deming and Stephan 1940), held within 0.2 and 5. The last factor of a column is that of missing cells.
 */
export function rake(
	weights: Float64Array,
	bins: readonly Int32Array[],
	real: readonly Int32Array[],
	counts: readonly number[],
): Float64Array[] {
	const factors = counts.map((count) => new Float64Array(count + 1).fill(1));
	const place = (c: number, bin: number) => (bin < 0 ? counts[c]! : bin);
	const wanted = real.map((own, c) => {
		const shares = new Float64Array(counts[c]! + 1);
		for (const bin of own) shares[place(c, bin)]! += 1 / own.length;
		return shares;
	});
	const current = weights.slice();
	for (let round = 0; round < ROUNDS; round++) {
		for (const [c, own] of bins.entries()) {
			const sums = new Float64Array(counts[c]! + 1);
			let total = 0;
			own.forEach((bin, row) => {
				sums[place(c, bin)]! += current[row]!;
				total += current[row]!;
			});
			const change = sums.map((sum, bin) => {
				const old = factors[c]![bin]!;
				const next = sum > 0 ? Math.min(MOST, Math.max(LEAST, (old * wanted[c]![bin]! * total) / sum)) : old;
				factors[c]![bin] = next;
				return next / old;
			});
			own.forEach((bin, row) => {
				current[row]! *= change[place(c, bin)]!;
			});
		}
	}
	return factors;
}

/** Effective sample size of weighted rows as a share of their number (Kish 1965). */
export function effectiveShare(weights: Float64Array): number {
	let [sum, squares] = [0, 0];
	for (const weight of weights) {
		sum += weight;
		squares += weight * weight;
	}
	return squares === 0 ? 0 : (sum * sum) / squares / weights.length;
}
