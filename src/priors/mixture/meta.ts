import { withDefaults } from "../../options/option";
import { TASK_OPTIONS } from "../options";
import type { PriorMeta } from "../prior";

export const mixtureMeta = withDefaults({
	label: "Mixture",
	summary: "Takes each table from one of the other priors; by default half networks and trees, half graphs.",
	options: {
		...TASK_OPTIONS,
		filter: { ...TASK_OPTIONS.filter, default: true },
		// TabICL v1 mixes networks and trees 0.7 : 0.3; graphs are given the other half.
		weights: {
			type: "weights",
			default: { "mlp-scm": 0.35, "tree-scm": 0.15, "graph-scm": 0.5 },
			help: "Weight of each prior, by name; they need not add up to 1.",
		},
		options: {
			type: "object",
			default: {},
			help: "Options of single priors, by name, over the shared ones.",
		},
	},
}) satisfies PriorMeta;

/** Options of `mixture`; what each does stands in its `help`. */
export type MixtureOptions = typeof mixtureMeta.defaults;
