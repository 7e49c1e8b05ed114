import { CausalModelError } from "../errors";
import { type MixedGraph, type Parents, topologicalOrder } from "./graph";

/**
 * Latent projection of a graph onto `observed` nodes (Verma and Pearl 1991; Richardson 2003): a → b where a directed
 * path from a to b has only latent nodes between, a ↔ b where a latent node reaches both along such paths. Pairs are
 * positions in `observed`. Two positions with the same node are one variable read twice: they are joined by a
 * bidirected edge and share that node's edges. Sets of positions are kept as bits: a network of a hundred columns has
 * tens of thousands of edges.
 *
 * @throws CausalModelError for a node that is not there, or a cycle.
 */
export function latentProjection(parents: Parents, observed: readonly number[]): MixedGraph {
	const count = observed.length;
	const words = (count + 31) >>> 5;
	// Each node's positions, and the positions that it leads to through latent nodes.
	const own = new Uint32Array(parents.length * words);
	const reach = new Uint32Array(parents.length * words);
	const isObserved = new Uint8Array(parents.length);
	observed.forEach((node, i) => {
		if (!parents[node]) throw new CausalModelError(`There is no node ${node} to project onto.`, { node });
		isObserved[node] = 1;
		own[node * words + (i >>> 5)]! |= 1 << (i & 31);
	});
	const confounded = new Uint32Array(count * words);
	for (const node of childrenFirst(parents)) {
		const at = node * words;
		const seen = isObserved[node] ? own : reach;
		for (const parent of parents[node]!) {
			for (let w = 0; w < words; w++) reach[parent * words + w]! |= seen[at + w]!;
		}
		for (let i = 0; i < count; i++) {
			if (!has(seen, at, i)) continue;
			for (let w = 0; w < words; w++) confounded[i * words + w]! |= seen[at + w]!;
		}
	}
	const directed: [number, number][] = [];
	const bidirected: [number, number][] = [];
	for (let i = 0; i < count; i++) {
		for (let j = 0; j < count; j++) {
			if (has(reach, observed[i]! * words, j)) directed.push([i, j]);
			if (j > i && has(confounded, i * words, j)) bidirected.push([i, j]);
		}
	}
	return { directed, bidirected };
}

function has(sets: Uint32Array, at: number, i: number): boolean {
	return ((sets[at + (i >>> 5)]! >>> (i & 31)) & 1) === 1;
}

/** The nodes with children before their parents. */
function childrenFirst(parents: Parents): number[] {
	const given = Array.from(parents, (_, node) => node);
	if (parents.every((own, node) => own.every((parent) => parent < node))) return given.reverse();
	const sorted = topologicalOrder(parents);
	if ("cycle" in sorted) {
		throw new CausalModelError(`The graph has a cycle: ${sorted.cycle.join(" → ")}.`, { cycle: sorted.cycle });
	}
	return sorted.order.reverse();
}
