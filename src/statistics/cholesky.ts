/** Σ a·b, over all of a or a stretch. */
export function dot(a: Float64Array, b: Float64Array, from = 0, to = a.length): number {
	let sum = 0;
	for (let i = from; i < to; i++) sum += a[i]! * b[i]!;
	return sum;
}

/** L of the Cholesky factorisation L·Lᵀ of a positive matrix, by row. */
export function factorise(matrix: readonly Float64Array[]): Float64Array[] {
	const L = matrix.map((row) => new Float64Array(row.length));
	for (let i = 0; i < L.length; i++) {
		for (let j = 0; j <= i; j++) {
			const rest = matrix[i]![j]! - dot(L[i]!, L[j]!, 0, j);
			L[i]![j] = i === j ? Math.sqrt(rest) : rest / L[j]![j]!;
		}
	}
	return L;
}

/** x of L·x = b, where b is zero before `from`. */
export function solveLower(L: readonly Float64Array[], b: Float64Array, from = 0): Float64Array<ArrayBuffer> {
	const x = new Float64Array(L.length);
	for (let i = from; i < x.length; i++) x[i] = (b[i]! - dot(L[i]!, x, from, i)) / L[i]![i]!;
	return x;
}

/** x of Lᵀ·x = b. */
export function solveUpper(L: readonly Float64Array[], b: Float64Array): Float64Array<ArrayBuffer> {
	const x = Float64Array.from(b);
	for (let i = x.length - 1; i >= 0; i--) {
		x[i]! /= L[i]![i]!;
		for (let j = 0; j < i; j++) x[j]! -= L[i]![j]! * x[i]!;
	}
	return x;
}

/** Diagonal of the inverse of L·Lᵀ. */
export function inverseDiagonal(L: readonly Float64Array[]): Float64Array {
	return Float64Array.from(L, (_, i) => {
		const unit = new Float64Array(L.length);
		unit[i] = 1;
		const column = solveLower(L, unit, i);
		return dot(column, column, i);
	});
}
