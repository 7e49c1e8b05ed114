import type { MixedGraph } from "../causal/graph";

/**
 * Latent projection (Verma 1993; Pearl 2009, definition 2.6.1): i → j where a directed path leads from i to j through
 * latent nodes only, i ↔ j where some latent node has such paths to both. The twin of the causal room's, over sets of
 * bits: networks of a hundred columns have tens of thousands of edges.
 *
 * @param nodes How many nodes; every edge leads from a smaller index to a larger.
 * @param edges from, to, from, to …
 * @param observed Node of each observed column; no node twice.
 */
export function projectLatents(nodes: number, edges: ArrayLike<number>, observed: ArrayLike<number>): MixedGraph {
	const count = observed.length;
	const words = (count + 31) >>> 5;
	const columnOf = new Int32Array(nodes).fill(-1);
	for (let i = 0; i < count; i++) columnOf[observed[i]!] = i;
	// Edges grouped by their tail, by counting.
	const start = new Int32Array(nodes + 1);
	for (let e = 0; e < edges.length; e += 2) start[edges[e]! + 1]!++;
	for (let v = 0; v < nodes; v++) start[v + 1]! += start[v]!;
	const heads = new Int32Array(edges.length >>> 1);
	const next = start.slice();
	for (let e = 0; e < edges.length; e += 2) heads[next[edges[e]!]!++] = edges[e + 1]!;

	// reach[v]: bits of the columns that v leads to through latent nodes.
	const reach = new Uint32Array(nodes * words);
	const confounded = new Uint32Array(count * words);
	for (let v = nodes - 1; v >= 0; v--) {
		const at = v * words;
		for (let e = start[v]!; e < start[v + 1]!; e++) {
			const head = heads[e]!;
			const column = columnOf[head]!;
			if (column >= 0) reach[at + (column >>> 5)]! |= 1 << (column & 31);
			else for (let w = 0; w < words; w++) reach[at + w]! |= reach[head * words + w]!;
		}
		if (columnOf[v]! >= 0) continue;
		for (let i = 0; i < count; i++) {
			if ((reach[at + (i >>> 5)]! >>> (i & 31)) & 1) {
				for (let w = 0; w < words; w++) confounded[i * words + w]! |= reach[at + w]!;
			}
		}
	}
	const directed: [number, number][] = [];
	const bidirected: [number, number][] = [];
	for (let i = 0; i < count; i++) {
		for (let j = 0; j < count; j++) {
			if ((reach[observed[i]! * words + (j >>> 5)]! >>> (j & 31)) & 1) directed.push([i, j]);
			if (j > i && (confounded[i * words + (j >>> 5)]! >>> (j & 31)) & 1) bidirected.push([i, j]);
		}
	}
	return { directed, bidirected };
}
