import { TASK_DEFAULTS, type TaskOptions } from "../options";
import type { PriorMeta } from "../prior";

export interface TreeScmOptions extends TaskOptions {
	/** Tables that share the parameters of the hyper-parameters' distributions: 4 in TabICL's first stage. */
	group: number;
}

export const treeScmMeta: PriorMeta<TreeScmOptions> = {
	label: "Random trees",
	summary: "TabICL's tree prior: the target comes out of boosted trees fitted to noise.",
	defaults: { ...TASK_DEFAULTS, group: 1 },
};
