import type { Drawing } from "../drawing";
import { component, isDegenerate } from "../reading";
import { COMPONENT, NEIGHBOUR, SOFTMAX } from "./converters";
import type { Centres } from "./functions/discretise";
import { GATHER, type PartPlan } from "./gather";
import type { GraphScmOptions } from "./meta";
import { GRAPH_NODE, type GraphNode } from "./node";
import type { ReadingPlan, TablePlan, VectorPlan } from "./plan";

/** Why a table cannot serve whose vector is not finite. */
export const NOT_FINITE = "a node is not finite";

/** The reason why a table cannot serve that has these columns, if one is the target: the last of `columns` and a constant. */
export function targetFault(
	{ columns }: VectorPlan,
	last: number,
	values: (position: number) => Float64Array,
): string | undefined {
	const target = columns.find(({ position, mode }) => position === last && !mode);
	return target && isDegenerate(values(last)) ? "the target is constant" : undefined;
}

/** Adds the nodes of one column, read from node `latent`; gives the column's node and its part of what children see. */
function addColumn(
	drawing: Drawing,
	plan: ReadingPlan,
	latent: number,
	warpsColumn: boolean,
): { node: number; natural?: number; part: (column: number, natural?: number) => PartPlan } {
	const { name, levels, mode, width, from, warp, level, vectors } = plan;
	if (!mode || !level) {
		const own = warpsColumn ? warp : undefined;
		const node = drawing.add(name, 1, [latent], ["component", COMPONENT], { component: from, warp: own });
		const after = warpsColumn ? undefined : warp;
		return { node, part: (column) => ({ kind: "number", from, width: 1, column, warp: after }) };
	}
	const returnsSlice = mode.endsWith("-id");
	// Where children see the slice itself, the level is read first and the column copies it: setting the column then
	// differs from what was read, and the children see the level's own vector.
	const reader = returnsSlice ? `${name}/natural` : name;
	const slice = { from, width };
	const read =
		level.kind === "neighbour"
			? drawing.add(reader, 1, [latent], ["neighbour", NEIGHBOUR], { ...slice, centres: level.centres })
			: drawing.add(reader, 1, [latent], ["softmax", SOFTMAX], {
					...slice,
					sharpness: level.sharpness,
					bias: level.bias,
				});
	const { centres } = drawing.nodes[read]!.mechanism.parameters as { centres?: Centres };
	const node = returnsSlice ? drawing.add(name, 1, [read], ["component", COMPONENT], { component: 0 }) : read;
	return {
		node,
		natural: returnsSlice ? read : undefined,
		part: (column, natural) => ({ kind: "category", ...slice, column, natural, levels, vectors: vectors!, centres }),
	};
}

/** Computes a planned table node by node; gives the node of each column, or the reason why the table cannot serve. */
export function compute(
	{ vectors, hyper }: TablePlan,
	drawing: Drawing,
	{ warp }: Readonly<Pick<GraphScmOptions, "warp">>,
): number[] | string {
	const columnNodes: number[] = [];
	const outputs: number[] = [];
	for (const [v, vector] of vectors.entries()) {
		const { name, width, columns, importance } = vector;
		const parents = vector.parents.map((i) => outputs[i]!);
		const latent = drawing.add(name, width, parents, ["graph-node", GRAPH_NODE], vector.node);
		const { factors, moments } = drawing.nodes[latent]!.mechanism.parameters as GraphNode;
		if (!Number.isFinite(factors[0]!) || moments.means.some((m) => !Number.isFinite(m))) return NOT_FINITE;
		const parts: PartPlan[] = [];
		const seen = [latent];
		for (const column of columns) {
			const added = addColumn(drawing, column, latent, warp === "column");
			columnNodes[column.position] = added.node;
			seen.push(added.node);
			const at = seen.length - 1;
			if (added.natural !== undefined) seen.push(added.natural);
			if (importance !== undefined) parts.push(added.part(at, added.natural === undefined ? undefined : at + 1));
		}
		const fault = targetFault(vector, hyper.features, (c) => component(drawing.values[columnNodes[c]!]!, 0));
		if (fault) return fault;
		if (importance !== undefined) {
			outputs[v] = drawing.add(`${name}/out`, width, seen, ["gather", GATHER], { importance, parts });
		}
	}
	return columnNodes;
}
