import type { MixedGraph, Parents } from "../../src/causal/graph";

/** The latent projection by its definition, walk by walk; what the one with sets of bits is held against. */
export function plainProjection(parents: Parents, observed: readonly number[]): MixedGraph {
	/** The observed nodes that directed paths from `node` meet first. */
	const firstMet = (node: number): Set<number> => {
		const met = new Set<number>();
		const passed = new Set([node]);
		for (const at of passed) {
			parents.forEach((own, child) => {
				if (!own.includes(at)) return;
				if (observed.includes(child)) met.add(child);
				else passed.add(child);
			});
		}
		return met;
	};
	const directed: [number, number][] = [];
	const bidirected: [number, number][] = [];
	const met = parents.map((_, node) => firstMet(node));
	for (let i = 0; i < observed.length; i++) {
		for (let j = 0; j < observed.length; j++) {
			const [a, b] = [observed[i]!, observed[j]!];
			if (met[a]!.has(b)) directed.push([i, j]);
			const shared = met.some((from, node) => !observed.includes(node) && from.has(a) && from.has(b));
			if (i < j && (a === b || shared)) bidirected.push([i, j]);
		}
	}
	return { directed, bidirected };
}
