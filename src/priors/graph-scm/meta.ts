import { withDefaults } from "../../options/option";
import { TASK_OPTIONS } from "../options";
import type { PriorMeta } from "../prior";

/** Families of functions along the edges, as TabICLv2 names them. */
export const FUNCTION_FAMILIES = ["mlp", "tree", "discretise", "linear", "quadratic", "gp", "em", "product"] as const;
export type FunctionFamily = (typeof FUNCTION_FAMILIES)[number];

export const graphScmMeta = withDefaults({
	label: "Random graphs",
	summary: "TabICLv2's prior: a random graph of vector-valued nodes joined by eight families of functions.",
	webgpu: true,
	options: {
		...TASK_OPTIONS,
		minFeatures: { ...TASK_OPTIONS.minFeatures, default: 1 },
		filter: { ...TASK_OPTIONS.filter, default: true },
		maxNodes: {
			type: "number",
			default: 32,
			min: 2,
			max: 256,
			whole: true,
			help: "Most latent nodes; 32 as released.",
		},
		functions: {
			type: "choices",
			default: FUNCTION_FAMILIES,
			choices: FUNCTION_FAMILIES,
			help: "Function families to choose from, each as likely.",
		},
		warp: {
			type: "choice",
			default: "children",
			choices: ["children", "column"],
			help: "Where a number is warped (Kumaraswamy): as released only what its children see, or also the column itself.",
		},
		quantise: {
			type: "number",
			default: 0,
			min: 0,
			max: 1,
			help: "Probability that a number column is quantised into a few values, as TabPFN v2 describes; 0 as released.",
		},
	},
}) satisfies PriorMeta;

/** Options of `graph-scm`; what each does stands in its `help`. */
export type GraphScmOptions = typeof graphScmMeta.defaults;
