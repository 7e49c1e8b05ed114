import { TASK_DEFAULTS, type TaskOptions } from "../options";
import type { PriorMeta } from "../prior";

/** Families of functions along the edges, as TabICLv2 names them. */
export const FUNCTION_FAMILIES = ["mlp", "tree", "discretise", "linear", "quadratic", "gp", "em", "product"] as const;
export type FunctionFamily = (typeof FUNCTION_FAMILIES)[number];

export interface GraphScmOptions extends TaskOptions {
	/** Most latent nodes, 2 … 256; 32 as released. */
	maxNodes: number;
	/** Function families to draw from, each as likely. */
	functions: readonly FunctionFamily[];
	/** Where a number is warped (Kumaraswamy): as released only what its children see, or also the column itself. */
	warp: "children" | "column";
	/** Probability that a number column is quantised into a few values, as TabPFN v2 describes; 0 as released. */
	quantise: number;
}

export const graphScmMeta: PriorMeta<GraphScmOptions> = {
	label: "Random graphs",
	summary: "TabICLv2's prior: a random graph of vector-valued nodes joined by eight families of functions.",
	webgpu: true,
	defaults: {
		...TASK_DEFAULTS,
		minFeatures: 1,
		filter: true,
		maxNodes: 32,
		functions: FUNCTION_FAMILIES,
		warp: "children",
		quantise: 0,
	},
};
