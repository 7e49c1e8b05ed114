import type { MixedGraph } from "../causal/graph";
import { latentProjection } from "../causal/latent-projection";

/** The mixed graph over the observed nodes that `edges` ([parent, child]) among `nodes` nodes imply. */
export function projectEdges(
	nodes: number,
	edges: readonly (readonly [number, number])[],
	observed: readonly number[],
): MixedGraph {
	const parents: number[][] = Array.from({ length: nodes }, () => []);
	for (const [parent, child] of edges) parents[child]!.push(parent);
	return latentProjection(parents, observed);
}
