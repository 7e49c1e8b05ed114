/**
 * Directed acyclic graphs and what they imply: ancestors, orders. A graph is given as the
 * list of each node's parents (indices); no order is assumed except where a function says so.
 */

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
