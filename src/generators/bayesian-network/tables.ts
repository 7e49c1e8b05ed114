// n(·) rows, v a state of the child, c a configuration of its parents

import { contingencySteps } from "../../statistics/contingency";
import type { Conditional } from "../../statistics/elimination";
import type { Steps } from "../../table/pause";
import type { States } from "./structure";

export interface TableOptions {
	/** Rows that the distribution under one parent fewer counts as: a Dirichlet prior around it. */
	readonly prior: number;
	/** Fewest rows of a configuration of parents; with fewer the weakest parent is left out. */
	readonly fewest: number;
}

/**
 * p(child | parents) with back-off: every configuration starts from the distribution without the weakest parent,
 *
 *   p_j(v | c) = (n(v, c) + prior · p_{j−1}(v | c′)) / (n(c) + prior),   c′ = c without its last parent,
 *
 * down to the marginal, and keeps it where fewer than `fewest` rows have the configuration. Stops for breath.
 */
export function* conditionalSteps(
	{ rows, states, sizes }: States,
	variable: number,
	parents: readonly number[],
	{ prior, fewest }: TableOptions,
): Steps<Conditional> {
	const width = sizes[variable]!;
	const countsGiven = (of: readonly number[]) => {
		const columns = [...of, variable];
		return contingencySteps(
			columns.map((v) => states[v]!),
			columns.map((v) => sizes[v]!),
			rows,
		);
	};
	let below: Float64Array = (yield* countsGiven([])).map((count) => count / Math.max(1, rows));
	for (const j of parents.keys()) {
		const counts = yield* countsGiven(parents.slice(0, j + 1));
		const last = sizes[parents[j]!]!;
		for (let c = 0; c * width < counts.length; c++) {
			const cells = counts.subarray(c * width, (c + 1) * width);
			const start = Math.floor(c / last) * width;
			const total = cells.reduce((a, b) => a + b, 0);
			for (let v = 0; v < width; v++) {
				const backed = below[start + v]!;
				cells[v] = total < fewest ? backed : (cells[v]! + prior * backed) / (total + prior);
			}
		}
		below = counts;
	}
	return { variable, parents, weights: below };
}
