import { TASK_DEFAULTS, type TaskOptions } from "../options";
import type { PriorMeta } from "../prior";

export interface MlpScmOptions extends TaskOptions {
	/**
	 * What the columns are: units of a network fed by a few causes ("scm"), or the network's inputs with the target as its
	 * output ("bnn"); "auto" draws one of the two for each group.
	 */
	graph: "auto" | "scm" | "bnn";
	/** Tables that share the parameters of the hyper-parameters' distributions: 4 in TabICL's first stage. */
	group: number;
}

export const mlpScmMeta: PriorMeta<MlpScmOptions> = {
	label: "Random networks",
	summary: "TabPFN's prior: columns are units of a random neural network, or its inputs.",
	defaults: { ...TASK_DEFAULTS, graph: "auto", group: 1 },
	webgpu: true,
};
