import { type Conditional, eliminate, planElimination } from "../../statistics/elimination";
import { type Factor, restrict } from "../../statistics/factor";

/** Most cells of a table on the way to an exact answer: 32 MB. */
const MOST_CELLS = 1 << 22;

/** What is known of the variables: weights of their states (0 excludes one), by variable. */
export type Evidence = ReadonlyMap<number, Float64Array>;

/**
 * A conditional as probabilities: each configuration's sum to 1, whatever its weights sum to, or parents would be weighed by
 * that. Where all weights are 0 the last state has it all, as in `sampleState`.
 */
function asFactor({ variable, parents, weights }: Conditional, sizes: readonly number[]): Factor {
	const width = sizes[variable]!;
	const values = weights.slice();
	for (let start = 0; start < values.length; start += width) {
		const own = values.subarray(start, start + width);
		const sum = own.reduce((a, b) => a + b, 0);
		if (sum > 0) for (let v = 0; v < width; v++) own[v]! /= sum;
		else own[width - 1] = 1;
	}
	return { variables: [...parents, variable], values };
}

/** The variables named and all that they descend from. */
function ancestors(network: readonly Conditional[], of: Iterable<number>): Set<number> {
	const found = new Set(of);
	for (const { variable, parents } of network.toReversed()) {
		if (found.has(variable)) for (const parent of parents) found.add(parent);
	}
	return found;
}

/**
 * The network under evidence, as conditionals to sample one after the other. Exact: what the evidence descends from is
 * summed out by bucket elimination, all else follows from it as before.
 *
 * @param network One conditional a variable, parents before children.
 * @returns Nothing where a table on the way would have more than four million cells.
 */
export function posterior(
	network: readonly Conditional[],
	evidence: Evidence,
	sizes: readonly number[],
): { readonly conditionals: readonly Conditional[]; readonly total: number } | undefined {
	if (evidence.size === 0) return { conditionals: network, total: 1 };
	const above = ancestors(network, evidence.keys());
	const factors = network.filter(({ variable }) => above.has(variable)).map((one) => asFactor(one, sizes));
	for (const [variable, values] of evidence) factors.push({ variables: [variable], values });
	const plan = planElimination(
		factors.map(({ variables }) => variables),
		[...above],
		sizes,
	);
	if (plan.cells > MOST_CELLS) return undefined;
	const { conditionals, total } = eliminate(factors, plan.order, sizes);
	return { conditionals: [...conditionals, ...network.filter(({ variable }) => !above.has(variable))], total };
}

/** Fills in rows whose other cells are known: one plan a pattern of missing cells, one elimination a row. */
export interface Filling {
	/** Conditionals for the missing variables of a row; `known[v]` is −1 where the cell is missing. */
	conditionals(known: Int32Array): readonly Conditional[];
}

/**
 * @param missing Variables that are not known.
 * @param present Weights of the states that a missing variable may take; absent: any.
 * @returns Nothing where a table would be too large.
 */
export function planFilling(
	network: readonly Conditional[],
	missing: readonly number[],
	present: Evidence,
	sizes: readonly number[],
): Filling | undefined {
	const wanted = new Set(missing);
	const own = network.filter(({ variable, parents }) => wanted.has(variable) || parents.some((p) => wanted.has(p)));
	const limits = missing.flatMap((v): Factor[] => {
		const values = present.get(v);
		return values ? [{ variables: [v], values }] : [];
	});
	const scopes = own.map(({ variable, parents }) => [...parents, variable].filter((v) => wanted.has(v)));
	const plan = planElimination(scopes, missing, sizes);
	if (plan.cells > MOST_CELLS) return undefined;
	const factors = own.map((one) => asFactor(one, sizes));
	return {
		conditionals: (known) =>
			eliminate([...factors.map((factor) => restrict(factor, known, sizes)), ...limits], plan.order, sizes)
				.conditionals,
	};
}
