import type { Random } from "../../random";
import { cauchy, permutation } from "../draws";
import { sigmoid } from "../elementary";

/** A random directed graph and the nodes its columns are read from. */
export interface RandomGraph {
	/** Parents of each node, ascending; every parent has a smaller index. */
	readonly parents: readonly (readonly number[])[];
	/** Node of each feature. */
	readonly features: readonly number[];
	/** Node of the target. */
	readonly target: number;
	/** How many graphs were drawn until features and target shared an ancestor. */
	readonly draws: number;
}

/** Edge i → j (i < j) with probability sigmoid(c + aᵢ + bⱼ); c, aᵢ, bⱼ standard Cauchy (TabICLv2's "random Cauchy graph"). */
export function drawCauchyGraph(random: Random, nodes: number): number[][] {
	const offset = cauchy(random);
	const out = Array.from({ length: nodes }, () => cauchy(random));
	const into = Array.from({ length: nodes }, () => cauchy(random));
	return into.map((b, j) => {
		const parents: number[] = [];
		for (let i = 0; i < j; i++) if (random.uniform() < sigmoid(offset + out[i]! + b)) parents.push(i);
		return parents;
	});
}

/** A uniform number of eligible nodes, a random subset of that size, and a uniform eligible node for each column. */
function assign(random: Random, nodes: number, columns: number): number[] {
	const order = permutation(random, nodes);
	const eligible = 1 + random.int(nodes);
	const assigned: number[] = [];
	for (let i = 0; i < columns; i++) assigned.push(order[random.int(eligible)]!);
	return assigned;
}

/** The nodes and all they descend from. */
export function ancestorsOf(parents: readonly (readonly number[])[], start: Iterable<number>): Uint8Array {
	const found = new Uint8Array(parents.length);
	for (const node of start) found[node] = 1;
	for (let j = parents.length - 1; j >= 0; j--) if (found[j]) for (const i of parents[j]!) found[i] = 1;
	return found;
}

/** Draws graphs until some feature and the target have a common ancestor (themselves included). */
export function drawRandomGraph(random: Random, nodes: number, features: number): RandomGraph {
	for (let draws = 1; ; draws++) {
		const own = random.stream(draws);
		const parents = drawCauchyGraph(own.stream("edges"), nodes);
		const ofFeatures = assign(own.stream("features"), nodes, features);
		const target = assign(own.stream("target"), nodes, 1)[0]!;
		const above = ancestorsOf(parents, ofFeatures);
		const aboveTarget = ancestorsOf(parents, [target]);
		if (above.some((x, i) => x && aboveTarget[i])) return { parents, features: ofFeatures, target, draws };
	}
}
