import type { GeneratorMeta } from "../generator";

export interface CopulaOptions {
	/** Fewest subjects behind a category, a value and an end of a range. Default 5; 1 switches protection off. */
	protect?: number;
}

export const meta: GeneratorMeta<CopulaOptions> = {
	label: "Gaussian copula",
	summary:
		"Every column's own distribution, joined by one matrix of correlations: an instant draft, with exact conditions.",
	data: "table",
	device: "cpu",
	conditions: ["given"],
	defaults: { protect: 5 },
};
