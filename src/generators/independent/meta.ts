import type { GeneratorMeta } from "../generator";

export interface IndependentOptions {
	/**
	 * Fewest rows that must share a level before it may appear again, and that are averaged into each end of a number's
	 * range. Default 5; 1 switches protection off.
	 */
	protect?: number;
}

export const meta: GeneratorMeta<IndependentOptions> = {
	label: "Independent columns",
	summary:
		"Samples every column independently: correct marginals, no dependence between columns. The baseline to beat.",
	data: "table",
	device: "cpu",
	conditions: ["given"],
	defaults: { protect: 5 },
};
