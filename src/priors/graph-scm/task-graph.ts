import type { TaskGraph } from "../prior";
import { projectEdges } from "../project-edges";
import type { TablePlan } from "./plan";

/**
 * The graph of latent vectors and columns: a column is a node of its own between the vector it is read from and that
 * vector's children, since setting it changes what the children see; the rest of the vector reaches them directly.
 */
export function taskGraph({ vectors, hyper }: TablePlan): TaskGraph {
	const nodes: string[] = [];
	const families: string[] = [];
	const edges: [number, number][] = [];
	const seen: number[][] = [];
	const columnNodes: Record<string, number> = {};
	for (const { name, parents, node, columns } of vectors) {
		const latent = nodes.length;
		nodes.push(name);
		families.push(node.points ? "root" : [...new Set(node.functions.map((f) => f.family))].join(" + "));
		for (const i of parents) for (const tail of seen[i]!) edges.push([tail, latent]);
		const own = [latent];
		for (const { name: column, mode } of columns) {
			edges.push([latent, nodes.length]);
			columnNodes[column] = nodes.length;
			own.push(nodes.length);
			nodes.push(column);
			families.push(mode ?? "number");
		}
		seen.push(own);
	}
	const observed = hyper.columns.map(({ name }) => columnNodes[name]!);
	return { nodes, edges, families, columnNodes, observed: projectEdges(nodes.length, edges, observed) };
}
