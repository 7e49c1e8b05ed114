import { withDefaults } from "../../options/option";
import { GROUP, TASK_OPTIONS } from "../options";
import type { PriorMeta } from "../prior";

export const mlpScmMeta = withDefaults({
	label: "Random networks",
	summary: "TabPFN's prior: columns are units of a random neural network, or its inputs.",
	webgpu: true,
	options: {
		...TASK_OPTIONS,
		graph: {
			type: "choice",
			default: "auto",
			choices: ["auto", "scm", "bnn"],
			help: 'What the columns are: units of a network fed by a few causes ("scm"), or the network\'s inputs with the target as its output ("bnn"); "auto" takes one of the two at random for each group.',
		},
		group: GROUP,
	},
}) satisfies PriorMeta;

/** Options of `mlp-scm`; what each does stands in its `help`. */
export type MlpScmOptions = typeof mlpScmMeta.defaults;
