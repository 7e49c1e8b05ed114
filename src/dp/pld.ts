// q sampling rate, σ noise multiplier, T steps; P with the record, Q without
import { fft } from "../statistics/fft";
import { normalCdf } from "../statistics/quantile/normal";
import { epsilonOfRdp } from "./rdp";

/** A privacy loss distribution on a grid: mass[i] at (first + i) · step, and what is infinite. */
interface LossDistribution {
	readonly first: number;
	readonly mass: Float64Array;
	readonly infinite: number;
}

/** Grid of losses. */
const STEP = 1e-4;
/** Standard deviations beyond which mass, 1e-19 of it, is counted as infinite loss. */
const TAIL_SCORE = 9;

/** P(a < Z ≤ b) of a standard normal, accurate in both tails. */
const between = (a: number, b: number) => (a > 0 ? normalCdf(-a) - normalCdf(-b) : normalCdf(b) - normalCdf(a));

/**
 * One step's loss on the grid, the record removed (P against Q) or added (Q against P). The mass between two grid points
 * goes to both of them so that neither distribution loses any of it: δ(ε) is then exact at the grid and above in between
 * ("connect the dots", Doroshenko, Ghazi, Kamath, Kumar and Manurangsi 2022).
 */
function stepLoss(q: number, sigma: number, added: boolean): LossDistribution {
	/** Where the loss is ε; it rises with x where the record is removed, and falls where it is added. */
	const at = (epsilon: number) => {
		const ratio = Math.expm1(added ? -epsilon : epsilon) + q;
		return ratio <= 0 ? Number.NEGATIVE_INFINITY : sigma * sigma * Math.log(ratio / q) + 0.5;
	};
	const withoutRecord = (a: number, b: number) => between(a / sigma, b / sigma);
	const withRecord = (a: number, b: number) =>
		(1 - q) * between(a / sigma, b / sigma) + q * between((a - 1) / sigma, (b - 1) / sigma);
	const [own, other] = added ? [withoutRecord, withRecord] : [withRecord, withoutRecord];
	const inOrder = (a: number, b: number): [number, number] => (added ? [b, a] : [a, b]);
	const loss = (x: number) => (added ? -1 : 1) * Math.log1p(q * Math.expm1((2 * x - 1) / (2 * sigma * sigma)));
	const reach = TAIL_SCORE * sigma;
	const ends = [loss(-reach), loss(1 + reach)].sort((a, b) => a - b) as [number, number];
	const first = Math.floor(ends[0] / STEP) - 1;
	const count = Math.ceil(ends[1] / STEP) + 2 - first;
	const mass = new Float64Array(count);
	for (let i = 0; i + 1 < count; i++) {
		const [low, high] = [(first + i) * STEP, (first + i + 1) * STEP];
		const [a, b] = inOrder(at(low), at(high));
		const [p, r] = [own(a, b), other(a, b)];
		// p⁻ + p⁺ = p and p⁻ e^−low + p⁺ e^−high = r.
		const upper = (p - r * Math.exp(low)) / -Math.expm1(-STEP);
		mass[i]! += p - upper;
		mass[i + 1]! += upper;
	}
	const far = Number.POSITIVE_INFINITY;
	const [lowest, highest] = [at(first * STEP), at((first + count - 1) * STEP)];
	mass[0]! += added ? own(lowest, far) : own(-far, lowest);
	const infinite = added ? own(-far, highest) : own(highest, far);
	return { first, mass, infinite };
}

/** δ at ε of T steps by transform; `infinite` masses are added whole. */
function composedDelta({ first, mass, infinite }: LossDistribution, steps: number, reach: number) {
	// Losses beyond ±reach wrap around the transform; reach is where RDP bounds their mass by far less than δ.
	let size = 1 << 12;
	while (size * STEP < 2 * reach || size < mass.length) size *= 2;
	const re = new Float64Array(size);
	const im = new Float64Array(size);
	mass.forEach((m, i) => {
		const at = (((first + i) % size) + size) % size;
		re[at]! += m;
	});
	fft(re, im);
	for (let k = 0; k < size; k++) {
		const radius = Math.hypot(re[k]!, im[k]!) ** steps;
		const angle = Math.atan2(im[k]!, re[k]!) * steps;
		re[k] = radius * Math.cos(angle);
		im[k] = radius * Math.sin(angle);
	}
	fft(re, im, true);
	const never = 1 - (1 - infinite) ** steps;
	return (epsilon: number) => {
		let delta = never;
		for (let i = Math.floor(epsilon / STEP) + 1; i < size / 2; i++) {
			const m = re[i]!;
			if (m > 0) delta -= m * Math.expm1(epsilon - i * STEP);
		}
		return delta;
	};
}

/**
 * ε at δ of T steps of the Poisson-subsampled Gaussian mechanism, add-or-remove adjacency, rounded up to the grid.
 * Tighter than `epsilonOfRdp` and never above it.
 */
export function epsilonOfPld(q: number, sigma: number, steps: number, delta: number): number {
	const bound = epsilonOfRdp(q, sigma, steps, delta).epsilon;
	const far = epsilonOfRdp(q, sigma, steps, delta * 1e-6).epsilon + 1;
	const directions = [false, true].map((added) => {
		return composedDelta(stepLoss(q, sigma, added), steps, far);
	});
	const worst = (epsilon: number) => Math.max(...directions.map((of) => of(epsilon)));
	let [low, high] = [0, bound];
	if (worst(bound) > delta) return bound;
	while (high - low > STEP / 10) {
		const middle = (low + high) / 2;
		if (worst(middle) <= delta) high = middle;
		else low = middle;
	}
	return high;
}
