import { layOut, restoreColumn } from "../../../nn/mlp/layout";
import { createRandom } from "../../../random";
import { columnShape } from "../columns/column-shape";
import type { DiffusionSaved } from "../model";
import { type Graph, GraphBuilder, type Port } from "./graph";
import { addNetwork } from "./network-graph";
import { type SamplingPlan, samplingPlan } from "./sampling-plan";

/**
 * The networks of a model as one graph: of states[B, F] (−1 where masked) and scores[B, F] (the normal score of a state
 * that is a bin), the logits of every column, `logits_f`[B, states]. Column networks answer for their own column, and only
 * where just the columns before it are known; the masked network for the others.
 */
export function modelGraph(saved: DiffusionSaved): { readonly graph: Graph; readonly plan: SamplingPlan } {
	const { shape, parameters, columns } = saved;
	const { tokens } = shape;
	const builder = new GraphBuilder();
	const names = { states: "states", scores: "scores" };
	const own = columns?.parameters.length ?? 0;
	const rest = Array.from(tokens.keys()).slice(own);
	const logits = new Map<number, string>();
	if (columns) {
		const small = columnShape(shape, columns);
		const layout = layOut(small);
		for (const [f, slice] of columns.parameters.entries()) {
			const whole = new Float32Array(layout.size);
			restoreColumn(small, layout, f, slice, whole);
			logits.set(f, addNetwork(builder, names, small, whole, [f])[0]!);
		}
	}
	if (rest.length > 0) {
		for (const [i, name] of addNetwork(builder, names, shape, parameters, rest).entries()) logits.set(rest[i]!, name);
	}
	const outputs = tokens.map(({ states }, f): Port => {
		builder.add("Identity", [logits.get(f)!], {}, `logits_${f}`);
		return { name: `logits_${f}`, type: "float32", dims: ["rows", states] };
	});
	const inputs: Port[] = [
		{ name: names.states, type: "int64", dims: ["rows", tokens.length] },
		{ name: names.scores, type: "float32", dims: ["rows", tokens.length] },
	];
	const graph = { nodes: builder.nodes, constants: builder.constants, inputs, outputs };
	return { graph, plan: samplingPlan(saved, createRandom("onnx")) };
}
