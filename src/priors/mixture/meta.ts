import { TASK_DEFAULTS, type TaskOptions } from "../options";
import type { PriorMeta } from "../prior";

export interface MixtureOptions extends TaskOptions {
	/** Weight of each prior, by name; they need not add up to 1. */
	weights: Readonly<Record<string, number>>;
	/** Options of single priors, by name, over the shared ones. */
	options: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export const mixtureMeta: PriorMeta<MixtureOptions> = {
	label: "Mixture",
	summary: "Takes each table from one of the other priors; by default half networks and trees, half graphs.",
	defaults: {
		...TASK_DEFAULTS,
		filter: true,
		// TabICL v1 mixes networks and trees 0.7 : 0.3; graphs are given the other half.
		weights: { "mlp-scm": 0.35, "tree-scm": 0.15, "graph-scm": 0.5 },
		options: {},
	},
};
