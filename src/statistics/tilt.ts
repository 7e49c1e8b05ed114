// g_k features by row, t_k their targets, w weights by row, λ multipliers

/** Weights under which features of rows have the means asked for. */
export interface Tilt {
	readonly lambda: Float64Array;
	/** By row, summing to the number of rows. */
	readonly weights: Float64Array;
	/** Share of the rows that the weighted ones are worth: (Σ w)² / (n Σ w²), Kish's effective sample size. */
	readonly effective: number;
}

const MOST_STEPS = 100;

/** ln w = Σ λ_k g_k, and what its largest value is taken off by. */
function weigh(features: readonly Float64Array[], lambda: Float64Array): Float64Array {
	const n = features[0]!.length;
	const logs = new Float64Array(n);
	features.forEach((g, k) => {
		for (let r = 0; r < n; r++) logs[r]! += lambda[k]! * g[r]!;
	});
	let top = Number.NEGATIVE_INFINITY;
	for (const log of logs) if (log > top) top = log;
	let sum = 0;
	for (let r = 0; r < n; r++) {
		logs[r] = Math.exp(logs[r]! - top);
		sum += logs[r]!;
	}
	return logs.map((w) => (w * n) / sum);
}

/** Solves A x = b for a small symmetric positive matrix, with a little on its diagonal. */
function solve(A: readonly Float64Array[], b: Float64Array): Float64Array {
	const n = b.length;
	const rows = A.map((row, i) => Float64Array.from([...row, b[i]!]));
	for (let i = 0; i < n; i++) rows[i]![i]! += 1e-12;
	for (let i = 0; i < n; i++) {
		for (let k = i + 1; k < n; k++) {
			const factor = rows[k]![i]! / rows[i]![i]!;
			for (let j = i; j <= n; j++) rows[k]![j]! -= factor * rows[i]![j]!;
		}
	}
	const x = new Float64Array(n);
	for (let i = n - 1; i >= 0; i--) {
		let sum = rows[i]![n]!;
		for (let j = i + 1; j < n; j++) sum -= rows[i]![j]! * x[j]!;
		x[i] = sum / rows[i]![i]!;
	}
	return x;
}

/**
 * Weights closest to equal ones, in relative entropy, under which every feature has its target as mean: exponential tilting
 * w ∝ exp(Σ λ_k g_k) (Csiszár 1975), λ by Newton's method with halved steps where the dual does not fall.
 *
 * @param features g[k][row], any scale.
 * @returns Nothing where no weights on these rows reach the targets.
 */
export function tilt(features: readonly Float64Array[], targets: readonly number[]): Tilt | undefined {
	const n = features[0]!.length;
	const scaled = features.map((g, k) => {
		const spread = Math.sqrt(g.reduce((sum, x) => sum + (x - targets[k]!) ** 2, 0) / n) || 1;
		return g.map((x) => (x - targets[k]!) / spread);
	});
	/** ln Σ exp(Σ λ (g − t)) / n: convex, least where the means are the targets. */
	const dual = (lambda: Float64Array) => {
		const logs = new Float64Array(n);
		scaled.forEach((g, k) => {
			for (let r = 0; r < n; r++) logs[r]! += lambda[k]! * g[r]!;
		});
		const top = logs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
		return top + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - top), 0) / n);
	};
	let lambda = new Float64Array(features.length);
	let value = 0;
	for (let step = 0; step < MOST_STEPS; step++) {
		const weights = weigh(scaled, lambda);
		const means = scaled.map((g) => g.reduce((sum, x, r) => sum + x * weights[r]!, 0) / n);
		if (means.every((mean) => Math.abs(mean) < 1e-10)) {
			const squares = weights.reduce((sum, w) => sum + w * w, 0);
			const spreads = features.map((g, k) => Math.sqrt(g.reduce((sum, x) => sum + (x - targets[k]!) ** 2, 0) / n) || 1);
			return { lambda: lambda.map((l, k) => l / spreads[k]!), weights, effective: n / squares };
		}
		const hessian = scaled.map((a, i) =>
			Float64Array.from(scaled, (b, j) => {
				const product = a.reduce((sum, x, r) => sum + x * b[r]! * weights[r]!, 0) / n;
				return product - means[i]! * means[j]!;
			}),
		);
		const direction = solve(
			hessian,
			Float64Array.from(means, (mean) => -mean),
		);
		if (!direction.every(Number.isFinite)) return undefined;
		const close = means.every((mean) => Math.abs(mean) < 1e-3);
		let length = 1;
		for (; length > 1e-6; length /= 2) {
			const tried = lambda.map((l, k) => l + length * direction[k]!);
			const after = dual(tried);
			// Close to the end the dual falls by less than a number can hold; Newton's whole step is safe there.
			if (after < value || close) {
				[lambda, value] = [tried, after];
				break;
			}
		}
		if (length <= 1e-6) return undefined;
	}
	return undefined;
}
