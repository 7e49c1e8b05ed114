// C clique, S separator; beliefs in logarithms
import { cellsOf } from "./factor";

/** A set of variables whose joint table is kept whole. */
interface Clique {
	readonly variables: readonly number[];
	readonly cells: number;
	/** Index of the clique this one sends its message to; −1 for the roots. */
	readonly parent: number;
	/** For every cell, its cell in the table over what it shares with its parent. */
	readonly separator: Int32Array;
	/** The same for the parent's cells. */
	readonly parentSeparator: Int32Array;
	readonly separatorCells: number;
}

/** Cliques in an order in which each comes before its parent. Plain data. */
export interface JunctionTree {
	readonly cliques: readonly Clique[];
	/** Cells of all cliques together. */
	readonly cells: number;
}

/** For every cell of a table over `of`, the cell of the table over `onto` that it belongs to. */
export function projection(of: readonly number[], onto: readonly number[], states: ArrayLike<number>): Int32Array {
	const map = new Int32Array(cellsOf(of, states));
	const strides = of.map((v) => {
		const place = onto.indexOf(v);
		return place < 0 ? 0 : cellsOf(onto.slice(place + 1), states);
	});
	const at = new Int32Array(of.length);
	let index = 0;
	for (let cell = 0; cell < map.length; cell++) {
		map[cell] = index;
		for (let i = of.length - 1; i >= 0; i--) {
			index += strides[i]!;
			if (++at[i]! < states[of[i]!]!) break;
			index -= strides[i]! * states[of[i]!]!;
			at[i] = 0;
		}
	}
	return map;
}

/** Sets that triangulation makes of the scopes: variables go one by one, the one with the smallest table first. */
function eliminationSets(
	scopes: readonly (readonly number[])[],
	variables: readonly number[],
	states: ArrayLike<number>,
) {
	const near = new Map(variables.map((v) => [v, new Set<number>()]));
	for (const scope of scopes) for (const a of scope) for (const b of scope) if (a !== b) near.get(a)!.add(b);
	const left = new Set(variables);
	const sizeOf = (v: number) => cellsOf([v, ...near.get(v)!], states);
	const sizes = new Map(variables.map((v) => [v, sizeOf(v)]));
	const sets: { variable: number; others: number[] }[] = [];
	while (left.size > 0) {
		let best = -1;
		let least = Number.POSITIVE_INFINITY;
		for (const v of left) {
			const size = sizes.get(v)!;
			if (size < least || best < 0) [best, least] = [v, size];
		}
		const others = [...near.get(best)!];
		for (const a of others) {
			for (const b of others) if (a !== b) near.get(a)!.add(b);
			near.get(a)!.delete(best);
		}
		for (const a of others) sizes.set(a, sizeOf(a));
		left.delete(best);
		sets.push({ variable: best, others });
	}
	return sets;
}

/** Cells that a junction tree over the scopes would have, without making it. */
export function junctionCells(
	scopes: readonly (readonly number[])[],
	variables: readonly number[],
	states: ArrayLike<number>,
): number {
	return eliminationSets(scopes, variables, states).reduce((sum, { variable, others }) => {
		return sum + cellsOf([variable, ...others], states);
	}, 0);
}

/** A junction tree in which every scope lies within a clique (Koller and Friedman 2009, §10.4). */
export function junctionTree(
	scopes: readonly (readonly number[])[],
	variables: readonly number[],
	states: ArrayLike<number>,
): JunctionTree {
	const sets = eliminationSets(scopes, variables, states);
	const place = new Map(sets.map(({ variable }, i) => [variable, i]));
	const cliques = sets.map(({ variable, others }): Clique => {
		const own = [variable, ...others];
		const parent = others.length > 0 ? Math.min(...others.map((v) => place.get(v)!)) : -1;
		const shared = others.toSorted((a, b) => a - b);
		const parentVariables = parent < 0 ? [] : [sets[parent]!.variable, ...sets[parent]!.others];
		return {
			variables: own,
			cells: cellsOf(own, states),
			parent,
			separator: projection(own, shared, states),
			parentSeparator: projection(parentVariables, shared, states),
			separatorCells: cellsOf(shared, states),
		};
	});
	return { cliques, cells: cliques.reduce((sum, { cells }) => sum + cells, 0) };
}

/** ln Σ exp of the values of each group. */
function logSums(values: Float64Array, group: Int32Array, groups: number): Float64Array {
	const most = new Float64Array(groups).fill(Number.NEGATIVE_INFINITY);
	for (let i = 0; i < values.length; i++) if (values[i]! > most[group[i]!]!) most[group[i]!] = values[i]!;
	const sums = new Float64Array(groups);
	for (let i = 0; i < values.length; i++) {
		const top = most[group[i]!]!;
		if (top > Number.NEGATIVE_INFINITY) sums[group[i]!]! += Math.exp(values[i]! - top);
	}
	return sums.map((sum, g) => (sum > 0 ? most[g]! + Math.log(sum) : Number.NEGATIVE_INFINITY));
}

/**
 * Marginals of the distribution proportional to exp(Σ θ_C), on every clique, each summing to `total`: belief propagation
 * towards the roots and back.
 *
 * @param theta θ_C by clique.
 */
export function cliqueMarginals(
	{ cliques }: JunctionTree,
	theta: readonly Float64Array[],
	total: number,
): Float64Array[] {
	const beliefs = theta.map((t) => Float64Array.from(t));
	const messages: Float64Array[] = [];
	cliques.forEach(({ parent, separator, parentSeparator, separatorCells }, c) => {
		const message = logSums(beliefs[c]!, separator, separatorCells);
		messages.push(message);
		if (parent < 0) return;
		const above = beliefs[parent]!;
		for (let i = 0; i < above.length; i++) above[i]! += message[parentSeparator[i]!]!;
	});
	for (let c = cliques.length - 1; c >= 0; c--) {
		const { parent, separator, parentSeparator, separatorCells } = cliques[c]!;
		if (parent < 0) continue;
		const down = logSums(beliefs[parent]!, parentSeparator, separatorCells);
		const own = beliefs[c]!;
		const up = messages[c]!;
		for (let i = 0; i < own.length; i++) {
			const s = separator[i]!;
			own[i]! += up[s]! === Number.NEGATIVE_INFINITY ? 0 : down[s]! - up[s]!;
		}
	}
	return beliefs.map((belief) => {
		let top = Number.NEGATIVE_INFINITY;
		for (const b of belief) if (b > top) top = b;
		let sum = 0;
		const weights = belief.map((b) => {
			const w = Math.exp(b - top);
			sum += w;
			return w;
		});
		return weights.map((w) => (w * total) / sum);
	});
}
