import { withDefaults } from "../../options/option";
import type { GeneratorMeta } from "../generator";
import { PROTECT } from "../protect";

export const meta = withDefaults({
	label: "Gaussian copula",
	summary:
		"Every column's own distribution, joined by one matrix of correlations (as in SDV, Patki et al. 2016). A draft in half a second, with exact conditions.",
	paper: "Patki, Wedge and Veeramachaneni, The Synthetic Data Vault, DSAA 2016.",
	cellBytes: 20,
	conditions: ["given"],
	options: { protect: PROTECT },
}) satisfies GeneratorMeta;

/** Options of `copula`; what each does stands in its `help`. */
export type CopulaOptions = Partial<typeof meta.defaults>;
