// e noisy distance from independence, s cells, B budget in μ² = 2ρ
import { junctionCells } from "../../statistics/junction-tree";

/** A pair of columns that may be measured. */
export interface Candidate {
	readonly pair: readonly [number, number];
	/** Rows that independence misplaces, noisy. */
	readonly error: number;
	readonly cells: number;
}

/** A pair with its share of the budget. */
export interface Chosen {
	readonly candidate: Candidate;
	readonly budget: number;
}

const ROOT_2_OVER_PI = Math.sqrt(2 / Math.PI);

/** y = (s √(2/π))^⅔: measuring with budgets in proportion to y makes the noise of all together least. */
const need = ({ cells }: Candidate) => (cells * ROOT_2_OVER_PI) ** (2 / 3);

/** Splits a budget among pairs in proportion to what their noise needs. */
export function splitBudget(candidates: readonly Candidate[], budget: number): Chosen[] {
	const total = candidates.reduce((sum, candidate) => sum + need(candidate), 0);
	return candidates.map((candidate) => ({ candidate, budget: (budget * need(candidate)) / total }));
}

/** Σ e − (Σ y)^1.5 / √B: error that measuring removes, less the noise it adds. */
function worth(candidates: readonly Candidate[], budget: number): number {
	const gain = candidates.reduce((sum, { error }) => sum + error, 0);
	return gain - candidates.reduce((sum, candidate) => sum + need(candidate), 0) ** 1.5 / Math.sqrt(budget);
}

/** The pairs that are worth their noise: the most telling for their size first, while the sum grows. */
function worthwhile(candidates: readonly Candidate[], budget: number): Candidate[] {
	const sorted = candidates.toSorted((a, b) => b.error / need(b) - a.error / need(a));
	let best: Candidate[] = [];
	let most = 0;
	for (let n = 1; n <= sorted.length; n++) {
		const value = worth(sorted.slice(0, n), budget);
		if (value > most) [best, most] = [sorted.slice(0, n), value];
	}
	return best;
}

/** Pairs in a row that do not fit, after which a tree counts as full. */
const PATIENCE = 500;

/** Nats of the objective that a cell costs, tried one after the other. */
const PENALTIES = [0, 0.5, 2, 8, 32];

/**
 * Pairs to measure, with budgets: pairs are added by error, less a penalty for their cells, while the junction tree over them
 * stays within the cap; of several penalties the one whose pairs are worth the most is taken (after SWIFT in google/dpsynth).
 */
export async function selectPairs(
	candidates: readonly Candidate[],
	states: readonly number[],
	budget: number,
	mostCells: number,
	pause: () => Promise<void>,
): Promise<Chosen[]> {
	const variables = Array.from(states.keys());
	let best: Candidate[] = [];
	let most = Number.NEGATIVE_INFINITY;
	for (const penalty of PENALTIES) {
		const ranked = candidates
			.filter(({ error }) => error > 0)
			.toSorted((a, b) => b.error - penalty * b.cells - (a.error - penalty * a.cells));
		const kept: Candidate[] = [];
		let refused = 0;
		for (const candidate of ranked) {
			const scopes = [...kept, candidate].map(({ pair }) => pair);
			if (junctionCells(scopes, variables, states) <= mostCells) {
				kept.push(candidate);
				refused = 0;
			} else if (++refused > PATIENCE) break;
			await pause();
		}
		const chosen = worthwhile(kept, budget);
		const value = worth(chosen, budget);
		if (chosen.length > 0 && value > most) [best, most] = [chosen, value];
	}
	return best.length > 0 ? splitBudget(best, budget) : [];
}
