/** Pearson's ρ over the rows where both values are present; null with fewer than two of them or a constant side. */
export function pearson(x: Float64Array, y: Float64Array): number | null {
	const n = Math.min(x.length, y.length);
	let count = 0;
	let meanX = 0;
	let meanY = 0;
	let constantX = true;
	let constantY = true;
	let firstX = Number.NaN;
	let firstY = Number.NaN;
	for (let i = 0; i < n; i++) {
		const a = x[i]!;
		const b = y[i]!;
		if (Number.isNaN(a) || Number.isNaN(b)) continue;
		if (count === 0) {
			firstX = a;
			firstY = b;
		}
		if (a !== firstX) constantX = false;
		if (b !== firstY) constantY = false;
		count++;
		// Offsets from the first pair keep timestamps in milliseconds from losing their digits.
		meanX += a - firstX;
		meanY += b - firstY;
	}
	if (count < 2 || constantX || constantY) return null;
	meanX = meanX / count + firstX;
	meanY = meanY / count + firstY;
	let xx = 0;
	let yy = 0;
	let xy = 0;
	for (let i = 0; i < n; i++) {
		const a = x[i]! - meanX;
		const b = y[i]! - meanY;
		if (Number.isNaN(a) || Number.isNaN(b)) continue;
		xx += a * a;
		yy += b * b;
		xy += a * b;
	}
	const rho = xy / Math.sqrt(xx) / Math.sqrt(yy);
	return Number.isFinite(rho) ? Math.max(-1, Math.min(1, rho)) : null;
}

/** The ranks of a column's values, ties given their mean rank, missing kept NaN. */
export function ranks(values: Float64Array): Float64Array {
	const order = Array.from(values.keys()).filter((i) => !Number.isNaN(values[i]!));
	order.sort((i, j) => values[i]! - values[j]!);
	const out = new Float64Array(values.length).fill(Number.NaN);
	for (let start = 0; start < order.length; ) {
		let end = start;
		while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
		for (let k = start; k < end; k++) out[order[k]!] = (start + end + 1) / 2;
		start = end;
	}
	return out;
}

/** CorrelationSimilarity of SDMetrics, 1 − |ρ_real − ρ_synthetic| / 2. */
export function correlationSimilarity(real: number, synthetic: number): number {
	return 1 - Math.abs(real - synthetic) / 2;
}
