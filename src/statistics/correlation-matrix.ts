// R correlation matrix, d × d, row by row; L lower triangular, R = L Lᵀ; λ weight of the identity

/** A computation that stops for breath between its pieces; `table/pause` runs it. */
type Steps<T> = Generator<void, T, void>;

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
/** Up to so many variables, eigenvalues are found in a second or two; it grows with their cube. */
const MOST_DIAGONALISED = 150;

/**
 * The nearest thing to a correlation matrix that a symmetric matrix of estimated correlations gives, which it is already
 * where no eigenvalue is below a floor. Otherwise eigenvalues are raised to the floor and the diagonal is scaled back to one
 * (Rebonato and Jäckel 1999); of very many variables, more than rows as a rule, all correlations are shrunk towards none by
 * what their estimates vary (Schäfer and Strimmer 2005, §2.4), and further until it is one. Stops for breath.
 *
 * @param rows That the correlations were estimated from.
 */
export function* correlationSteps(matrix: Float64Array, d: number, rows: number): Steps<Float64Array> {
	if (yield* isCorrelation(matrix, d)) return matrix;
	if (d <= MOST_DIAGONALISED) {
		yield;
		return raised(matrix, d);
	}
	let [varying, squares] = [0, 0];
	for (let i = 0; i < d; i++) {
		yield;
		for (let j = 0; j < i; j++) {
			const square = matrix[i * d + j]! ** 2;
			squares += square;
			varying += (1 - square) ** 2 / Math.max(1, rows - 1);
		}
	}
	for (let lambda = Math.min(1, varying / squares); ; lambda = (1 + lambda) / 2) {
		const shrunk = matrix.map((r, at) => (at % (d + 1) === 0 ? 1 : (1 - lambda) * r));
		if (yield* isCorrelation(shrunk, d)) return shrunk;
	}
}

function raised(matrix: Float64Array, d: number): Float64Array {
	const { values, vectors } = symmetricEigen(matrix, d);
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

/** Whether no eigenvalue is below the floor: whether what is left of it above the floor has a factor. */
function* isCorrelation(matrix: Float64Array, d: number): Steps<boolean> {
	const above = matrix.map((r, at) => (at % (d + 1) === 0 ? r - FLOOR : r));
	const L = new Float64Array(d * d);
	for (let i = 0; i < d; i++) {
		yield;
		if (!(factorRow(L, i, d, (j) => above[i * d + j]!) > 0)) return false;
	}
	return true;
}

/** Row i of L, by Cholesky; gives what is left of the diagonal, whose root is taken where it is above 0. */
function factorRow(L: Float64Array, i: number, n: number, entry: (j: number) => number): number {
	for (let j = 0; j < i; j++) {
		let sum = entry(j);
		for (let k = 0; k < j; k++) sum -= L[i * n + k]! * L[j * n + k]!;
		L[i * n + j] = sum / L[j * n + j]!;
	}
	let left = entry(i);
	for (let k = 0; k < i; k++) left -= L[i * n + k]! ** 2;
	L[i * n + i] = Math.sqrt(Math.max(left, 1e-12));
	return left;
}

/** L of R with its variables in the given order: the k-th depends on those before it alone. Stops for breath. */
export function* choleskySteps(correlation: Float64Array, order: readonly number[], d: number): Steps<Float64Array> {
	const n = order.length;
	const L = new Float64Array(n * n);
	for (let i = 0; i < n; i++) {
		yield;
		factorRow(L, i, n, (j) => correlation[order[i]! * d + order[j]!]!);
	}
	return L;
}
