import type { ExpressionParameters } from "./expression-family";
import type { MixedGraph } from "./graph";
import { latentProjection } from "./latent-projection";
import type { CausalModelData, CausalNode } from "./scm";

/** A directed graph over named nodes with the columns read from them. Plain data; the shape a prior's tasks carry too. */
export interface CausalGraph {
	/** Names of the nodes, parents first. */
	readonly nodes: readonly string[];
	/** [parent, child] pairs, indices into `nodes`. */
	readonly edges: readonly (readonly [number, number])[];
	/** How each node is computed: a distribution's name where the whole definition is one draw, else "equation" … */
	readonly families: readonly string[];
	/** Which node each column is read from. */
	readonly columnNodes: Readonly<Record<string, number>>;
	/** Mixed graph over the columns (latent projection): pairs of column indices. */
	readonly observed: MixedGraph;
}

/** The graph of a model, and its projection onto the columns. */
export function describeGraph({ nodes, columns }: CausalModelData): CausalGraph {
	const parents = nodes.map((node) => node.parents);
	return {
		nodes: nodes.map(({ name }) => name),
		edges: parents.flatMap((of, child) => of.map((parent) => [parent, child] as const)),
		families: nodes.map(familyOf),
		columnNodes: Object.fromEntries(columns.map(({ name, node }) => [name, node])),
		observed: latentProjection(
			parents,
			columns.map(({ node }) => node),
		),
	};
}

function familyOf({ mechanism }: CausalNode): string {
	if (mechanism.family !== "expression") return mechanism.family;
	const { operation, name } = (mechanism.parameters as ExpressionParameters).root;
	return operation === "draw" ? name! : operation === "category" ? "category" : "equation";
}
