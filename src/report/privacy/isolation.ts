/**
 * P(a predicate of weight w singles out one of n rows), integrated over w in w₀ … w₁: ∫ n·w·(1 − w)ⁿ⁻¹ dw, in closed
 * form (Giomi and others 2023).
 */
export function isolationIntegral(n: number, w0: number, w1: number): number {
	return ((n * w0 + 1) * (1 - w0) ** n - (n * w1 + 1) * (1 - w1) ** n) / (n + 1);
}

/** P(exactly one of the `matches` among `rows` rows is in a random subset of `size`). */
function isolatedInSubset(matches: number, rows: number, size: number): number {
	if (matches === 0 || size === 0) return 0;
	// size/rows · Π (rows − size − i)/(rows − 1 − i) over the other matches, times the choices of which one.
	let p = (matches * size) / rows;
	for (let i = 0; i < matches - 1; i++) {
		const left = rows - size - i;
		if (left <= 0 || p < 1e-12) return 0;
		p *= left / (rows - 1 - i);
	}
	return p;
}

/** How many of the guesses single out a row in a random subset of `size` of the table's `rows` rows, on average. */
export function isolatedIn(matches: readonly number[], rows: number, size: number): number {
	return matches.reduce((sum, m) => sum + isolatedInSubset(m, rows, size), 0);
}

/**
 * How many times more often the guesses would single out a row of a table of `target` rows than of one with `rows`:
 * Anonymeter's correction for a control of another size. `matches` holds how many of `rows` rows each guess matches.
 * Down to fewer rows it is exact; up to more, the isolation integral is fitted to the smaller sizes, and leans towards
 * too small a control: on halves of one table without any leak, a control half as large left a risk of 3 to 4 points.
 */
export function sizeCorrection(matches: readonly number[], rows: number, target: number): number {
	const expected = (size: number): number => isolatedIn(matches, rows, size);
	const here = expected(rows);
	if (here === 0 || target === rows) return 1;
	if (target < rows) return expected(target) / here;
	const sizes = Array.from({ length: 10 }, (_, i) => Math.max(1, Math.round(((i + 1) / 10) * rows)));
	const seen = sizes.map(expected);
	// For a given weight the model is linear in its norm: search the weight alone.
	let best = { error: Number.POSITIVE_INFINITY, ratio: 1 };
	for (let step = 0; step <= 400; step++) {
		const w = 10 ** (-8 + (8 * step) / 400);
		const model = sizes.map((n) => isolationIntegral(n, 0, w));
		const norm =
			model.reduce((sum, m, i) => sum + m * seen[i]!, 0) /
			Math.max(
				1e-300,
				model.reduce((sum, m) => sum + m * m, 0),
			);
		const error = model.reduce((sum, m, i) => sum + (norm * m - seen[i]!) ** 2, 0);
		const ratio = isolationIntegral(target, 0, w) / isolationIntegral(rows, 0, w);
		if (error < best.error && Number.isFinite(ratio)) best = { error, ratio };
	}
	return best.ratio;
}

/** Groups of guesses left out in turn to learn how sure an extrapolation is. */
const GROUPS = 10;

/**
 * The number of guesses that would single out a row of a table of `target` rows, from how many of `rows` rows each
 * matches. Down to fewer rows it is their expectation over random subsets. Up to more, the weights w of the guesses are
 * taken as Gamma distributed, so that n rows are singled out by A·n·(1 + n·b/k)^−(k + 1) of them; A, b and k are fitted
 * to the expectations at ten smaller sizes. A single weight bound, as in `sizeCorrection`, cannot hold guesses that
 * match thousands of rows beside some that match one.
 */
export function isolatedAt(matches: readonly number[], rows: number, target: number): number {
	if (target <= rows) return isolatedIn(matches, rows, target);
	const here = isolatedIn(matches, rows, rows);
	if (here === 0) return 0;
	const sizes = Array.from({ length: 10 }, (_, i) => Math.max(1, Math.round(((i + 1) / 10) * rows)));
	const seen = sizes.map((size) => isolatedIn(matches, rows, size));
	let least = Number.POSITIVE_INFINITY;
	let ratio = 1;
	for (let i = 0; i <= 60; i++) {
		const b = 10 ** (-3 + i / 10) / rows;
		for (let j = 0; j <= 30; j++) {
			const k = 10 ** (-1.5 + j / 10);
			const curve = (n: number): number => n * (1 + (n * b) / k) ** -(k + 1);
			const model = sizes.map(curve);
			const norm = dot(model, seen) / dot(model, model);
			const error = model.reduce((sum, m, q) => sum + (norm * m - seen[q]!) ** 2, 0);
			if (error < least) {
				least = error;
				ratio = curve(target) / curve(rows);
			}
		}
	}
	return Math.min(matches.length, here * ratio);
}

/** Standard error of `isolatedAt`'s share of the guesses, by leaving out every tenth guess in turn. */
export function isolationError(matches: readonly number[], rows: number, target: number): number {
	const n = matches.length;
	if (target <= rows || n < GROUPS) return 0;
	const shares = Array.from({ length: GROUPS }, (_, group) => {
		const rest = matches.filter((_, i) => i % GROUPS !== group);
		return isolatedAt(rest, rows, target) / rest.length;
	});
	const mean = shares.reduce((sum, v) => sum + v, 0) / GROUPS;
	return Math.sqrt((shares.reduce((sum, v) => sum + (v - mean) ** 2, 0) * (GROUPS - 1)) / GROUPS);
}

function dot(a: readonly number[], b: readonly number[]): number {
	return a.reduce((sum, v, i) => sum + v * b[i]!, 0);
}
