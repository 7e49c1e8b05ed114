import { Z95 } from "../figure";

/** A success rate with the half-width of its Wilson interval (Wilson 1927). */
export interface Rate {
	readonly successes: number;
	readonly trials: number;
	/** Centre of the interval, (s + z²/2) / (n + z²). */
	readonly rate: number;
	readonly error: number;
}

/**
 * Wilson interval of `successes` in `trials`, as Anonymeter reports it: the interval's centre and half-width.
 * `z` 0 gives the plain share without an interval. Successes may be a fraction (a corrected count).
 */
export function wilson(successes: number, trials: number, z = Z95): Rate {
	if (trials === 0) return { successes, trials, rate: 0.5, error: 0.5 };
	const z2 = z * z;
	const rate = (successes + z2 / 2) / (trials + z2);
	const inner = Math.max(0, (successes * (trials - successes)) / trials) + z2 / 4;
	return { successes, trials, rate, error: (z / (trials + z2)) * Math.sqrt(inner) };
}

/**
 * Wilson interval of a total over several attacks on the same `people`: the share is of all trials, the interval that
 * of no more independent trials than there are people.
 */
export function pooledWilson(successes: number, trials: number, people: number): Rate {
	const independent = Math.min(trials, people);
	return wilson(trials === 0 ? 0 : (successes / trials) * independent, independent);
}

/** Ends of a rate's interval, within 0 … 1. */
export function rateInterval({ rate, error }: { rate: number; error: number }): [number, number] {
	return [Math.max(0, rate - error), Math.min(1, rate + error)];
}

/**
 * What an attack gains on training rows beyond held-out ones, R = (r_a − r_c) / (1 − r_c), with the error that
 * follows from both rates (Giomi, Boenisch, Wehmeyer and Tasnádi, "A unified framework for quantifying privacy risk in
 * synthetic data", PETS 2023). `value` may be negative; `riskInterval` cuts it.
 */
export function residualRisk(
	attack: { rate: number; error: number },
	control: { rate: number; error: number },
): { value: number; error: number } {
	const rest = 1 - control.rate;
	if (rest <= 0) return { value: 0, error: 1 };
	const value = (attack.rate - control.rate) / rest;
	const byAttack = attack.error / rest;
	const byControl = (control.error * (attack.rate - 1)) / rest ** 2;
	return { value, error: Math.sqrt(byAttack ** 2 + byControl ** 2) };
}

/** The risk cut to 0 … 1, with its interval. */
export function riskInterval({ value, error }: { value: number; error: number }): {
	value: number;
	interval: [number, number];
} {
	const cut = (x: number): number => Math.min(1, Math.max(0, x));
	return { value: cut(value), interval: [cut(value - error), cut(value + error)] };
}
