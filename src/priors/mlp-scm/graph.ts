import type { TaskGraph } from "../prior";
import { projectEdges } from "../project-edges";
import type { WeightMask } from "./network";

/**
 * The graph over single units: one node for each cause and each unit the columns descend from, one edge for each
 * weight between them that was not dropped.
 */
export function networkGraph(
	kept: readonly Int32Array[],
	masks: readonly WeightMask[],
	read: readonly { readonly layer: number; readonly unit: number }[],
	families: readonly string[],
): TaskGraph {
	const nodes: string[] = [];
	const kinds: string[] = [];
	// numbers[layer][unit] is the unit's node.
	const numbers = kept.map((units, layer) => {
		const own = new Int32Array(layer === 0 ? masks[0]!.inputs : masks[layer - 1]!.outputs).fill(-1);
		for (const unit of units) {
			own[unit] = nodes.length;
			nodes.push(layer === 0 ? `cause${unit}` : `layer${layer}.${unit}`);
			kinds.push(layer === 0 ? "cause" : families[layer - 1]!);
		}
		return own;
	});
	const edges: [number, number][] = [];
	masks.forEach((mask, layer) => {
		const from = numbers[layer]!;
		const to = numbers[layer + 1]!;
		for (const block of mask.blocks) {
			for (let k = block.from; k < block.to; k++) {
				const tail = from[k]!;
				if (tail < 0) continue;
				for (let j = block.outFrom; j < block.outTo; j++) {
					const head = to[j]!;
					if (head < 0 || (mask.kept && !mask.kept[k * mask.outputs + j])) continue;
					edges.push([tail, head]);
				}
			}
		}
	});
	const observed = read.map(({ layer, unit }) => numbers[layer]![unit]!);
	const columnNodes: Record<string, number> = {};
	observed.forEach((node, i) => {
		columnNodes[i + 1 === observed.length ? "target" : `x${i + 1}`] = node;
	});
	return { nodes, edges, families: kinds, columnNodes, observed: projectEdges(nodes.length, edges, observed) };
}
