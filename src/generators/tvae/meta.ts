import { withDefaults } from "../../options/option";
import type { GeneratorMeta } from "../generator";
import { PROTECT } from "../protect";

export const meta = withDefaults({
	label: "TVAE",
	summary:
		"A variational autoencoder with a Gaussian for numbers and a softmax for categories, as published by Xu et al. in 2019. Trains faster than CTGAN; to compare with.",
	paper:
		"Xu, Skoularidou, Cuesta-Infante and Veeramachaneni, Modeling Tabular Data Using Conditional GAN, NeurIPS 2019.",
	cellBytes: 20,
	conditions: [],
	options: {
		steps: { type: "number", default: 1500, min: 0, max: 1_000_000, whole: true, help: "Training steps at most." },
		batchRows: { type: "number", default: 500, min: 1, max: 65_536, whole: true, help: "Rows of a training batch." },
		learningRate: {
			type: "number",
			default: 0.001,
			above: 0,
			max: 1,
			help: "Learning rate at the first step; it falls linearly to 0.",
		},
		layers: {
			type: "numbers",
			default: [128, 128],
			each: { type: "number", min: 1, max: 4096, whole: true },
			most: 32,
			help: "Widths of the hidden layers, of the encoder and, in reverse, of the decoder.",
		},
		latent: { type: "number", default: 128, min: 1, max: 4096, whole: true, help: "Width of the latent space." },
		modes: { type: "number", default: 10, min: 1, max: 100, whole: true, help: "Most modes of a number." },
		protect: PROTECT,
	},
}) satisfies GeneratorMeta;

/** Options of `tvae`; what each does stands in its `help`. */
export type TvaeOptions = Partial<typeof meta.defaults>;
