import type { GeneratorMeta } from "../generator";

export interface DiffusionOptions {
	/**
	 * Training steps at most; it ends sooner once held-out rows are predicted no better. In a table of numbers, whose
	 * columns have networks of their own, these take up to 2,000 steps each and 60,000 in all, below 300 rows 40,000, or a
	 * share of that where fewer steps are asked for than the table would get. Default 0: from the table.
	 */
	steps?: number;
	/** Rows of a training batch. Default 0: from the table, 80 to 1,024. */
	batchRows?: number;
	/** Highest learning rate; it rises over the first steps and falls as a cosine to 0. Default 0.002. */
	learningRate?: number;
	/** Units of the network's residual stream. Default 0: from the table, 24 to 384. */
	width?: number;
	/** Residual blocks. Default 0: 3, or 2 where far fewer steps are asked for than the table would get. */
	layers?: number;
	/** Bins of a number that has no few values. Default 0: from the table, 10 to 128. */
	bins?: number;
	/**
	 * Steps in which a row is drawn. Default 0: one a column; where columns have no networks of their own, up to 128 in
	 * tables of numbers, else up to 32.
	 */
	samplingSteps?: number;
	/**
	 * Fewest subjects (whoever the table says a row belongs to, else rows) that must share a category or value before it
	 * may appear again, and stand behind each end of a number's range. Default 5; 1 switches protection off.
	 */
	protect?: number;
}

export const meta: GeneratorMeta<DiffusionOptions> = {
	label: "Masked diffusion",
	summary:
		"Hides cells and learns to fill them in, then draws whole rows cell by cell. The default: good on most tables within a minute or two.",
	data: "table",
	device: "gpu",
	conditions: ["given"],
	defaults: {
		steps: 0,
		batchRows: 0,
		learningRate: 0.002,
		width: 0,
		layers: 0,
		bins: 0,
		samplingSteps: 0,
		protect: 5,
	},
};
