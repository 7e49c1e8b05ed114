import { withDefaults } from "../../options/option";
import type { GeneratorMeta } from "../generator";
import { PROTECT } from "../protect";

export const meta = withDefaults({
	label: "Independent columns",
	summary:
		"Samples every column independently: correct marginals, no dependence between columns. The baseline to beat.",
	paper: undefined,
	canBePrivate: true,
	cellBytes: 30,
	conditions: ["given"],
	options: { protect: PROTECT },
}) satisfies GeneratorMeta;

/** Options of `independent`; what each does stands in its `help`. */
export type IndependentOptions = Partial<typeof meta.defaults>;
