import { withDefaults } from "../../options/option";
import type { GeneratorMeta } from "../generator";
import { PRIVATE } from "../private-options";

export const meta = withDefaults({
	label: "Clique tree, differentially private",
	summary:
		"Noisy counts of the most dependent pairs of columns, joined in one graphical model (McKenna et al. 2019, 2022). The promise of differential privacy holds against every attack.",
	paper:
		"McKenna, Mullins, Sheldon and Miklau, AIM: An Adaptive and Iterative Mechanism for Differentially Private Synthetic Data, VLDB 2022.",
	private: true,
	cellBytes: 20,
	conditions: ["given"],
	options: {
		...PRIVATE,
		cells: {
			type: "number",
			default: 20_000,
			min: 100,
			max: 1_000_000,
			whole: true,
			help: "Most cells of the model; more take longer and rarely tell more.",
		},
	},
}) satisfies GeneratorMeta;

/** Options of `clique-tree`; what each does stands in its `help`. */
export type CliqueTreeOptions = Partial<typeof meta.defaults>;
