// R correlation matrix, d × d, row by row; L lower triangular, R = L Lᵀ

/** Sweeps after which a symmetric matrix of some hundred rows is diagonal to the last digits. */
const MOST_SWEEPS = 30;

/** Eigenvalues and eigenvectors (by column) of a symmetric matrix: cyclic Jacobi rotations (Golub and Van Loan 2013, §8.5). */
export function symmetricEigen(matrix: Float64Array, d: number): { values: Float64Array; vectors: Float64Array } {
	const a = Float64Array.from(matrix);
	const vectors = new Float64Array(d * d);
	for (let i = 0; i < d; i++) vectors[i * d + i] = 1;
	for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
		let off = 0;
		for (let p = 0; p < d; p++) for (let q = 0; q < p; q++) off += a[p * d + q]! ** 2;
		if (off < 1e-22) break;
		for (let p = 1; p < d; p++) {
			for (let q = 0; q < p; q++) {
				const apq = a[p * d + q]!;
				if (Math.abs(apq) < 1e-300) continue;
				const theta = (a[q * d + q]! - a[p * d + p]!) / (2 * apq);
				const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
				const c = 1 / Math.sqrt(t * t + 1);
				const s = t * c;
				for (let k = 0; k < d; k++) {
					const [kp, kq] = [a[k * d + p]!, a[k * d + q]!];
					a[k * d + p] = c * kp - s * kq;
					a[k * d + q] = s * kp + c * kq;
				}
				for (let k = 0; k < d; k++) {
					const [pk, qk] = [a[p * d + k]!, a[q * d + k]!];
					a[p * d + k] = c * pk - s * qk;
					a[q * d + k] = s * pk + c * qk;
					const [vp, vq] = [vectors[k * d + p]!, vectors[k * d + q]!];
					vectors[k * d + p] = c * vp - s * vq;
					vectors[k * d + q] = s * vp + c * vq;
				}
			}
		}
	}
	return { values: Float64Array.from({ length: d }, (_, i) => a[i * d + i]!), vectors };
}

/** Smallest eigenvalue left in a correlation matrix. */
const FLOOR = 1e-6;

/**
 * The nearest thing to a correlation matrix that a symmetric matrix of estimated correlations gives: eigenvalues below a
 * floor are raised to it and the diagonal is scaled back to one (Rebonato and Jäckel 1999).
 */
export function toCorrelation(matrix: Float64Array, d: number): Float64Array {
	const { values, vectors } = symmetricEigen(matrix, d);
	if (values.every((value) => value >= FLOOR)) return matrix;
	const raised = values.map((value) => Math.max(value, FLOOR));
	const product = new Float64Array(d * d);
	for (let i = 0; i < d; i++) {
		for (let j = 0; j <= i; j++) {
			let sum = 0;
			for (let k = 0; k < d; k++) sum += vectors[i * d + k]! * raised[k]! * vectors[j * d + k]!;
			product[i * d + j] = sum;
			product[j * d + i] = sum;
		}
	}
	return product.map((value, at) => {
		const [i, j] = [Math.floor(at / d), at % d];
		return i === j ? 1 : value / Math.sqrt(product[i * d + i]! * product[j * d + j]!);
	});
}

/** L of R with its variables in the given order: the k-th depends on those before it alone. */
export function choleskyInOrder(correlation: Float64Array, order: readonly number[], d: number): Float64Array {
	const n = order.length;
	const L = new Float64Array(n * n);
	for (let i = 0; i < n; i++) {
		for (let j = 0; j <= i; j++) {
			let sum = correlation[order[i]! * d + order[j]!]!;
			for (let k = 0; k < j; k++) sum -= L[i * n + k]! * L[j * n + k]!;
			L[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / L[j * n + j]!;
		}
	}
	return L;
}
