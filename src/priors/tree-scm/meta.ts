import { withDefaults } from "../../options/option";
import { GROUP, TASK_OPTIONS } from "../options";
import type { PriorMeta } from "../prior";

export const treeScmMeta = withDefaults({
	label: "Random trees",
	summary: "TabICL's tree prior: the target comes out of boosted trees fitted to noise.",
	options: { ...TASK_OPTIONS, group: GROUP },
}) satisfies PriorMeta;

/** Options of `tree-scm`; what each does stands in its `help`. */
export type TreeScmOptions = typeof treeScmMeta.defaults;
