import { withDefaults } from "../../options/option";
import type { GeneratorMeta } from "../generator";
import { PROTECT } from "../protect";

export const meta = withDefaults({
	label: "TabDDPM",
	summary:
		"Gaussian and multinomial diffusion with a plain network, as published by Kotelnikov et al. in 2023. The ancestor to compare with.",
	paper:
		"Kotelnikov, Baranchuk, Rubachev and Babenko, TabDDPM: Modelling Tabular Data with Diffusion Models, ICML 2023.",
	cellBytes: 20,
	conditions: [],
	options: {
		steps: { type: "number", default: 2000, min: 0, max: 1_000_000, whole: true, help: "Training steps." },
		batchRows: {
			type: "number",
			default: 1024,
			min: 1,
			max: 65_536,
			whole: true,
			help: "Rows of a training batch; never more than the table has, rounded up to a power of two.",
		},
		learningRate: {
			type: "number",
			default: 0.002,
			above: 0,
			max: 1,
			help: "Learning rate at the first step; it falls linearly to 0.",
		},
		layers: {
			type: "numbers",
			default: [256, 256, 256],
			each: { type: "number", min: 1, max: 4096, whole: true },
			most: 32,
			help: "Widths of the hidden layers.",
		},
		timesteps: {
			type: "number",
			default: 100,
			min: 2,
			max: 10_000,
			whole: true,
			help: "Diffusion steps T, in training and in sampling.",
		},
		schedule: {
			type: "choice",
			default: "cosine",
			choices: ["cosine", "linear"],
			help: "How noise grows over the diffusion steps.",
		},
		target: {
			type: "text",
			default: "auto",
			help: 'Column that conditions the network and is sampled from its training frequencies: a category or boolean. "auto" takes the last column if it has at most 100 categories; an empty text takes none.',
		},
		protect: PROTECT,
	},
}) satisfies GeneratorMeta;

/** Options of `tabddpm`; what each does stands in its `help`. */
export type TabDdpmOptions = Partial<typeof meta.defaults>;
