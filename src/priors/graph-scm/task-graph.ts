import type { Drawing } from "../drawing";
import type { TaskGraph } from "../prior";
import { projectEdges } from "../project-edges";
import type { ColumnPlan } from "./hyper";
import type { GraphNode } from "./node";
import type { RandomGraph } from "./random-graph";

/**
 * The graph of latent vectors and columns: a column is a node of its own between the vector it is read from and that
 * vector's children, since setting it changes what the children see; the rest of the vector reaches them directly.
 */
export function taskGraph(
	graph: RandomGraph,
	kept: Uint8Array,
	columns: readonly ColumnPlan[],
	drawing: Drawing,
): TaskGraph {
	const assigned = [...graph.features, graph.target];
	const nodes: string[] = [];
	const families: string[] = [];
	const edges: [number, number][] = [];
	const latent: number[] = [];
	const columnNodes: Record<string, number> = {};
	const ownColumns = graph.parents.map((): number[] => []);
	const mechanisms = new Map(drawing.nodes.map((node) => [node.name, node.mechanism]));
	graph.parents.forEach((parents, j) => {
		if (!kept[j]) return;
		const name = `n${j + 1}`;
		const drawn = mechanisms.get(name)!.parameters as GraphNode;
		latent[j] = nodes.length;
		nodes.push(name);
		families.push(drawn.points ? "root" : [...new Set(drawn.functions.map((f) => f.family))].join(" + "));
		for (const i of parents) for (const tail of [latent[i]!, ...ownColumns[i]!]) edges.push([tail, latent[j]!]);
		columns.forEach(({ name: column, mode }, c) => {
			if (assigned[c] !== j) return;
			edges.push([latent[j]!, nodes.length]);
			columnNodes[column] = nodes.length;
			ownColumns[j]!.push(nodes.length);
			nodes.push(column);
			families.push(mode ?? "number");
		});
	});
	const observed = columns.map(({ name }) => columnNodes[name]!);
	return { nodes, edges, families, columnNodes, observed: projectEdges(nodes.length, edges, observed) };
}
