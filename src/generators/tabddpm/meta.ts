import type { GeneratorMeta } from "../generator";

export interface TabDdpmOptions {
	/** Training steps. Default 2,000. */
	steps?: number;
	/** Rows of a training batch. Default 1,024; never more than the table has, rounded up to a power of two. */
	batchRows?: number;
	/** Learning rate at the first step; it falls linearly to 0. Default 0.002. */
	learningRate?: number;
	/** Widths of the hidden layers. Default [256, 256, 256]. */
	layers?: readonly number[];
	/** Diffusion steps T, in training and in sampling. Default 100. */
	timesteps?: number;
	/** How noise grows over the diffusion steps: `"cosine"` (default) or `"linear"`. */
	schedule?: string;
	/**
	 * Column that conditions the network and is drawn from its training frequencies: a category or boolean. `"auto"`
	 * (default) takes the last column if it is one of at most 100 levels; `""` takes none.
	 */
	target?: string;
	/**
	 * Fewest subjects (whoever the table says a row belongs to, else rows) that must share a category or value before it
	 * may appear again, and stand behind each end of a number's range. Default 5; 1 switches protection off.
	 */
	protect?: number;
}

export const meta: GeneratorMeta<TabDdpmOptions> = {
	label: "TabDDPM",
	summary:
		"Gaussian and multinomial diffusion with a plain network, as published by Kotelnikov et al. in 2023. The ancestor to compare with.",
	data: "table",
	device: "gpu",
	conditions: [],
	defaults: {
		steps: 2000,
		batchRows: 1024,
		learningRate: 0.002,
		layers: [256, 256, 256],
		timesteps: 100,
		schedule: "cosine",
		target: "auto",
		protect: 5,
	},
};
