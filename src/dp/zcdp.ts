// ρ zero-concentrated differential privacy (Bun and Steinke 2016); Canonne, Kamath and Steinke 2020, corollary 13

/** Halvings of an interval until its ends are neighbouring numbers. */
const HALVINGS = 200;

/**
 * Smallest δ for which a ρ-zCDP mechanism is (ε, δ)-differentially private by
 *
 *   δ = min over α > 1 of exp((α − 1)(αρ − ε)) / (α − 1) · (1 − 1/α)^α.
 */
export function deltaOf(rho: number, epsilon: number): number {
	if (!(rho >= 0 && epsilon >= 0))
		throw new RangeError(`rho is ${rho} and epsilon ${epsilon}; neither may be below 0.`);
	if (rho === 0) return 0;
	let low = 1.01;
	let high = (epsilon + 1) / (2 * rho) + 2;
	for (let i = 0; i < HALVINGS; i++) {
		const alpha = (low + high) / 2;
		const slope = (2 * alpha - 1) * rho - epsilon + Math.log1p(-1 / alpha);
		if (slope < 0) low = alpha;
		else high = alpha;
	}
	// Any α gives a valid bound, so that the last digits of the search cost nothing but tightness.
	const alpha = low;
	const log = (alpha - 1) * (alpha * rho - epsilon) + alpha * Math.log1p(-1 / alpha) - Math.log(alpha - 1);
	return Math.min(1, Math.exp(log));
}

/** Smallest ε for which a ρ-zCDP mechanism is (ε, δ)-differentially private, rounded up. */
export function epsilonOf(rho: number, delta: number): number {
	checkDelta(delta);
	if (rho === 0) return 0;
	let low = 0;
	let high = rho + 2 * Math.sqrt(rho * Math.log(1 / delta));
	for (let i = 0; i < HALVINGS; i++) {
		const middle = (low + high) / 2;
		if (deltaOf(rho, middle) <= delta) high = middle;
		else low = middle;
	}
	return high;
}

/** Largest ρ for which every ρ-zCDP mechanism is (ε, δ)-differentially private, rounded down. */
export function rhoOf(epsilon: number, delta: number): number {
	checkDelta(delta);
	let low = 0;
	let high = epsilon + 1;
	for (let i = 0; i < HALVINGS; i++) {
		const middle = (low + high) / 2;
		if (deltaOf(middle, epsilon) <= delta) low = middle;
		else high = middle;
	}
	return low;
}

function checkDelta(delta: number): void {
	if (!(delta > 0 && delta < 1)) throw new RangeError(`delta is ${delta}; it must lie between 0 and 1.`);
}
