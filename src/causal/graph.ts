/**
 * Directed acyclic graphs and what they imply: ancestors, d-separation, latent projection. A graph is given as the
 * list of each node's parents (indices); no order is assumed except where a function says so.
 */
import { CausalModelError } from "../errors";

/** Parents of each node, by index. */
export type Parents = readonly (readonly number[])[];

/** A mixed graph: directed pairs [cause, effect] and bidirected pairs [a, b], a < b (a latent common cause). */
export interface MixedGraph {
	readonly directed: readonly (readonly [number, number])[];
	readonly bidirected: readonly (readonly [number, number])[];
}

/** Children of each node, ascending. */
export function childrenOf(parents: Parents): number[][] {
	const children: number[][] = parents.map(() => []);
	for (let node = 0; node < parents.length; node++) for (const parent of parents[node]!) children[parent]!.push(node);
	return children;
}

/** Nodes reached from `start` along `next`, `start` included. */
function reach(next: Parents, start: Iterable<number>): Set<number> {
	const reached = new Set(start);
	for (const node of reached) for (const other of next[node]!) reached.add(other);
	return reached;
}

/** The nodes and all their ancestors. */
export function ancestors(parents: Parents, nodes: Iterable<number>): Set<number> {
	return reach(parents, nodes);
}

/** The nodes and all their descendants. */
export function descendants(parents: Parents, nodes: Iterable<number>): Set<number> {
	return reach(childrenOf(parents), nodes);
}

/**
 * An order with parents before children that stays as close to the given order as that allows (depth first, in the
 * given order); or the first cycle met, as the path around it: `[a, b, a]` where a is computed from b and b from a.
 */
export function topologicalOrder(parents: Parents): { order: number[] } | { cycle: number[] } {
	const state = new Uint8Array(parents.length); // 0 unseen, 1 on the path, 2 done
	const order: number[] = [];
	for (let root = 0; root < parents.length; root++) {
		if (state[root] !== 0) continue;
		const path = [root];
		const nextParent = [0];
		state[root] = 1;
		while (path.length > 0) {
			const node = path.at(-1)!;
			const next = parents[node]![nextParent[path.length - 1]!++];
			if (next === undefined) {
				state[node] = 2;
				order.push(node);
				path.pop();
				nextParent.pop();
			} else if (state[next] === 1) {
				return { cycle: [...path.slice(path.indexOf(next)), next] };
			} else if (state[next] === 0) {
				state[next] = 1;
				path.push(next);
				nextParent.push(0);
			}
		}
	}
	return { order };
}

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

/**
 * Latent projection of a graph onto `observed` nodes (Verma and Pearl 1991; Richardson 2003): a → b where a directed
 * path from a to b has only latent nodes between, a ↔ b where a latent node reaches both along such paths. Pairs are
 * positions in `observed`. Two positions with the same node are one variable read twice: they are joined by a
 * bidirected edge and share that node's edges.
 */
export function latentProjection(parents: Parents, observed: readonly number[]): MixedGraph {
	const positions = new Map<number, number[]>();
	for (let i = 0; i < observed.length; i++) {
		const node = observed[i]!;
		if (!parents[node]) throw new CausalModelError(`There is no node ${node} to project onto.`, { node });
		const known = positions.get(node);
		if (known) known.push(i);
		else positions.set(node, [i]);
	}
	const children = childrenOf(parents);
	const directed = new Set<string>();
	const bidirected = new Set<string>();
	for (const [node, at] of positions) {
		for (const a of at) for (const b of at) if (a < b) bidirected.add(`${a} ${b}`);
		for (const other of firstObserved(children, node, positions)) {
			for (const a of at) for (const b of positions.get(other)!) directed.add(`${a} ${b}`);
		}
	}
	for (let latent = 0; latent < parents.length; latent++) {
		if (positions.has(latent) || children[latent]!.length < 2) continue;
		const reached = [...firstObserved(children, latent, positions)];
		for (let i = 0; i < reached.length; i++) {
			for (let j = i + 1; j < reached.length; j++) {
				for (const a of positions.get(reached[i]!)!) {
					for (const b of positions.get(reached[j]!)!) bidirected.add(a < b ? `${a} ${b}` : `${b} ${a}`);
				}
			}
		}
	}
	return { directed: sortedPairs(directed), bidirected: sortedPairs(bidirected) };
}

/** Observed nodes that directed paths from `node` meet first. */
function firstObserved(children: Parents, node: number, observed: ReadonlyMap<number, unknown>): Set<number> {
	const met = new Set<number>();
	const seen = new Set(children[node]!);
	for (const next of seen) {
		if (observed.has(next)) met.add(next);
		else for (const child of children[next]!) seen.add(child);
	}
	return met;
}

function sortedPairs(pairs: ReadonlySet<string>): (readonly [number, number])[] {
	return [...pairs]
		.map((pair) => pair.split(" ").map(Number) as [number, number])
		.sort((p, q) => p[0] - q[0] || p[1] - q[1]);
}
