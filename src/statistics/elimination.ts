import { cellsOf, type Factor, multiply, sumOutLast } from "./factor";

/** How one variable is sampled once those before it are: weights by their states. Plain data. */
export interface Conditional {
	readonly variable: number;
	/** Variables sampled before it that its weights depend on. */
	readonly parents: readonly number[];
	/** weights[configuration of the parents][state], not normalised; the last parent varies fastest. */
	readonly weights: Float64Array;
}

export interface EliminationPlan {
	/** Variables in the order they are summed out. */
	readonly order: readonly number[];
	/** Cells of the largest table on the way. */
	readonly cells: number;
}

/**
 * An order of summing variables out of a product of factors, by the greedy rule that takes the variable whose table is
 * the smallest (min-weight; Koller and Friedman 2009, §9.4.3).
 */
export function planElimination(
	scopes: readonly (readonly number[])[],
	variables: readonly number[],
	states: ArrayLike<number>,
): EliminationPlan {
	const near = new Map(variables.map((v) => [v, new Set<number>()]));
	for (const scope of scopes) {
		for (const a of scope) for (const b of scope) if (a !== b) near.get(a)?.add(b);
	}
	const left = new Set(variables);
	const order: number[] = [];
	let cells = 1;
	while (left.size > 0) {
		let best = -1;
		let least = Number.POSITIVE_INFINITY;
		for (const v of left) {
			const size = cellsOf([...near.get(v)!, v], states);
			if (size < least) [best, least] = [v, size];
		}
		cells = Math.max(cells, least);
		const around = near.get(best)!;
		for (const a of around) {
			for (const b of around) if (a !== b) near.get(a)!.add(b);
			near.get(a)!.delete(best);
		}
		left.delete(best);
		order.push(best);
	}
	return { order, cells };
}

/**
 * The joint distribution proportional to a product of factors, as conditionals to sample one after the other: bucket
 * elimination (Dechter 1999) forwards, sampling backwards. Exact.
 *
 * @param order Every variable of the factors once, as `planElimination` gives it.
 * @returns Conditionals in the order of sampling, and the sum of the product over all cells.
 */
export function eliminate(
	factors: readonly Factor[],
	order: readonly number[],
	states: ArrayLike<number>,
): { readonly conditionals: readonly Conditional[]; readonly total: number } {
	let pool = [...factors];
	const conditionals: Conditional[] = [];
	let total = 1;
	for (const variable of order) {
		const bucket = pool.filter((factor) => factor.variables.includes(variable));
		pool = pool.filter((factor) => !factor.variables.includes(variable));
		const parents = [...new Set(bucket.flatMap((factor) => factor.variables))].filter((v) => v !== variable);
		const product = multiply(bucket, [...parents, variable], states);
		conditionals.push({ variable, parents, weights: product.values });
		const rest = sumOutLast(product, states);
		if (parents.length > 0) pool.push(rest);
		else total *= rest.values[0]!;
	}
	for (const factor of pool) total *= factor.values[0]!;
	return { conditionals: conditionals.reverse(), total };
}
