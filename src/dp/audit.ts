// TP true positives, FP false positives; Clopper and Pearson 1934; Steinke, Nasr and Jagielski 2023 (2305.08846)
import { betaQuantile } from "../statistics/quantile/beta";

/** Upper end of the one-sided Clopper–Pearson interval at confidence 1 − `significance` of `hits` in `trials`. */
export function shareAtMost(hits: number, trials: number, significance: number): number {
	return hits >= trials ? 1 : betaQuantile(1 - significance, significance, hits + 1, trials - hits);
}

/** Lower end of the same. */
export function shareAtLeast(hits: number, trials: number, significance: number): number {
	return hits <= 0 ? 0 : betaQuantile(significance, 1 - significance, hits, trials - hits + 1);
}

/** How often an attacker who guesses which of two neighbouring tables was used is right. */
export interface TwoWorlds {
	/** Runs on the first table, and how many of them the attacker calls the first. */
	readonly first: number;
	readonly hits: number;
	/** Runs on the second table, and how many of them the attacker calls the first too. */
	readonly second: number;
	readonly falseAlarms: number;
}

/**
 * Least ε that a mechanism with such guesses can have at δ, at confidence 1 − `significance` in all:
 * ln((TPR − δ) / FPR) with Clopper–Pearson bounds, half of the significance each. 0 where the guesses refute nothing.
 */
export function epsilonAtLeast(
	{ first, hits, second, falseAlarms }: TwoWorlds,
	delta: number,
	significance: number,
): number {
	const tpr = shareAtLeast(hits, first, significance / 2);
	const fpr = shareAtMost(falseAlarms, second, significance / 2);
	return tpr > delta ? Math.max(0, Math.log((tpr - delta) / fpr)) : 0;
}

/** What guesses about the canaries of one run came to. */
export interface OneRun {
	/** Canaries, each in the table with probability ½. */
	readonly canaries: number;
	/** Guesses made; the auditor abstains on the others. */
	readonly guesses: number;
	readonly right: number;
}

/** ln of the binomial's probabilities of 0 … n. */
function logBinomial(n: number, p: number): Float64Array {
	const logs = new Float64Array(n + 1);
	let choose = 0;
	for (let k = 0; k <= n; k++) {
		logs[k] = choose + k * Math.log(p) + (n - k) * Math.log1p(-p);
		choose += Math.log(n - k) - Math.log(k + 1);
	}
	return logs;
}

/** Probability that an (ε, δ)-private mechanism allows so many right guesses or more (theorem 5.2). */
function oneRunP({ canaries, guesses, right }: OneRun, epsilon: number, delta: number): number {
	const logs = logBinomial(guesses, 1 / (1 + Math.exp(-epsilon)));
	// tail[k] = P(at least k right)
	const tail = new Float64Array(guesses + 2);
	for (let k = guesses; k >= 0; k--) tail[k] = tail[k + 1]! + Math.exp(logs[k]!);
	const beta = tail[right]!;
	let alpha = 0;
	for (let i = 1; i <= right; i++) alpha = Math.max(alpha, (tail[right - i]! - beta) / i);
	return Math.min(1, beta + 2 * canaries * alpha * delta);
}

/**
 * Least ε that a mechanism can have whose one run allowed such guesses, at confidence 1 − `significance`. 0 where the guesses
 * refute nothing. It refutes, and never proves: a small answer says that this auditor found nothing.
 */
export function oneRunEpsilon(run: OneRun, delta: number, significance: number): number {
	let [low, high] = [0, 1];
	if (oneRunP(run, 0, delta) > significance) return 0;
	while (oneRunP(run, high, delta) <= significance && high < 100) high *= 2;
	for (let i = 0; i < 60; i++) {
		const middle = (low + high) / 2;
		if (oneRunP(run, middle, delta) <= significance) low = middle;
		else high = middle;
	}
	return low;
}
