import { ancestors, childrenOf, type Parents } from "../../src/causal/graph";

/**
 * Whether `given` d-separates every node of `xs` from every node of `ys` (Pearl 2009, Definition 1.2.3), by the
 * reachability of active trails (Koller and Friedman 2009, Algorithm 3.1); linear in the edges.
 */
export function dSeparated(
	parents: Parents,
	xs: Iterable<number>,
	ys: Iterable<number>,
	given: Iterable<number>,
): boolean {
	const observed = new Set(given);
	const targets = new Set(ys);
	const children = childrenOf(parents);
	const opensColliders = ancestors(parents, observed);
	// A trail arrives at a node from a child ("up", even) or from a parent ("down", odd).
	const seen = new Set<number>();
	const queue: number[] = [];
	for (const x of xs) {
		if (targets.has(x)) return false;
		queue.push(2 * x);
	}
	for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
		if (seen.has(next)) continue;
		seen.add(next);
		const node = next >> 1;
		const fromParent = (next & 1) === 1;
		const blocked = observed.has(node);
		if (!blocked && targets.has(node)) return false;
		if (!blocked) for (const child of children[node]!) queue.push(2 * child + 1);
		if (fromParent ? opensColliders.has(node) : !blocked) for (const parent of parents[node]!) queue.push(2 * parent);
	}
	return true;
}
