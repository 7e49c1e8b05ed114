import { evaluationOf } from "../causal/sample";
import type { CausalNode, Evaluation, Family, NodeValues, Values } from "../causal/scm";
import type { Random } from "../random";
import { fastNoise } from "./kernels/noise";

/**
 * A family whose constants are calibrated on the first rows it sees: means, scales, thresholds, centres. Calibrating
 * computes the node as well, with the values `evaluate` gives for the same rows afterwards.
 */
export interface CalibratedFamily<Plan, Parameters> extends Family<Parameters> {
	calibrate(plan: Plan, at: Evaluation, out: Values): Parameters;
}

/** A causal model under construction: nodes are added in topological order and computed as they are added. */
export interface Drawing {
	readonly nodes: CausalNode[];
	readonly values: NodeValues[];
	readonly rows: number;
	readonly noise: Random;
	/** Adds a node, calibrates its mechanism on the drawing's rows and returns its index. */
	add<Plan, Parameters>(
		name: string,
		width: number,
		parents: readonly number[],
		family: readonly [name: string, family: CalibratedFamily<Plan, Parameters>],
		plan: Plan,
	): number;
	/** Adds a node whose values were computed elsewhere, and from which none can be computed again; returns its index. */
	given(name: string, width: number, computed: Float32Array): number;
}

/** Starts a model whose noise is keyed from `noise`, calibrated on rows 0 … rows − 1. */
export function createDrawing(noise: Random, rows: number): Drawing {
	const nodes: CausalNode[] = [];
	const values: NodeValues[] = [];
	return {
		nodes,
		values,
		rows,
		noise,
		add(name, width, parents, [familyName, family], plan) {
			const out = new Float32Array(rows * width);
			const inputs = parents.map((parent) => values[parent]!);
			const path = `node/${name}`;
			const at = evaluationOf(name, path, inputs, width, { rows, random: noise }, 0, rows);
			const parameters = family.calibrate(plan, { ...at, noise: fastNoise(at.noise, noise.stream(path).key) }, out);
			nodes.push({ name, width, parents, precision: "single", mechanism: { family: familyName, parameters } });
			values.push({ values: out, width });
			return nodes.length - 1;
		},
		given(name, width, computed) {
			nodes.push({ name, width, parents: [], precision: "single", mechanism: { family: "given", parameters: {} } });
			values.push({ values: computed, width });
			return nodes.length - 1;
		},
	};
}
